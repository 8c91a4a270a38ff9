// DNS of a captive portal: Node's resolver (c-ares) is the phone, and the judge.
import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { captiveAnswer } from "../../src/setup/captive-dns.ts";

const ADDRESS = "\xc0\xa8\x04\x01";

/** A resolver that asks the portal, and the queries that it sends. */
async function phone() {
  const socket = createSocket("udp4");
  onTestFinished(() => void socket.close());
  const queries: string[] = [];
  socket.on("message", (bytes, from) => {
    const query = bytes.toString("latin1");
    queries.push(query);
    const answer = captiveAnswer(query, ADDRESS);
    if (answer !== "") socket.send(Buffer.from(answer, "latin1"), from.port, from.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return { resolver, queries };
}

/** The query that c-ares sends for an address. */
async function queryFor(name: string): Promise<string> {
  const { resolver, queries } = await phone();
  await resolver.resolve4(name);
  return queries[0] as string;
}

test.each([
  "connectivitycheck.gstatic.com",
  "captive.apple.com",
  "www.msftconnecttest.com",
  "homeassistant.local",
  "a",
  `${"a".repeat(63)}.${"b".repeat(63)}.com`,
])("the query for %s is answered with the device's address", async (name) => {
  const { resolver } = await phone();
  expect(await resolver.resolve4(name, { ttl: true })).toEqual([{ address: "192.168.4.1", ttl: 1 }]);
});

test("a name has no record but its address", async () => {
  const { resolver } = await phone();
  for (const type of ["AAAA", "TXT", "MX", "SRV"])
    await expect(resolver.resolve("example.com", type)).rejects.toMatchObject({ code: "ENODATA" });
});

test("a query truncated at any byte is not answered", async () => {
  const query = await queryFor("example.com");
  const length = 12 + "example.com".length + 2 + 4;
  for (let at = 0; at < length; at += 1) expect(captiveAnswer(query.slice(0, at), ADDRESS)).toBe("");
  expect(captiveAnswer(query.slice(0, length), ADDRESS)).not.toBe("");
});

/** The query with other bytes at a place. */
const changed = (query: string, at: number, bytes: string) =>
  query.slice(0, at) + bytes + query.slice(at + bytes.length);

test.each([
  ["an answer", 2, "\x81"],
  ["another operation", 2, "\x11"],
  ["a message that was cut", 2, "\x03"],
  ["two questions", 4, "\0\x02"],
  ["no question", 4, "\0\0"],
  ["an answer behind its question", 6, "\0\x01"],
  ["an authority behind its question", 8, "\0\x01"],
  ["a name that refers to itself", 12, "\xc0\x0c"],
  ["a label that is too long", 12, "\x40"],
  ["another class", 12 + 13 + 2, "\0\x03"],
])("the query %s is not answered", async (_, at, bytes) => {
  const query = await queryFor("example.com");
  expect(captiveAnswer(query, ADDRESS)).not.toBe("");
  expect(captiveAnswer(changed(query, at, bytes), ADDRESS)).toBe("");
});

test("an overlong name or answer is not answered", async () => {
  const query = await queryFor("example.com");
  const labels = (count: number) => `${`\x3f${"a".repeat(63)}`.repeat(count)}`;
  const asked = (name: string) => captiveAnswer(`${query.slice(0, 12)}${name}\0\0\x01\0\x01`, ADDRESS);
  expect(asked(labels(3))).toHaveLength(12 + 3 * 64 + 1 + 4 + 16);
  expect(asked(`${labels(3)}\x28${"a".repeat(40)}`)).toBe("");
  expect(asked(labels(5))).toBe("");
});

test("any datagram is answered with at most 16 bytes more", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const query = Buffer.from(bytes).toString("latin1");
      expect(captiveAnswer(query, ADDRESS).length).toBeLessThanOrEqual(Math.min(query.length + 16, 260));
    }),
  );
});
