// Two devices with one client identifier: each says what is going on, and neither hammers the broker.
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import { device } from "../../src/device/declare/device.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { type Settings, settingsRecord } from "../../src/runtime/settings-record.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import type { Peer, PeerEnd } from "../../tools/sim/worlds/link.ts";
import { createPacedTimers } from "../../tools/sim/worlds/paced-timers.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

const HOUR_MS = 3_600_000;
const QUESTION =
  "kicked 5 times in a minute: another client with this identifier, a message that the broker refuses, or a bad link?";
/** So much faster than the wall's does time go at a real broker. */
const SPEED = 20;

const declaration = device({ name: "twin" });
const storageOf = (settings: Settings) => new Map([[SETTINGS, settingsRecord({ id: "twin", ...settings })]]);

/** Two of them on one clock, at a broker that lets in one client at a time. */
function twins(seed: number) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  let current: PeerEnd | undefined;
  const peer: Peer = (end, endpoint) => {
    const inner = broker.peer(end, endpoint);
    return {
      received(bytes) {
        if (current !== end) current?.close();
        current = end;
        inner.received(bytes);
      },
      closed(orderly) {
        if (current === end) current = undefined;
        inner.closed(orderly);
      },
    };
  };
  const lines: string[][] = [[], []];
  const devices = lines.map((own, i) => {
    const storage = storageOf({ host: "broker", root: `home/twin-${i}` });
    const world = createVirtualWorld({ seed: seed + i, clock, peer, storage, log: (line) => own.push(line) });
    return startNodeDevice(world, declaration, {});
  });
  const problems = (i: number) =>
    broker.received.filter(({ topic }) => topic === `home/twin-${i}/problem`).map(({ payload }) => payload);
  return { clock, broker, lines, devices, problems };
}

test.each([1, 2, 3])("two devices with one identity report it within ten minutes (seed %i)", (seed) => {
  const { clock, lines, problems } = twins(seed);
  clock.advance(HOUR_MS / 6);
  for (const i of [0, 1]) {
    expect(lines[i]).toContain(`not connected: ${QUESTION}`);
    expect(problems(i)).toContain(QUESTION);
  }
});

test.each([1, 2, 3])("two devices with one identity connect four times a minute (seed %i)", (seed) => {
  const { clock, broker } = twins(seed);
  clock.advance(HOUR_MS / 6);
  const before = broker.connects.length;
  clock.advance(5 * HOUR_MS);
  expect(broker.connects.length - before).toBeLessThan(4 * 60 * 5);
});

test("the problem ends two minutes after the other device left", () => {
  const { clock, devices, problems } = twins(1);
  clock.advance(HOUR_MS / 6);
  devices[1].kill();
  clock.advance(5 * 60_000);
  expect(problems(0).at(-1)).toBe("none");
});

test("two devices with one identity report it at a real broker", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const watcher = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  onTestFinished(() => watcher.endAsync(true));
  const asked = new Promise<void>((resolve) =>
    watcher.on("message", (_, payload) => payload.toString() === QUESTION && resolve()),
  );
  await watcher.subscribeAsync("home/+/problem");
  for (const seed of [1, 2]) {
    const timers = createPacedTimers(SPEED);
    const storage = storageOf({ host: "127.0.0.1", port: broker.port });
    const world = createRealWorld({ timers, seed, storage, log: () => {} });
    const running = startNodeDevice(world, declaration, {});
    onTestFinished(async () => {
      running.kill();
      await world.end();
      timers.end();
    });
  }
  await asked;
}, 60_000);
