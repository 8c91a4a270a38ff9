// Updates of a device that sleeps: a wake finds the offer that the broker keeps, and lasts until the image is
// confirmed, or until nobody answers.
import { afterEach, expect, test } from "vitest";
import { hours, minutes, seconds } from "../../src/bytes/milliseconds.ts";
import type { SleepOptions } from "../../src/device/declare/sleep.ts";
import { NONE_TRIED } from "../../src/update/standing.ts";
import { type SignedUpdate, sliceFor } from "../../tools/update/signed-update.ts";
import { imageOf, ROOT, startUpdated, type UpdatedDevice, updateTo } from "./updated-device.ts";

const EVERY = minutes(15);
const NEXT = updateTo(imageOf("1.1.0"));

let device: UpdatedDevice;

afterEach(() => device.end());

const status = () => device.broker.kept(`${ROOT}/status`);

/** A device that has fallen asleep. */
function asleep(sleep: SleepOptions = { every: EVERY }) {
  device = startUpdated({ declaration: { actuators: [], sensors: [], sleep } });
  device.pass(minutes(2));
  expect(status()).toBe("sleeping");
}

test("a wake takes an update, and sleeps once it is confirmed", () => {
  asleep();
  device.offer(NEXT);
  device.pass(minutes(10));
  expect(device.told("state")).toBe("idle");
  device.pass(minutes(3.5));
  expect([device.told("version"), device.told("state"), status()]).toEqual(["1.1.0", "on trial", "online"]);
  device.pass(minutes(1.5));
  expect([device.told("version"), device.told("state"), status()]).toEqual(["1.1.0", "idle", "sleeping"]);
  device.pass(hours(4));
  expect(device.standing()).toMatchObject({ tried: NONE_TRIED });
  expect(device.told("version")).toBe("1.1.0");
});

test("an offer that nobody serves costs each wake seconds", () => {
  asleep();
  device.offer(NEXT, () => undefined);
  let awake = 0;
  for (let second = 0; second < hours(1) / 1000; second++) {
    device.pass(seconds(1));
    if (status() === "online") awake += 1;
  }
  expect(awake).toBeGreaterThan(4 * 14);
  expect(awake).toBeLessThan(4 * 20);
  // Whoever comes back serves it.
  device.offer(NEXT);
  device.pass(minutes(20));
  expect(device.told("version")).toBe("1.1.0");
});

test("forged offers without end keep no wake awake for long", () => {
  asleep();
  let awake = 0;
  for (let second = 0; second < hours(1) / 1000; second++) {
    const forged = `8192 ${second.toString(16).padStart(32, "0")}`;
    if (second % 10 === 0) device.broker.publish(`${ROOT}/update/set`, forged, { qos: 1, retain: true });
    device.pass(seconds(1));
    if (status() === "online") awake += 1;
  }
  expect(awake).toBeLessThan(4 * 65);
});

test("wrong parts wear a sleeper's flash no more for its wakes", () => {
  asleep();
  const wrong = (update: SignedUpdate, want: string) => {
    const [head = "", ...bytes] = sliceFor(update, want)?.split("\n") ?? [];
    return want.includes(" - ") ? sliceFor(update, want) : `${head}\n${"z".repeat(bytes.join("\n").length)}`;
  };
  for (let second = 0; second < hours(12) / 1000; second++) {
    if (second === 0 || status() === "online") device.offer(NEXT, wrong);
    device.pass(seconds(1));
  }
  // As often as behind another start, and then what each of 48 wakes makes up for.
  const begun = device.broker.received.filter(
    ({ topic, payload }) => topic === `${ROOT}/update/want` && / rm-\S+ 0 /.test(payload),
  );
  expect(begun.length).toBeLessThan(8 + 48 / 2);
});

test("slices that come slowly end the wake, and the next one goes on", () => {
  asleep();
  let last = 0;
  device.offer(updateTo(imageOf("1.1.0", "runs", 30_000)), (update, want) => {
    const now = device.world.clock.now();
    if (now - last < seconds(4)) return undefined;
    last = now;
    return sliceFor(update, want);
  });
  device.pass(minutes(22));
  expect([status(), device.told("state")]).toEqual(["online", "fetching"]);
  device.pass(minutes(5));
  expect([status(), device.told("version")]).toEqual(["sleeping", "1.0.0"]);
  expect(Number(device.told("percent"))).toBeGreaterThan(50);
  device.pass(minutes(10));
  expect([status(), device.told("version")]).toEqual(["sleeping", "1.1.0"]);
});

test("an image that never reaches its broker is taken back by a sleeper", () => {
  asleep();
  device.offer(updateTo(imageOf("1.1.0", "stays away")));
  device.pass(minutes(60));
  expect(device.told("version")).toBe("1.0.0");
  expect(device.told("says")).toContain("taken back");
  device.pass(minutes(5));
  expect(status()).toBe("sleeping");
  expect(device.started.filter((version) => version === "1.1.0")).toHaveLength(3);
});

test("a wake that does not connect takes none", () => {
  asleep({ every: EVERY, report: hours(2) });
  device.offer(NEXT);
  device.pass(hours(1));
  expect(device.told("version")).toBe("1.0.0");
  device.pass(minutes(65));
  expect(device.told("version")).toBe("1.1.0");
});
