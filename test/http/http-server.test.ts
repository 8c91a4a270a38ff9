// The HTTP server: its answers as Node's own client reads them, and its bounds.
import { expect, test } from "vitest";
import { socketDrained } from "../../src/http/http-server.ts";
import { ADDRESS, MOST_HEAD, Phones, setUpOf } from "../setup/phones.ts";

const GET = `GET / HTTP/1.1\r\nHost: ${ADDRESS}\r\nUser-Agent: a phone\r\n\r\n`;
const POST = `POST / HTTP/1.1\r\nHost: ${ADDRESS}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\ntoken=1`;

test("Node's client reads the page, which loads and frames nothing else", async () => {
  const { head, text } = await new Phones(setUpOf()).ask("/");
  expect(head.statusCode).toBe(200);
  expect(head.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(head.headers["cache-control"]).toBe("no-store");
  expect(head.headers["content-security-policy"]).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/);
  expect(text).toMatch(/^<!doctype html>.*<\/html>$/s);
});

test("HEAD is answered with the header alone", async () => {
  const { head, text } = await new Phones(setUpOf()).ask("/", { method: "HEAD" });
  expect([head.statusCode, text]).toEqual([200, ""]);
});

test("an answer leaves in pieces of at most 256 bytes, in order", () => {
  const phones = new Phones(setUpOf());
  const { socket, line } = phones.open() ?? expect.fail("refused");
  phones.send(socket, GET);
  expect(line.pieces).toHaveLength(1);
  phones.take(socket);
  expect(line.isEnded).toBe(true);
  expect(line.pieces.slice(0, -1).every((piece) => piece.length === 256)).toBe(true);
  expect((line.pieces.at(-1) as string).length).toBeLessThanOrEqual(256);
});

test("a request split at any byte is answered alike", () => {
  const expected = new Phones(setUpOf()).answer(GET);
  const refused = new Phones(setUpOf()).answer(POST);
  expect(refused).toMatch(/^HTTP\/1\.1 303 /);
  for (const [request, answer] of [
    [GET, expected],
    [POST, refused],
  ] as const) {
    for (let at = 1; at < request.length; at += 1)
      expect(new Phones(setUpOf()).answer(request.slice(0, at), request.slice(at))).toBe(answer);
    expect(new Phones(setUpOf()).answer(...request)).toBe(answer);
  }
});

test("a request that ends early is not answered, and its socket closes", () => {
  const phones = new Phones(setUpOf());
  for (const request of [GET, POST])
    for (let at = 0; at < request.length; at += 1) {
      const { socket, line } = phones.open() ?? expect.fail("refused");
      phones.send(socket, request.slice(0, at));
      phones.pass(7999);
      expect([line.isEnded, line.pieces]).toEqual([false, []]);
      phones.pass(1);
      expect(line.isEnded).toBe(true);
    }
});

test("a phone that stops reading loses its socket", () => {
  const phones = new Phones(setUpOf());
  const { socket, line } = phones.open() ?? expect.fail("refused");
  phones.send(socket, GET);
  phones.pass(8000);
  expect([line.isEnded, line.pieces.length]).toEqual([true, 1]);
});

test("two phones are answered at once, and a third is refused", () => {
  const phones = new Phones(setUpOf());
  const open = () => phones.open() ?? expect.fail("refused");
  const [first, second] = [open(), open()];
  for (const { socket } of [first, second]) phones.send(socket, GET.slice(0, 20));
  expect(phones.open()).toBeUndefined();
  for (const { socket } of [second, first]) phones.send(socket, GET.slice(20));
  expect(phones.take(first.socket)).toBe(phones.take(second.socket));
  expect(phones.open()).toBeDefined();
});

