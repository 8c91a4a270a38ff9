// States of actuators in the journal of a device that has one: all of them are one record.
import { expect, test } from "vitest";
import type { Board } from "../../../boards/board.ts";
import { NODEMCU_JOURNAL } from "../../../boards/chips/journal.ts";
import { reed } from "../../../src/drivers/reed.ts";
import { device, minutes, sensor, textInput } from "../../../src/index.ts";
import { journalFaults } from "../../../tools/image/journal/journal-fit.ts";

const BOARD = { name: "small", journal: NODEMCU_JOURNAL } as Board;

function remembering(texts: number) {
  const actuators = Array.from({ length: texts }, (_, i) => textInput(`text-${i}`, { atStart: "last" }));
  const flap = sensor("flap", reed("flap").state, { every: minutes(1), qos: 1, durable: true });
  return device({ name: "remembering", sensors: [flap], actuators });
}

test("states that no record of the journal has room for are refused", () => {
  expect(journalFaults(remembering(1), BOARD)).toEqual([]);
  const [fault] = journalFaults(remembering(8), BOARD);
  expect(fault?.option).toEqual(["atStart"]);
  expect(fault?.sentence).toMatch(
    /^What actuators keep has up to 2\d{3} bytes, and the journal keeps 20\d\d of it:/,
  );
});
