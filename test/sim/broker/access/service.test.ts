// Answers of a service of the form of EMQX's HTTP authentication, and what the client hears of them: the
// statuses and fields of EMQX's page on its HTTP service, with a chain that ends behind it.
import type { ServerResponse } from "node:http";
import { connect as connectSocket } from "node:net";
import { generate, parser } from "mqtt-packet";
import { expect, onTestFinished, test } from "vitest";
import {
  type Answer,
  allow,
  askedBroker,
  brokerAsking,
  json,
  outcome,
  rawService,
  row,
} from "./asked-broker.ts";

const BAD = { 4: 4, 5: 0x86 };
const NOT_AUTHORIZED = { 4: 5, 5: 0x87 };
const SOON = Math.floor(Date.now() / 1000) + 3600;

const text = (response: ServerResponse, type: string | undefined, body: string, status = 200) => {
  response.writeHead(status, type === undefined ? {} : { "content-type": type });
  response.end(body);
};

const cases: [string, Answer, "in" | typeof BAD][] = [
  ["200 and allow", { result: "allow" }, "in"],
  ["200 and deny", { result: "deny" }, NOT_AUTHORIZED],
  ["200 and ignore", { result: "ignore" }, NOT_AUTHORIZED],
  ["200 without a result", { is_superuser: true }, NOT_AUTHORIZED],
  ["200 and another result", { result: "unexpected" }, NOT_AUTHORIZED],
  ["a type with a charset", (_, r) => text(r, "application/json; charset=utf-8", '{"result":"allow"}'), "in"],
  ["204", (_, r) => void r.writeHead(204).end(), "in"],
  ["201 and allow", (_, r) => json(r, { result: "allow" }, 201), NOT_AUTHORIZED],
  ["400 and allow", (_, r) => json(r, { result: "allow" }, 400), NOT_AUTHORIZED],
  ["403", (_, r) => void r.writeHead(403).end(), NOT_AUTHORIZED],
  ["500 and allow", (_, r) => json(r, { result: "allow" }, 500), NOT_AUTHORIZED],
  ["a body without a type", (_, r) => text(r, undefined, '{"result":"allow"}'), NOT_AUTHORIZED],
  ["a body of another type", (_, r) => text(r, "text/plain", '{"result":"allow"}'), NOT_AUTHORIZED],
  ["a body that is no JSON", (_, r) => text(r, "application/json", "result=allow"), NOT_AUTHORIZED],
  ["a body that is a list", (_, r) => text(r, "application/json", '["allow"]'), NOT_AUTHORIZED],
  ["an empty body", (_, r) => text(r, "application/json", ""), NOT_AUTHORIZED],
  [
    "a body that says it is compressed",
    (_, r) =>
      void r
        .writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" })
        .end("\x1f\x8b"),
    NOT_AUTHORIZED,
  ],
  ["expire_at in an hour", { result: "allow", expire_at: SOON }, "in"],
  ["expire_at in 250 years", { result: "allow", expire_at: SOON + 250 * 365 * 86_400 }, "in"],
  ["expire_at in the past", { result: "allow", expire_at: SOON - 7200 }, BAD],
  ["expire_at in milliseconds", { result: "allow", expire_at: SOON * 1000 }, BAD],
  ["expire_at as a text", { result: "allow", expire_at: `${SOON}` }, BAD],
  ["attributes that are no texts", { result: "allow", client_attrs: { sn: 1 } }, "in"],
  ["an empty list", allow([]), "in"],
  ["a list that is a text", allow("t/1"), BAD],
  ["a row that is a text", allow(["t/1"]), BAD],
  ["a row without a topic", allow([{ permission: "allow", action: "all" }]), BAD],
  ["a row without a permission", allow([{ action: "all", topic: "t" }]), BAD],
  ["a row of another action", allow([row("allow", "read", "t")]), BAD],
  ["a row of QoS 3", allow([row("allow", "all", "t", { qos: [3] })]), BAD],
  ["a row with a text for retain", allow([row("allow", "all", "t", { retain: "yes" })]), BAD],
  ["a row for one address", allow([row("allow", "all", "#", { ipaddr: "10.0.0.0/8" })]), BAD],
  ["a row with an unknown place", allow([row("deny", "all", "${peerhost}/#")]), BAD],
  ["a row with a bad filter", allow([row("allow", "all", "#/t")]), BAD],
  ["101 rows", allow(Array.from({ length: 101 }, () => row("deny", "all", "t"))), BAD],
  ["a superuser's bad list", allow([row("allow", "read", "t")], { is_superuser: true }), BAD],
  ["the older list", allow({ pub: ["a"], sub: ["b"], all: ["c/#"] }), "in"],
  ["the older list with a row", allow({ pub: [{ topic: "a" }] }), BAD],
  ["the older list with another part", allow({ read: ["a"] }), BAD],
];

