// The time for which a device may be away in MQTT 5.0 before the broker says so, and
// before it forgets the session.
import { expect, test } from "vitest";
import { minutes, seconds } from "../../src/bytes/milliseconds.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import { ROOT, startDevice } from "./device-in-world.ts";

const STATUS = `${ROOT}/status`;

/** A device that was connected, and has been away for so many seconds. */
function away(declaration: Partial<DeviceDeclaration>, forSeconds: number) {
  const run = startDevice({ declaration: { mqtt: 5, ...declaration } });
  run.pass(5000);
  run.world.breakLink("cut");
  run.world.setNetwork(false);
  run.pass(forSeconds * 1000);
  return run;
}

test.each([
  [{}, 1, "offline"],
  [{ offlineAfter: seconds(30) }, 25, "online"],
  [{ offlineAfter: seconds(30) }, 35, "offline"],
])("the status %o shows a device, %i s away, as %s", (status, forSeconds, said) => {
  expect(away({ status }, forSeconds).broker.kept(STATUS)).toBe(said);
});

test("a device that returns in time is never published as offline", () => {
  const run = away({ status: { offlineAfter: minutes(2) } }, 30);
  run.world.setNetwork(true);
  run.pass(minutes(10));
  expect(run.said().filter((line) => line.startsWith("status"))).toEqual([
    "status=online!",
    "status=online!",
  ]);
  expect(run.broker.breaches).toEqual([]);
});

test.each([
  [{}, 90, "on"],
  [{ sessionExpiry: minutes(1) }, 50, "on"],
  [{ sessionExpiry: minutes(1) }, 70, "off"],
])("with %o and %i s of absence the heater is %s", (declaration, forSeconds, state) => {
  const run = away(declaration, 1);
  run.command("on");
  run.pass((forSeconds - 1) * 1000);
  run.world.setNetwork(true);
  run.pass(minutes(2));
  expect(run.broker.kept(`${ROOT}/heater`)).toBe(state);
});
