// Boards on which a device that sleeps cannot wake, each refused in a sentence; and the wire that the others need.
import { expect, test } from "vitest";
import type { Board } from "../../boards/board.ts";
import d1Mini from "../../boards/d1-mini-nodemcu.ts";
import esp01 from "../../boards/esp-01-nodemcu.ts";
import esp32 from "../../boards/esp32-espruino.ts";
import pi from "../../boards/raspberry-pi-zero-2-w.ts";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import { device, type Milliseconds, minutes, sensor } from "../../src/index.ts";
import { sleepFitFaults, sleepWarnings } from "../../tools/image/wiring/sleep-fit.ts";

const bed = (every: Milliseconds) =>
  device({
    name: "bed",
    sleep: { every },
    sensors: [sensor("moisture", soilMoisture("probe").percent, { every })],
  });

const refused = (board: Board, every: Milliseconds, roles: Record<string, string> = {}) =>
  sleepFitFaults(bed(every), { board, roles }).map(({ sentence }) => sentence);

test("a board without a sleep, or without the pin that wakes it, is refused", () => {
  expect(refused(pi, minutes(15))).toEqual([
    "raspberry-pi-zero-2-w does not sleep yet; leave `sleep` out, or take another board.",
  ]);
  expect(refused(esp01, minutes(15))).toEqual([
    "GPIO16 is not led out of esp-01-nodemcu, and its chip needs a wire from there to RST to wake; take another board.",
  ]);
});

test("the pin that wakes the chip is no part's, and the build says where its wire leads", () => {
  expect(refused(d1Mini, minutes(15), { probe: "A0", led: "D0" })).toEqual([
    'The role "led" is on pin "D0", which a wire has to lead from to RST for the chip to wake; give the role another pin.',
  ]);
  expect(sleepWarnings(bed(minutes(15)), d1Mini)).toEqual([
    'Wire pin "D0" to RST: without it the device sleeps for ever. Take the wire off while you flash.',
  ]);
  expect(sleepWarnings(bed(minutes(15)), esp32)).toEqual([]);
});
