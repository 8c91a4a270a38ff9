// A will that a broker publishes late: the device that it declares dead is there, and says so.
import { expect, test } from "vitest";
import { ROOT, startDevice } from "./device-in-world.ts";

const STATUS = `${ROOT}/status`;

/** A device that is connected; what it said so far is read. */
function online(options: Parameters<typeof startDevice>[0] = {}) {
  const run = startDevice(options);
  run.pass(5000);
  run.said();
  return run;
}

test("a late will of an earlier connection is corrected at once", () => {
  const run = online();
  run.world.breakLink("cut");
  run.pass(60_000);
  run.said();
  run.broker.publish(STATUS, "offline", { qos: 1, retain: true });
  run.pass(100);
  expect([run.said(), run.broker.kept(STATUS)]).toEqual([["status=online!"], "online"]);
  run.pass(600_000);
  expect(run.said().filter((line) => line.startsWith("status"))).toEqual([]);
});

test("a late will in a kept session is corrected without a subscription", () => {
  const run = online();
  for (let i = 0; i < 3; i += 1) {
    run.world.breakLink("cut");
    run.pass(60_000);
    run.said();
    run.broker.publish(STATUS, "offline", { qos: 1, retain: true });
    run.pass(100);
    expect(run.said()).toEqual(["status=online!"]);
  }
});

test("a will retained earlier needs no correction; the online status follows", () => {
  const run = startDevice();
  run.broker.publish(STATUS, "offline", { retain: true });
  run.pass(5000);
  expect(run.said().filter((line) => line.startsWith("status"))).toEqual(["status=online!"]);
  expect(run.broker.kept(STATUS)).toBe("online");
});

test("a late will on a full link is corrected after draining", () => {
  const slow = { toPeer: { delayMs: [3000, 3000], pieceBytes: 1000 } } as const;
  const run = online({ limits: { linkBytes: 60 }, world: { plan: () => slow } });
  run.pass(60_000);
  run.said();
  run.command("on");
  run.broker.publish(STATUS, "offline", { retain: true });
  run.pass(60_000);
  expect(run.said()).toContain("status=online!");
  expect(run.broker.kept(STATUS)).toBe("online");
});

test("a normal stop's offline status is not corrected", () => {
  const run = online();
  run.running.stop(() => {});
  run.pass(60_000);
  expect(run.broker.kept(STATUS)).toBe("offline");
});