test.each(cases)("the service's answer of %s decides about the client", async (name, answer, expected) => {
  const { connect, told } = await askedBroker(answer);
  for (const protocolVersion of [4, 5] as const) {
    const result = await outcome(connect, { protocolVersion, clientId: "d1", username: "u", password: "p" });
    if (expected === "in") expect(result).toBe("in");
    else expect(result[0]).toBe(expected[protocolVersion]);
  }
  // Who runs the broker is told why, and the client is not.
  const isDenied = name === "200 and deny";
  if (expected !== "in")
    expect(told).toEqual([
      isDenied
        ? 'The service that decides about clients does not let in "d1"'
        : expect.stringMatching(
            /^Nobody decides about clients, and the broker does not let in "d1": the service('s answer)? .*\w"?$/,
          ),
    ]);
});

test("the service receives the fields of CONNECT by POST", async () => {
  const methods: string[] = [];
  const { connect, asked } = await askedBroker((_asked, response, request) => {
    methods.push(`${request.method} ${request.url} ${request.headers["content-type"]}`);
    json(response, { result: "allow" });
  });
  await connect({ clientId: "d1", username: "zoë", password: "päss" });
  await connect({ clientId: "d2" });
  expect(asked).toEqual([
    { clientid: "d1", username: "zoë", password: "päss" },
    { clientid: "d2", username: "", password: "" },
  ]);
  expect(methods).toEqual(Array(2).fill("POST /auth application/json"));
});

test("a password that is no text is refused without asking the service", async () => {
  const { connect, asked } = await askedBroker({ result: "allow" });
  expect(await outcome(connect, { username: "u", password: Buffer.from([0xff]) })).toEqual([
    4,
    expect.anything(),
  ]);
  expect(asked).toEqual([]);
});

test("a client of MQTT 5.0 receives the service's reason, shortened", async () => {
  const { port, told } = await askedBroker(allow([row("allow", "read", "t")]));
  const reasonFor = (properties: object) =>
    new Promise<unknown>((resolve) => {
      const socket = connectSocket(port, "127.0.0.1");
      onTestFinished(() => void socket.destroy());
      const reader = parser({ protocolVersion: 5 });
      socket.on("data", (bytes) => reader.parse(bytes));
      reader.on("packet", (packet) => resolve((packet as { properties?: object }).properties));
      socket.write(
        generate(
          { cmd: "connect", clientId: "d1", clean: true, protocolVersion: 5, keepalive: 0, properties },
          { protocolVersion: 5 },
        ),
      );
    });
  expect(await reasonFor({})).toMatchObject({
    reasonString: "What the client is allowed cannot be kept to.",
  });
  expect(await reasonFor({ maximumPacketSize: 40 })).not.toHaveProperty("reasonString");
  expect(told).toEqual([
    'Nobody decides about clients, and the broker does not let in "d1": the service\'s answer cannot be kept to, as row 1 of "acl": "action" must be "publish", "subscribe" or "all"',
  ]);
});

test("an unreachable service admits no client", async () => {
  const url = await rawService((socket) => socket.destroy());
  const { connect } = await brokerAsking(url);
  expect((await outcome(connect))[0]).toBe(5);
  const nobody = await brokerAsking(new URL("http://127.0.0.1:1/auth"));
  expect((await outcome(nobody.connect, { protocolVersion: 5 }))[0]).toBe(0x87);
});

test.each<[string, string]>([
  ["says nothing", ""],
  ["answers with other than HTTP", "hello\r\n\r\n"],
  ["drips its headers", "HTTP/1.1 200 OK\r\nx: "],
  ["never ends its body", "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n"],
  [
    "changes to another protocol",
    "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
  ],
  ["has endless headers", `HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(20_000)}`],
  [
    "breaks off its body",
    'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"result":"allow"}',
  ],
])("a service that %s admits no client within its time limit", async (_name, bytes) => {
  let ends = 0;
  const url = await rawService((socket) => {
    socket.on("data", () => socket.write(bytes, "latin1"));
    socket.on("close", () => (ends += 1));
  });
  const { connect } = await brokerAsking(url, { bounds: { timeoutMs: 300 } });
  expect((await outcome(connect))[0]).toBe(5);
  await expect.poll(() => ends).toBeGreaterThan(0);
});

test("an endless answer of the service is read up to its limit", async () => {
  let written = 0;
  const { connect } = await askedBroker((_asked, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const more = () => {
      if (response.destroyed || written > 5e7) return;
      written += 10_000;
      response.write(" ".repeat(10_000), () => setImmediate(more));
    };
    more();
  });
  expect((await outcome(connect))[0]).toBe(5);
  expect(written).toBeLessThan(2e7);
});

test("a redirect of the service is not followed", async () => {
  const followed: string[] = [];
  const elsewhere = await rawService(
    (socket) => void socket.on("data", (bytes) => followed.push(`${bytes}`)),
  );
  const { connect } = await askedBroker(
    (_asked, response) => void response.writeHead(307, { location: elsewhere.href }).end(),
  );
  expect((await outcome(connect))[0]).toBe(5);
  expect(followed).toEqual([]);
});

test("a slow service delays no connected client", async () => {
  const { connect, answer, told, asked } = await askedBroker(
    { result: "allow" },
    { bounds: { timeoutMs: 2000, atOnce: 3, waiting: 5 } },
  );
  const [reader, writer] = [await connect({ clientId: "reader" }), await connect({ clientId: "writer" })];
  await reader.subscribeAsync("t", { qos: 1 });
  answer(() => {});
  const late = Array.from({ length: 20 }, (_, i) => outcome(connect, { clientId: `late-${i}` }));
  await expect.poll(() => asked.length).toBe(2 + 3);
  const heard = new Promise<string>((resolve) =>
    reader.on("message", (_topic, payload) => resolve(`${payload}`)),
  );
  await writer.publishAsync("t", "on time", { qos: 1 });
  expect(await heard).toBe("on time");
  const results = await Promise.all(late);
  expect(results.map(([code]) => code)).toEqual(Array(20).fill(5));
  expect(told).toContainEqual(expect.stringMatching(/^Too many clients wait for the service that decides/));
  answer({ result: "allow" });
  expect(await outcome(connect)).toBe("in");
});

test("a client that leaves before the service's answer is forgotten", async () => {
  let closed = 0;
  const { port, connect, answer, asked } = await askedBroker(
    (_asked, response) => void response.on("close", () => (closed += 1)),
    { bounds: { atOnce: 1 } },
  );
  const socket = connectSocket(port, "127.0.0.1");
  socket.write(generate({ cmd: "connect", clientId: "gone", clean: true, keepalive: 0 }));
  await expect.poll(() => asked.length).toBe(1);
  socket.destroy();
  await expect.poll(() => closed).toBe(1);
  answer({ result: "allow" });
  expect(await outcome(connect)).toBe("in");
});

test("packets after CONNECT wait, in order, for the service's answer", async () => {
  const { port, answer, connect } = await askedBroker({ result: "allow" });
  const reader = await connect();
  const heard: string[] = [];
  reader.on("message", (_topic, payload) => heard.push(`${payload}`));
  await reader.subscribeAsync("t");
  let decide = () => {};
  answer((_asked, response) => {
    decide = () => json(response, allow([row("deny", "publish", "secret")]));
  });
  const publish = (topic: string, payload: string) =>
    generate({ cmd: "publish", topic, payload, qos: 0, dup: false, retain: false });
  const socket = connectSocket(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  socket.write(
    Buffer.concat([
      generate({ cmd: "connect", clientId: "eager", clean: true, keepalive: 0 }),
      publish("t", "1"),
      publish("secret", "2"),
      publish("t", "3"),
    ]),
  );
  await expect.poll(() => `${decide}`).toContain("json");
  expect(heard).toEqual([]);
  decide();
  await expect.poll(() => heard).toEqual(["1", "3"]);
});

test("a connection closed by the service is replaced for the next request", async () => {
  let connections = 0;
  const url = await rawService((socket) => {
    connections += 1;
    socket.on("data", () => {
      socket.write("HTTP/1.1 204 No Content\r\nconnection: keep-alive\r\n\r\n");
      setTimeout(() => socket.destroy(), 5);
    });
  });
  const { connect } = await brokerAsking(url);
  for (let i = 0; i < 20; i += 1) expect(await outcome(connect)).toBe("in");
  expect(connections).toBeGreaterThan(1);
});
