// The journal's room and wear for a durable history, which the build refuses or says.
import { expect, test } from "vitest";
import type { Board } from "../../../boards/board.ts";
import { ESPRUINO_ESP32_JOURNAL, NODEMCU_JOURNAL } from "../../../boards/chips/journal.ts";
import type { DurableOptions } from "../../../src/device/declare/sensor.ts";
import {
  device,
  hours,
  minutes,
  numberInput,
  seconds,
  sensor,
  stateOf,
  valueOnly,
} from "../../../src/index.ts";
import { journalFaults, journalNote } from "../../../tools/image/journal/journal-fit.ts";

const NODEMCU = { name: "small", journal: NODEMCU_JOURNAL } as Board;
const ESPRUINO = { name: "large", journal: ESPRUINO_ESP32_JOURNAL } as Board;

function keeping(
  keep: ReturnType<typeof hours>,
  every: ReturnType<typeof hours>,
  durable?: true | DurableOptions,
) {
  const level = numberInput("level", valueOnly(), { min: 0, max: 1 });
  const history = { keep, ...(durable === undefined ? {} : { durable }) };
  const reading = sensor("reading", stateOf(level), { every, history });
  return device({ name: "keeping", clock: {}, sensors: [reading], actuators: [level] });
}

const sentences = (...of: Parameters<typeof journalFaults>) =>
  journalFaults(...of).map(({ sentence }) => sentence);

test("a durable history that the journal has no room for is refused", () => {
  expect(sentences(keeping(hours(12), minutes(1), true), NODEMCU)).toEqual([
    "A durable history has up to 5076 bytes, and the journal has room for 4081 of it: keep fewer hours of it, or write a longer every.",
  ]);
  expect(sentences(keeping(hours(12), minutes(1), true), ESPRUINO)).toEqual([]);
  expect(sentences(keeping(hours(9), minutes(1), true), NODEMCU)).toEqual([]);
});

test("a durable history writes each reading, or those of a time at once", () => {
  const writes = (durable?: DurableOptions | true) =>
    journalNote(keeping(hours(6), minutes(1), durable), ESPRUINO)?.match(/\d+/)?.[0];
  const year = 365.25 * 24 * 60;
  expect(writes()).toBeUndefined();
  expect(writes(true)).toBe(`${Math.ceil(year + year / 16)}`);
  expect(writes({ within: minutes(10) })).toBe(`${Math.ceil(year / 10 + year / 16)}`);
});

test("a durable history that wears the flash out too soon is refused", () => {
  const [sentence = ""] = sentences(keeping(minutes(5), seconds(2), true), NODEMCU);
  expect(sentence).toContain("and has to last 5");
  expect(sentence).toContain("gather what is written: within: seconds(30)");
});
