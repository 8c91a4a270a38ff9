// Lines that are whole and hold what `send` would refuse: nothing of them goes out, and the messages beside them do.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { msLeft } from "../../src/client/sends/stored-send.ts";
import { LONGEST_DEADLINE_MS } from "../../src/mqtt/deadline.ts";
import { program, SECOND } from "./program-client.ts";

let folder = "";
let file = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-store-"));
  file = join(folder, "messages");
});

afterEach(() => rmSync(folder, { recursive: true }));

const SOUND = { number: 1, topic: "a", qos: 1, retain: false, payload: "MQ==" };

const line = (record: object) => {
  const json = JSON.stringify(record);
  return `${crc32(json).toString(16).padStart(8, "0")} ${json}\n`;
};
const properties = (...bytes: number[]) => ({ properties: Buffer.from(bytes).toString("base64") });

/** What a client in MQTT 5.0 sends of a store with this line and a sound one after it. */
async function sentOf(record: object) {
  writeFileSync(file, `{"store":"ringmote","version":2}\n${line(record)}${line({ ...SOUND, number: 7 })}`);
  const { broker, pass, start } = program();
  const dropped: string[] = [];
  const client = start({ mqtt: 5, store: file, dropped: (topic, why) => dropped.push(`${topic}: ${why}`) });
  await pass(SECOND);
  const { connects } = client.counters();
  client.kill();
  return { sent: broker.received.map(({ topic, payload }) => `${topic}=${payload}`), dropped, connects };
}

test.each([
  ["a wildcard in its topic", { topic: "a/#" }],
  ["no topic", { topic: "" }],
  ["a topic that is too long", { topic: "a".repeat(65_536) }],
  ["a control character in its topic", { topic: "a\u0000b" }],
  ["half of a property", properties(9, 0, 200, 1)],
  ["a property that there is not", properties(0xff, 0xff)],
  ["a topic alias", properties(0x23, 0, 1)],
  ["a property twice", properties(3, 0, 1, 97, 3, 0, 1, 97)],
  ["a response topic with a wildcard", properties(8, 0, 1, 35)],
  ["a control character in a property", properties(3, 0, 1, 7)],
])("a store's line with %s is skipped", async (_what, changed) => {
  expect(await sentOf({ ...SOUND, ...changed })).toEqual({
    sent: ["a=1"],
    dropped: [": a damaged line of the store was left out"],
    connects: 1,
  });
});

test("valid properties of a stored line are sent", async () => {
  const { sent, dropped } = await sentOf({ ...SOUND, ...properties(3, 0, 1, 97, 0x26, 0, 1, 97, 0, 1, 98) });
  expect([sent, dropped]).toEqual([["a=1", "a=1"], []]);
});

test("a stored message without milliseconds expires after twelve days at most", () => {
  const send = { topic: "a", payload: "1", qos: 1, retain: false, properties: "" } as const;
  expect(msLeft({ ...send, until: 1e15 }, 1000)).toBe(LONGEST_DEADLINE_MS);
});

test("a stored message with a deadline of centuries is sent", async () => {
  const deadline = 200 * 366 * 86_400_000;
  const { sent, dropped } = await sentOf({ ...SOUND, until: Date.now() + deadline, deadline });
  expect([sent, dropped]).toEqual([["a=1", "a=1"], []]);
});
