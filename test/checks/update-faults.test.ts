// Devices that cannot take updates yet, each refused in a sentence that says what to write.
import { expect, test } from "vitest";
import d1Espruino from "../../boards/d1-mini-espruino.ts";
import d1NodeMcu from "../../boards/d1-mini-nodemcu.ts";
import esp32Espruino from "../../boards/esp32-espruino.ts";
import raspberryPi from "../../boards/raspberry-pi-zero-2-w.ts";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import type { UpdateOptions } from "../../src/device/declare/device.ts";
import { relay } from "../../src/drivers/relay.ts";
import { device, minutes, powerSwitch } from "../../src/index.ts";
import { updateFitFaults } from "../../tools/image/update-fit.ts";

const update: UpdateOptions = { key: "hmac" };
const faultsOf = (more: object) =>
  declarationFaults(device({ name: "porch", update, ...more })).map(({ sentence }) => sentence);

test("a device takes updates, awake or asleep", () => {
  expect(faultsOf({})).toEqual([]);
  expect(faultsOf({ sleep: { every: minutes(15) } })).toEqual([]);
});

test("a device whose updates nothing signs is refused", () => {
  expect(faultsOf({ update: {} })).toEqual([
    'The device takes updates, and nothing says what signs them; write update: { key: "hmac" }, or "lms".',
  ]);
  expect(faultsOf({ update: { key: "rsa" } })[0]).toContain('"hmac" or "lms"');
});

test("an actuator that is called as the topic of updates is refused", () => {
  expect(faultsOf({ actuators: [powerSwitch("update", relay("lamp"))] })).toEqual([
    'The name "update" is the device\'s own topic; give the part another one.',
  ]);
});

test("a board that takes no updates yet is refused by the build, others are not", () => {
  const porch = device({ name: "porch", update });
  expect(updateFitFaults(porch, d1Espruino).map(({ sentence }) => sentence)).toEqual([
    "The device takes updates, and d1-mini-espruino cannot: an update takes some 2,000 JsVars of Espruino's for a while, and there are 1600 in all (docs/cannot-yet.md#updates-of-the-smallest-boards); leave `update` out.",
  ]);
  expect(updateFitFaults(device({ name: "porch" }), d1Espruino)).toEqual([]);
  expect(updateFitFaults(porch, d1NodeMcu)).toEqual([]);
  expect(updateFitFaults(porch, esp32Espruino)).toEqual([]);
  expect(updateFitFaults(porch, raspberryPi)).toEqual([]);
});
