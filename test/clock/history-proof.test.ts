// The promise of a history: each reading that its policy kept arrives once, in order,
// with its time within a second.
import { expect, test } from "vitest";
import { hours } from "../../src/index.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import type { Limits } from "../../tools/sim/broker/limits.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { EVERYTHING } from "../everything.ts";
import {
  minutesFrom as every,
  expectMinutesOnce,
  HISTORY_TOPIC,
  type MinutesScene,
  startMinutes,
} from "./minutes-device.ts";

const [MINUTE, HOUR] = [60_000, 3_600_000] as const;

/** Such a device at the broker's model. */
function atBroker({ limits = {}, ...scene }: MinutesScene & { limits?: Partial<Limits> }) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock, limits });
  const run = startMinutes(scene, clock, broker.peer);
  return {
    ...run,
    broker,
    pass: clock.advance,
    /** Each message that came for the first time. */
    firsts: () => broker.firsts(HISTORY_TOPIC),
  };
}

test.each([
  [3, 0],
  [5, 0],
  [3, 1],
  [5, 1],
] as const)("each reading arrives once over cut links, in MQTT %d", (mqtt, direction) => {
  const step = EVERYTHING ? 1 : 29;
  const cutAt = (afterBytes: number) => {
    const run = atBroker({
      history: { keep: hours(2) },
      mqtt,
      plan: (connection) =>
        connection === 0 || connection > 3
          ? {}
          : { break: { direction: direction === 0 ? "toPeer" : "toDevice", afterBytes, how: "cut" } },
    });
    run.pass(3 * MINUTE);
    run.broker.stop();
    run.pass(50 * MINUTE);
    run.broker.restart();
    run.pass(30 * MINUTE);
    const kept = expectMinutesOnce(run.firsts());
    expect(kept).toEqual(every(0, kept.length - 1));
    expect(kept.length).toBeGreaterThan(53);
    expect(run.broker.breaches ?? []).toEqual([]);
  };
  const most = direction === 0 ? 1400 : 80;
  for (let bytes = 1; bytes < most; bytes += direction === 0 ? step : Math.min(step, 7)) cutAt(bytes);
});

test.each(["oldest", "thin", "reject"] as const)(
  "after a day without the broker, readings kept by %s arrive once",
  (overflow) => {
    const run = atBroker({ history: { keep: hours(6), overflow } });
    run.pass(10 * MINUTE);
    run.broker.stop();
    run.pass(24 * HOUR);
    run.broker.restart();
    run.pass(40 * MINUTE);
    const kept = expectMinutesOnce(run.firsts());
    const outage = kept.filter((minute) => minute > 10 && minute < 24 * 60);
    expect(kept.at(-1)).toBeGreaterThan(24 * 60);
    if (overflow === "oldest") {
      expect(outage.length).toBeGreaterThanOrEqual(6 * 60 - 10);
      expect(outage).toEqual(every(outage[0] ?? 0, outage.at(-1) ?? 0));
    } else if (overflow === "reject") {
      expect(outage).toEqual(every(outage[0] ?? 0, outage.at(-1) ?? 0));
      expect(outage.length).toBeGreaterThanOrEqual(6 * 60);
    } else {
      const gaps = outage.slice(1).map((minute, i) => minute - (outage[i] ?? 0));
      expect(new Set(gaps).size).toBeLessThanOrEqual(2);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(8);
      expect(outage[0]).toBeLessThan(16);
    }
  },
);

test("readings from before the known time come first, with their times", () => {
  const run = atBroker({ history: { keep: hours(6) } });
  run.datagrams.fault = "lost";
  run.pass(3 * HOUR);
  expect(run.firsts()).toEqual([]);
  run.datagrams.fault = "none";
  run.pass(2 * HOUR);
  const kept = expectMinutesOnce(run.firsts());
  expect(kept).toEqual(every(0, kept.length - 1));
  expect(kept.length).toBeGreaterThan(280);
});

test.each([
  [3, 150],
  [5, 150],
  [5, 90],
] as const)("in MQTT %d a limit of %d bytes makes history messages shorter", (mqtt, packetBytes) => {
  const run = atBroker({ history: { keep: hours(6) }, mqtt, limits: { packetBytes } });
  run.pass(10 * MINUTE);
  run.broker.stop();
  run.pass(2 * HOUR);
  run.broker.restart();
  run.pass(2 * HOUR);
  const kept = expectMinutesOnce(run.firsts());
  expect(kept.length).toBeGreaterThan(200);
  expect(kept).toEqual(every(0, kept.length - 1));
});

test("the newest state comes before the history in a small ring", () => {
  const run = atBroker({ history: { keep: hours(6) }, ring: { slots: 8, bytes: 256 } });
  run.pass(10 * MINUTE);
  run.broker.stop();
  run.pass(2 * HOUR);
  const before = run.broker.received.length;
  run.broker.restart();
  run.pass(10 * MINUTE);
  const came = run.broker.received.slice(before);
  const states = came.filter(({ topic }) => topic.endsWith("/minute"));
  expect(Number(states[0]?.payload)).toBeGreaterThanOrEqual(129);
  expect(came.findIndex(({ topic }) => topic.endsWith("/minute"))).toBeLessThan(
    came.findIndex(({ topic }) => topic === HISTORY_TOPIC),
  );
  const kept = expectMinutesOnce(run.firsts());
  expect(kept).toEqual(every(0, kept.length - 1));
});

test("memory stays constant however long an outage is", () => {
  const run = atBroker({ history: { keep: hours(1), overflow: "thin" } });
  run.broker.stop();
  const seen: number[] = [];
  for (let hour = 0; hour < 72; hour += 1) {
    run.pass(HOUR);
    seen.push(run.heldBytes());
  }
  expect(Math.max(...seen)).toBeLessThanOrEqual(6 * 74);
  expect(Math.min(...seen)).toBeGreaterThan(0);
});
