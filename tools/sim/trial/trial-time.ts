// The time of day in a trial: what its servers say, and what a test sets it to.
import { DAY_MS, type Moment } from "../../../src/clock/moment.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { FIRST_DAY } from "../../../src/features.ts";
import type { World } from "../../../src/platform/node/world.ts";
import { clockServers } from "../worlds/clock-servers.ts";
import type { SimulatedDatagrams } from "../worlds/datagrams.ts";

/** A Monday, when no test says otherwise. */
const USUAL_START = Date.UTC(2026, 5, 1, 12);
const TEXT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z?$/;

/** What the device knows its broker as. */
export const BROKER_HOST = "broker";

export interface TrialTime {
  /** `undefined`: the device has no clock. */
  datagrams: SimulatedDatagrams | undefined;
  /** What its servers say now, in seconds since 1970. */
  seconds: () => number;
  /** Whether its network is there: without it no server answers. */
  setNetwork: (isUp: boolean) => void;
  /** Throws for what is no time. Returns the moment. */
  set: (text: string) => Moment;
}

/** The device's own servers are there, and say what the test does. */
export function trialTime({ clock }: DeviceDeclaration, timers: Pick<World, "after" | "now">): TrialTime {
  let start = USUAL_START;
  const milliseconds = () => Math.round(start + timers.now());
  const datagrams = clock === undefined ? undefined : clockServers(clock, BROKER_HOST, timers, milliseconds);
  return {
    datagrams,
    seconds: () => Math.floor(milliseconds() / 1000),
    setNetwork(isUp) {
      if (datagrams !== undefined) datagrams.fault = isUp ? "none" : "lost";
    },
    set(text) {
      if (datagrams === undefined)
        throw new Error(
          "setTime sets the clock of a device, and this one has none; write clock: {} in device({ ... }).",
        );
      const at = TEXT.test(text) ? Date.parse(text.endsWith("Z") ? text : `${text}Z`) : Number.NaN;
      if (Number.isNaN(at) || at < FIRST_DAY * DAY_MS)
        throw new Error(
          `setTime was given ${JSON.stringify(text)}; it is a time in UTC from 2026 on, as "2026-03-29T00:59:00".`,
        );
      start = at - timers.now();
      return { day: Math.floor(at / DAY_MS), ms: at % DAY_MS };
    },
  };
}
