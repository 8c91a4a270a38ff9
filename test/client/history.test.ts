// A program that reads the history of a device's sensor.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type HistoryReading, readHistory } from "../../src/client/history.ts";
import { recordIn } from "../../tools/cli/run/message-record.ts";
import { program, SECOND } from "./program-client.ts";

const TOPIC = "home/freezer-1/temperature";
const PARTS = ["[[1796000000,-18.5],[1796000060,-18.4]]", "[[1796000120,-18]]"];

/** What a loop over the history has been given so far. */
function heard(readings: AsyncIterable<HistoryReading>): HistoryReading[] {
  const all: HistoryReading[] = [];
  void (async () => {
    for await (const reading of readings) all.push(reading);
  })();
  return all;
}

test("a program reads each reading once, in order, despite repeated messages", async () => {
  const { start, pass, broker } = program();
  const all = heard(readHistory(start(), TOPIC));
  await pass(SECOND);
  for (const payload of [PARTS[0], PARTS[0], "nonsense", '{"a":1}', "[[1,2,3]]", PARTS[1], PARTS[0]])
    broker.publish(`${TOPIC}/history`, payload ?? "", { qos: 1 });
  await pass(SECOND);
  expect(all.map(({ time, value }) => [time.toISOString(), value])).toEqual([
    ["2026-11-30T00:53:20.000Z", -18.5],
    ["2026-11-30T00:54:20.000Z", -18.4],
    ["2026-11-30T00:55:20.000Z", -18],
  ]);
});

test("a history keeps sensors apart, and texts and missing readings distinct", async () => {
  const { start, pass, broker } = program();
  const all = heard(readHistory(start(), "home/+/door/history"));
  await pass(SECOND);
  broker.publish("home/one/door/history", '[[1796000000,"open"],[1796000060,null]]');
  broker.publish("home/two/door/history", '[[1796000000,"closed"]]');
  await pass(SECOND);
  expect(all.map(({ topic, value }) => `${topic} ${value}`)).toEqual([
    "home/one/door/history open",
    "home/two/door/history closed",
  ]);
});

test("leaving the history loop ends the subscription", async () => {
  const { start, pass, broker } = program();
  const client = start();
  const readings = readHistory(client, TOPIC);
  const first = readings.next();
  await pass(SECOND);
  broker.publish(`${TOPIC}/history`, PARTS[0] ?? "", { qos: 1 });
  await pass(SECOND);
  expect((await first).value?.value).toBe(-18.5);
  await readings.return?.();
  await pass(SECOND);
  broker.publish(`${TOPIC}/history`, PARTS[1] ?? "", { qos: 1 });
  await pass(SECOND);
  expect(client.counters().untaken).toBe(0);
});

test("a recorded run has one row per reading, with its measuring time", () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-record-"));
  const file = join(folder, "run.csv");
  const record = recordIn(file);
  for (const payload of [PARTS[0], PARTS[0], PARTS[1]])
    record.write({
      topic: `${TOPIC}/history`,
      payload: Buffer.from(payload ?? ""),
      qos: 1,
      retained: false,
    });
  record.write({ topic: TOPIC, payload: Buffer.from("-18"), qos: 0, retained: true });
  record.end();
  const [header, ...rows] = readFileSync(file, "utf8").trimEnd().split("\r\n");
  rmSync(folder, { recursive: true });
  expect(header).toBe("time,topic,payload,qos,retained");
  expect(rows.slice(0, 3)).toEqual([
    `2026-11-30T00:53:20.000Z,${TOPIC}/history,-18.5,1,false`,
    `2026-11-30T00:54:20.000Z,${TOPIC}/history,-18.4,1,false`,
    `2026-11-30T00:55:20.000Z,${TOPIC}/history,-18,1,false`,
  ]);
  expect(rows[3]).toMatch(/,home\/freezer-1\/temperature,-18,0,true$/);
  expect(rows.length).toBe(4);
});
