// Devices that take part in a scenario: each is the firmware as a board runs it, on simulated parts, in the
// time of the run.

import { brokerParts } from "../../../src/client/transport/broker-address.ts";
import { openStream } from "../../../src/client/transport/open-stream.ts";
import { RealStream } from "../../../src/client/transport/real-stream.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { createRealTimers } from "../../../src/platform/node/real-timers.ts";
import { steadyChip } from "../../../src/platform/node/steady-chip.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import { createNetwork, type World } from "../../../src/platform/node/world.ts";
import { SETTINGS } from "../../../src/runtime/settings.ts";
import { type Settings, settingsRecord } from "../../../src/runtime/settings-record.ts";
import { powerOneOf, simulatedFirmware } from "../devices/powered-device.ts";
import { fitParts, type HandledParts } from "../fit/fit-parts.ts";
import type { Surroundings } from "../parts/around.ts";
import { loadI2cModels } from "../parts/i2c-models.ts";
import type { Group, Place } from "./scenario.ts";

/** A device of the scenario, for whoever uses it: its parts, and its power. */
export interface DevicePlace extends Place, HandledParts {
  cutPower: () => void;
  givePower: () => void;
}

export interface DevicesOptions extends Omit<Group, "program" | "ready"> {
  /**
   * What stands in its settings: the user, where its topics begin. Its broker and its client identifier are
   * the run's.
   */
  settings?: (place: Place) => Omit<Settings, "host" | "port" | "tls" | "id">;
  /** What is around its parts, by role, as in a trial. */
  around?: Surroundings;
  /** Who uses it: presses its keys, and sees what it drives. */
  used?: (device: DevicePlace) => unknown;
}

/** It is in no network but the broker's. */
const NO_DATAGRAMS = { bind: () => undefined, resolve: () => {} };

/**
 * A group of devices with this firmware: `devices(terminal, { count: 20, used: ({ remotes }) => ... })`. Each
 * has its name as its client identifier, and is stopped in an orderly way at the end. Its numbers of time are
 * the run's; nobody tells it the time of day. What its own code throws fails the run. Throws when the
 * declaration has faults.
 */
export function devices(declaration: DeviceDeclaration, options: DevicesOptions = {}): Group {
  const { settings, around, used, ...group } = options;
  const firmware = simulatedFirmware(declaration);

  async function program(place: Place): Promise<void> {
    const timers = steadyInTurns(createRealTimers());
    const parts = fitParts(declaration, timers, around);
    const world = worldOf(place, parts, timers, settings?.(place));
    await new Promise<void>((resolve, reject) => {
      world.failed = reject;
      const device = powerOneOf(firmware, world);
      const { signal } = place;
      signal.addEventListener("abort", () => device.stop(resolve));
      const person = {
        ...place,
        ...parts,
        cutPower: () => device.cutPower(),
        givePower: () => device.givePower(),
      };
      Promise.resolve(used?.(person)).catch(reject);
    });
  }

  return { ...group, program, ready: loadI2cModels() };
}

/** The world of a device at its place: its broker is that of the place. */
function worldOf(
  { broker, name }: Place,
  { i2c, circuit }: Pick<World, "i2c" | "circuit">,
  timers: Timers,
  settings: ReturnType<NonNullable<DevicesOptions["settings"]>> | undefined,
): World {
  const network = createNetwork(timers, () => {});
  const { host = broker, port, tls, ...account } = brokerParts(broker) ?? {};
  const own = { ...account, ...settings, id: name };
  return {
    now: timers.now,
    after: timers.after,
    ...network,
    connect: (to, events) =>
      openStream(to, events, (heard) => new RealStream(to, undefined, heard, () => {})),
    storage: new Map([
      [SETTINGS, settingsRecord({ ...own, host, ...(port && { port: Number(port) }), ...(tls && { tls }) })],
    ]),
    i2c,
    circuit,
    datagrams: NO_DATAGRAMS,
    chip: steadyChip(),
    // By the seed of the run.
    random: (limit) => Math.floor(Math.random() * limit),
    chipId: name,
    log: () => {},
  };
}

/** In a turn no time passes: a computer that is slow shifts no edge of a part against the others. */
function steadyInTurns({ now, after }: Timers): Timers {
  let turnAt: number | undefined;
  return {
    now: () => turnAt ?? now(),
    after: (ms, then) =>
      after(ms, () => {
        turnAt = now();
        try {
          then();
        } finally {
          turnAt = undefined;
        }
      }),
  };
}
