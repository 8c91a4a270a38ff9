// Boards on which a device that sleeps cannot wake, each refused in a sentence; and the wire that the others need.
import { expect, test } from "vitest";
import type { Board } from "../../boards/board.ts";
import d1Mini from "../../boards/d1-mini-nodemcu.ts";
import esp01 from "../../boards/esp-01-nodemcu.ts";
import c3 from "../../boards/esp32-c3-espruino.ts";
import esp32 from "../../boards/esp32-espruino.ts";
import esp32NodeMcu from "../../boards/esp32-nodemcu.ts";
import pi from "../../boards/raspberry-pi-zero-2-w.ts";
import { reed } from "../../src/drivers/reed.ts";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import { device, hours, type Milliseconds, minutes, sensor } from "../../src/index.ts";
import { drawnByPin } from "../../tools/image/wiring/roles-by-pin.ts";
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
    "raspberry-pi-zero-2-w runs Linux, which stays awake when the device's program ends: leave `sleep` out, and the device measures as often all the same, or take another board.",
  ]);
  expect(refused(esp01, minutes(15))).toEqual([
    "GPIO16 is not led out of esp-01-nodemcu, and its chip needs a wire from there to RST to wake; take another board.",
  ]);
});

test("the pin that wakes the chip is no part's, and the build says where its wire leads", () => {
  expect(refused(d1Mini, minutes(15), { probe: "A0", led: "D0" })).toEqual([
    'The role "led" is on pin "D0", which a wire has to lead from to RST for the chip to wake; give the role another pin.',
  ]);
  expect(sleepWarnings(bed(minutes(15)), { board: d1Mini, roles: {} })).toEqual([
    'Wire pin "D0" to RST: without it the device sleeps for ever. Take the wire off while you flash.',
  ]);
  expect(sleepWarnings(bed(minutes(15)), { board: esp32, roles: {} })).toEqual([]);
});

test("a contact wakes a board at pins of its chip, or by its reset, or not at all", () => {
  const flap = reed("flap");
  const box = (every?: Milliseconds) =>
    device({
      name: "box",
      sleep: { every, wakeBy: "flap" },
      sensors: [sensor("flap", flap.state, { every: every ?? hours(1), qos: 1, overflow: "oldest" })],
    });
  const faults = (board: Board, pin: string, every?: Milliseconds) =>
    sleepFitFaults(box(every), { board, roles: { flap: pin } }).map(({ sentence }) => sentence);
  expect(faults(esp32, "D27")).toEqual([]);
  expect(faults(esp32, "D23")).toEqual([
    'The role "flap" is on pin "D23", which does not wake esp32-espruino; give it one of "D4", "D13", "D14", "D27".',
  ]);
  expect(faults(esp32, "D27", hours(6))).toEqual([
    'The device wakes by "flap" and every 21600000 ms, and esp32-espruino takes one of both; leave `every` or `wakeBy` out.',
  ]);
  expect(faults(esp32NodeMcu, "IO27", hours(6))).toEqual([]);
  expect(faults(c3, "IO4")[0]).toMatch(/^No contact wakes esp32-c3-espruino: Espruino 2v29 takes no pin of/);
  // GPIO16 needs no wire to RST without a timer.
  expect(faults(esp01, "D4")).toEqual([]);
  expect(sleepWarnings(box(), { board: d1Mini, roles: { flap: "D1" } })).toEqual([
    'Wire pin "D1" to RST through 100 nF, and to 3.3 V through 470 kΩ: its contact wakes the chip when it closes, and starts it anew while it is awake.',
  ]);
  const drawn = drawnByPin(box(), { board: d1Mini, roles: { flap: "D1" } });
  expect([drawn.get("D1"), drawn.get("RST")]).toEqual(["flap", "from D1 by 100 nF"]);
});
