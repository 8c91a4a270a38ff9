// A device with a clock in virtual time, and the servers that it asks.

import { momentAt } from "../../src/clock/clock.ts";
import { DAY_MS } from "../../src/clock/moment.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import { device } from "../../src/device/declare/device.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import type { NodeDevice } from "../../src/platform/node/node-device.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { type DatagramOptions, SimulatedDatagrams } from "../../tools/sim/worlds/datagrams.ts";
import { answerAt } from "../../tools/sim/worlds/time-server.ts";
import { partsInWorld } from "../device/parts-in-world.ts";

/** 2026-11-29T16:14:05Z. */
export const EPOCH = Date.UTC(2026, 10, 29, 16, 14, 5);
const WRAP_MS = 2 ** 31;

/** What a server says to a question at a time; `undefined`: nothing. */
type Server = (question: string, now: number) => string | undefined;

export interface ClockScene {
  /** By name; the addresses are 192.0.2.1 and on. By default three that are right. */
  servers?: Readonly<Record<string, Server>>;
  /** Parts of a million by which the device's monotonic clock is too slow. */
  drift?: number;
  /** The world's time when the device starts. */
  epoch?: number;
  /** Milliseconds that have passed before the device starts: where its monotonic clock begins. */
  passed?: number;
  declaration?: Partial<DeviceDeclaration>;
  datagrams?: DatagramOptions;
  /** What its settings name beside the broker. */
  settings?: Readonly<Record<string, string>>;
}

export const right: Server = (question, now) => answerAt(now, question);
/** One whose clock is wrong by so many milliseconds. */
export const wrongBy =
  (ms: number): Server =>
  (question, now) =>
    answerAt(now + ms, question);
export const silent: Server = () => undefined;

export function startClock(scene: ClockScene = {}) {
  const { servers = { "a.test": right, "b.test": right, "c.test": right } } = scene;
  const { drift = 0, epoch = EPOCH, passed = 0 } = scene;
  const names = Object.keys(servers);
  const declaration = device({ name: "clock", clock: { servers: names }, ...scene.declaration });
  const run = partsInWorld(declaration);
  run.pass(passed);
  const since = run.world.now();
  /** The true time, in milliseconds since 1970. */
  const trueTime = () => epoch + Math.round((run.world.now() - since) * (1 + drift / 1_000_000));
  const asked: { name: string; at: number }[] = [];
  const address = (i: number) => `192.0.2.${i + 1}`;
  const datagrams = new SimulatedDatagrams(run.world, {
    names: Object.fromEntries(names.map((name, i) => [name, address(i)])),
    peers: Object.fromEntries(
      names.map((name, i) => [
        `${address(i)}:123`,
        (question: string) => {
          asked.push({ name, at: run.world.now() - since });
          // It is under way for as long as its answer.
          return servers[name]?.(question, trueTime() + 10);
        },
      ]),
    ),
    ...scene.datagrams,
  });
  if (scene.settings !== undefined) {
    const common = { ssid: "net", password: "long enough", host: "broker", id: "room-1" };
    run.world.storage.set(SETTINGS, settingsRecord({ ...common, ...scene.settings }));
  }
  const started = startNodeDevice({ ...run.world, datagrams }, declaration, {}) as NodeDevice;
  const time = () => {
    const running = started.runtime?.time;
    if (running === undefined) throw new Error("The device has no clock.");
    return running;
  };
  return {
    ...run,
    datagrams,
    device: started,
    asked,
    trueTime,
    time,
    /** By how many milliseconds the device's clock is wrong; `undefined` while it knows no time. */
    error() {
      const moment = momentAt(time().clock, run.world.now() % WRAP_MS);
      return moment && moment.day * DAY_MS + moment.ms - trueTime();
    },
  };
}