test("the oldest silent socket gives way to a new one", () => {
  const phones = new Phones(setUpOf());
  const open = () => phones.open() ?? expect.fail("refused");
  const oldest = open();
  phones.pass(10);
  const newer = open();
  const third = open();
  expect([oldest.line.isEnded, newer.line.isEnded]).toEqual([true, false]);
  expect(third.socket).toBe(oldest.socket);
  phones.send(third.socket, GET);
  expect(phones.take(third.socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
});

test("a phone that hangs up at any piece frees its place", () => {
  const phones = new Phones(setUpOf());
  const whole = phones.answer(GET);
  for (let at = 1; at <= Math.ceil(whole.length / 256); at += 1) {
    const { socket, line } = phones.open() ?? expect.fail("refused");
    phones.send(socket, GET);
    while (line.pieces.length < at) socketDrained(phones.server, socket, phones.now);
    phones.hangUp(socket);
    expect(line.pieces.join("")).toBe(whole.slice(0, at * 256));
  }
  expect(phones.answer(GET)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
});

const line = (text: string) => `GET / HTTP/1.1\r\nHost: ${ADDRESS}\r\n${text}\r\n\r\n`;
const form = (text: string) => `POST / HTTP/1.1\r\nHost: ${ADDRESS}\r\n${text}\r\n\r\n`;

test.each([
  ["without a Host", "GET / HTTP/1.1\r\n\r\n", 400],
  ["with two Hosts", line(`Host: ${ADDRESS}`), 400],
  ["with a folded line", line(" folded"), 400],
  ["with a blank in front of a colon", line("Host : x"), 400],
  ["with a line without a colon", line("nonsense"), 400],
  ["with a line that has no name", line(": x"), 400],
  ["with NUL in a line", line("A: \0"), 400],
  ["with a bare carriage return", line("A: b\rHost: other"), 400],
  ["without a target", "GET HTTP/1.1\r\n\r\n", 400],
  ["for a target that is no path", "GET index.html HTTP/1.1\r\n\r\n", 400],
  ["with three blanks", "GET / x HTTP/1.1\r\n\r\n", 400],
  ["of a TLS hello", "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\n\n", 400],
  ["in HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505],
  ["in HTTP/0.9", "GET /\r\n", 400],
  ["by another method", "CONNECT example.com:443 HTTP/1.1\r\n\r\n", 501],
  ["by a method in small letters", "get / HTTP/1.1\r\n\r\n", 501],
  ["with a request line that is too long", `GET /${"a".repeat(300)} HTTP/1.1\r\n\r\n`, 414],
  ["with a value that is too long", line(`Content-Type: ${"a".repeat(300)}`), 431],
  ["with a name that is too long", line("a".repeat(300)), 431],
  ["with a head that is too long", line(`A: ${"b".repeat(MOST_HEAD)}`), 431],
  ["with very many lines", line("A: b\r\n".repeat(MOST_HEAD / 4)), 431],
  ["with empty lines in front without end", "\r\n".repeat(MOST_HEAD), 431],
  ["in chunks", form("Transfer-Encoding: chunked"), 411],
  ["with a form of no length", form("A: b"), 411],
  ["with two lengths", form("Content-Length: 1\r\nContent-Length: 1"), 400],
  ["with a length below zero", form("Content-Length: -1"), 400],
  ["with a length that is no number", form("Content-Length: 1, 1"), 400],
  ["with a length beyond whole numbers", form("Content-Length: 99999999999"), 400],
  ["with a body that is too long", form("Content-Length: 513"), 413],
])("a request %s is refused", (_, bytes, status) => {
  const answer = new Phones(setUpOf()).answer(bytes);
  expect(Number(answer.split(" ")[1])).toBe(status);
  expect(answer).toMatch(/\r\nConnection: close\r\n/);
  // Byte by byte: as soon as it is clear, and nothing is answered twice.
  expect(new Phones(setUpOf()).answer(...bytes)).toBe(answer);
});

test.each([
  ["in HTTP/1.0 without a Host in absolute form", `GET http://${ADDRESS} HTTP/1.0\r\n\r\n`],
  ["behind empty lines", `\r\n\r\n${GET}`],
  ["with line feeds alone", GET.replaceAll("\r", "")],
  ["with a query", GET.replace("/ ", "/?a=/b&c=d ")],
  ["with long lines that nobody needs", GET.replace("a phone", "a".repeat(1500))],
  ["with names in any case and blanks", GET.replace("Host: ", "hOST:\t ")],
  ["in absolute form, whose authority counts", `GET HTTP://${ADDRESS}/ HTTP/1.1\r\nHost: other\r\n\r\n`],
  ["with another one behind it", `${GET}${GET}`],
])("a request %s receives the page", (_, bytes) => {
  const answer = new Phones(setUpOf()).answer(bytes);
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(answer.endsWith("</html>")).toBe(true);
});

test.each(["/../", "//", "/.", "/%2e%2e/", "/etc/passwd", "/index.html", "/\\", "/%00"])(
  "the path %s is not found",
  (path) => {
    const answer = new Phones(setUpOf()).answer(GET.replace("/ ", `${path} `));
    expect(answer).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
  },
);

test("a request's memory stays bounded, whatever arrives", () => {
  const phones = new Phones(setUpOf());
  const { socket } = phones.open() ?? expect.fail("refused");
  phones.send(socket, `GET / HTTP/1.1\r\nA: ${"b".repeat(1400)}`);
  const request = phones.server.exchanges[socket]?.request;
  expect(request?.line.length).toBe(256);
});
