// The last words of a broker that ends a program's connection, and the parts of MQTT 5.0 that
// a program may use in 3.1.1.
import { expect, test } from "vitest";
import { scram } from "../../src/client/authentication/scram.ts";
import type { ConnectionError } from "../../src/client/faults/errors.ts";
import { receivedProperties } from "../../src/client/message-properties.ts";
import { endOf, program, SECOND } from "./program-client.ts";

const uint16 = (value: number) => String.fromCharCode(value >> 8, value & 255);
function length(value: number): string {
  return value < 128
    ? String.fromCharCode(value)
    : String.fromCharCode((value & 127) | 128) + length(value >> 7);
}
const reasonString = (words: string) => `\x1f${uint16(words.length)}${words}`;
/** A DISCONNECT, or with `\x20` and flags a CONNACK, with these words. */
function packet(header: string, flags: string, code: number, words: string): string {
  const properties = reasonString(words);
  const body = flags + String.fromCharCode(code) + length(properties.length) + properties;
  return header + length(body.length) + body;
}

/** A client at a broker that answers CONNECT so. */
function at(answer: string) {
  const errors: ConnectionError[] = [];
  const log: string[] = [];
  const made = program({}, undefined, () => (end) => ({
    received: () => end.write(answer),
    closed: () => {},
  }));
  made.world.log = (line) => void log.push(line);
  const client = made.start({ mqtt: 5, reconnect: false, lost: (error) => errors.push(error) });
  return { ...made, client, errors, log };
}

const ACCEPTED = "\x20\x03\0\0\0";

test.each([
  ["a refused connection", (words: string) => packet("\x20", "\0", 0x87, words)],
  ["an ended connection", (words: string) => ACCEPTED + packet("\xe0", "", 0x8b, words)],
])("the broker's reason string of %s becomes one clean line", async (_what, answer) => {
  const { errors, log, pass } = at(answer("\x1b[2J\r\nh\xc3\xb6her \xe2\x80\xae"));
  await pass(SECOND);
  expect(errors[0]?.reason).toContain("(\\x1b[2J\\x0d\\x0ahöher \\u202e)");
  expect(log.at(-1)).toContain("\\x1b[2J\\x0d\\x0ahöher");
  const long = at(answer("x".repeat(60_000)));
  await long.pass(SECOND);
  expect(long.errors[0]?.reason).toHaveLength(300);
});

test("open requests of a client without reconnection reject with the reason", async () => {
  const { client, pass, errors } = at(packet("\x20", "\0", 0x87, "no"));
  const ends = [client.send("a", "b"), client.subscribe("a", () => {}), client.request("a", "b")].map(
    (promise) => endOf<unknown>(promise),
  );
  await pass(SECOND);
  const reason = errors[0]?.reason ?? "none";
  expect(reason).toContain("(no)");
  for (const { error } of ends) expect((error as Error).message).toContain(`client ended: ${reason}`);
  const late = endOf(client.send("a", "b"));
  await pass(SECOND);
  expect((late.error as Error).message).toContain(`its client has ended (${reason})`);
});

test("a message's user properties are at most 64 kB", () => {
  const property = `\x26${uint16(1)}n${uint16(60)}${"v".repeat(60)}`;
  const all = property.repeat(100_000) + "\x03\0\x01t";
  const { userProperties = {}, contentType } = receivedProperties(length(all.length) + all);
  expect(userProperties.n).toHaveLength(Math.floor(65_536 / property.length));
  expect(contentType).toBe("t");
});

test.each([
  { followServerReference: false },
  { willDelay: 0 },
  { cleanStart: false },
  { topicAliasMaximum: 0 },
  { requestProblemInformation: true },
  { requestResponseInformation: false },
])("MQTT 3.1.1 accepts the option %o without effect", (options) => {
  const client = program().start(options);
  client.subscribe("a", () => {}, { noLocal: false, retainAsPublished: false, retained: "always" });
  client.kill();
});

test("a password together with SCRAM is refused", () => {
  const authentication = scram({ user: "a", password: "b" });
  expect(() => program().start({ mqtt: 5, user: "a", secret: "b", authentication })).toThrow(
    "leave secret out",
  );
  program().start({ mqtt: 5, user: "a", authentication }).kill();
});
