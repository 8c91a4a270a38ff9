// Safe mode and updates: a device whose driver ends each start is mended over the network, in virtual time.
import { expect, onTestFinished, test } from "vitest";
import { GUARD_MS, MOST_UNSTEADY, SAFE_WORDS } from "../../src/runtime/safe-mode.ts";
import { MOST_STARTS } from "../../src/update/standing.ts";
import { type Behaviour, imageOf, ROOT, startUpdated, updateTo } from "./updated-device.ts";

const MINUTE = 60_000;
/** An image on trial that is away from its broker starts anew behind this. */
const TRIAL_MS = 10 * MINUTE;

/** A device in safe mode, that is offered an image which does this. */
function startSafe(behaviour: Behaviour) {
  const device = startUpdated({ first: "breaks", declaration: { safeMode: true } });
  onTestFinished(() => device.end());
  const isSafe = () => device.broker.kept(`${ROOT}/problem`)?.trim() === SAFE_WORDS;
  const cutPower = () => {
    device.cutPower();
    device.pass(MINUTE / 4);
  };
  cutPower();
  device.pass(MOST_UNSTEADY * GUARD_MS);
  expect([isSafe(), device.runs()]).toEqual([true, "1.0.0"]);
  device.offer(updateTo(imageOf("1.1.0", behaviour)));
  device.pass(MINUTE / 3);
  return { ...device, isSafe, cutPower };
}

test("an update in safe mode mends the device for later starts", () => {
  const device = startSafe("runs");
  expect([device.isSafe(), device.told("state")]).toEqual([false, "on trial"]);
  device.pass(MINUTE);
  expect([device.told("version"), device.told("state")]).toEqual(["1.1.0", "idle"]);
  device.cutPower();
  expect([device.isSafe(), device.told("version")]).toEqual([false, "1.1.0"]);
});

test("a reverted update leaves the device in safe mode", () => {
  const device = startSafe("stays away");
  device.pass(MOST_STARTS * TRIAL_MS + MINUTE);
  expect([device.isSafe(), device.told("version"), device.told("state")]).toEqual([true, "1.0.0", "idle"]);
});

test("power lost at each write of a mending update leaves it mended", () => {
  for (let write = 0, isCut = true; isCut; write += 1) {
    const device = startSafe("runs");
    device.cutPowerAt({ write, leaves: "old" });
    device.pass(2 * MINUTE);
    isCut = device.isCut();
    device.cutPower();
    expect([device.isSafe(), device.told("version")], `at ${write}`).toEqual([false, "1.1.0"]);
  }
});
