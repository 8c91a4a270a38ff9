// A fleet: many devices of one firmware in this process, each with its own chip, parts, network and chance,
// at one broker.

import { secureContextOf, type TlsIdentity } from "../../../src/client/transport/tls-identity.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { createRandom, type Random } from "../../../src/platform/node/random.ts";
import type { EndingTimers } from "../../../src/platform/node/real-timers.ts";
import { SETTINGS } from "../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../src/runtime/settings-record.ts";
import { fitParts } from "../fit/fit-parts.ts";
import type { BrokerAccess } from "../home/household.ts";
import { swingingSurroundings } from "../home/swinging-surroundings.ts";
import { clockServers } from "../worlds/clock-servers.ts";
import { createFleetCounts, type FleetCounts } from "./fleet-counts.ts";
import { type FleetSurroundings, FleetWorld } from "./fleet-world.ts";
import { type PoweredDevice, powerOneOf, simulatedFirmware } from "./powered-device.ts";
import { type FleetUpdates, type Starter, startUpdated } from "./updated-fleet.ts";

export interface FleetOptions {
  declaration: DeviceDeclaration;
  broker: BrokerAccess;
  tls: TlsIdentity;
  timers: EndingTimers;
  count: number;
  /** Addresses of this computer that the devices connect from in turn. None: it chooses. */
  localAddresses?: readonly string[];
  /**
   * Who each device is, in the order of their places. None: each has a number of its own, and all one
   * account.
   */
  identities?: readonly DeviceIdentity[];
  /**
   * The place of the first device: 0 without it. What a device is comes from its place and the seed, whoever
   * runs it.
   */
  first?: number;
  /**
   * Whole number of 32 bits: the devices' numbers, their draws, what they measure and their faults come from
   * it.
   */
  seed: number;
  /** Devices that are switched on in a second. */
  rate: number;
  /** Each device loses its network once in so many milliseconds on average. 0: never. */
  faultEvery: number;
  /** Where they take updates. */
  updates?: FleetUpdates | undefined;
}

/** Who a device is at the broker; what is left out is as for all. */
export interface DeviceIdentity {
  id?: string;
  user?: string;
  secret?: string;
  /** PEM texts, which belong together. */
  cert?: string;
  key?: string;
}

export interface Fleet {
  counts: FleetCounts;
  /** Topics at which the broker keeps what a device told it to. */
  kept: ReadonlySet<string>;
  /** Ends all in an orderly way: each says that it is offline. */
  stop: () => Promise<void>;
}

/** How long a network is gone, in milliseconds. */
const GONE_MS = { least: 5_000, most: 60_000 };
/** Devices are switched on in groups, as often as this. */
const BEAT_MS = 100;

/** Starts switching the devices on. Throws when the declaration has faults. */
export function startFleet(options: FleetOptions): Fleet {
  const { timers, count, first = 0, rate } = options;
  const counts = createFleetCounts();
  const kept = new Set<string>();
  const start = makerOf(options, counts, kept);
  const running: FleetDevice[] = [];
  const startedAt = timers.now();
  let ending = false;

  function startMore(): void {
    if (ending) return;
    const due = Math.min(count, 1 + Math.floor(((timers.now() - startedAt) * rate) / 1000));
    while (running.length < due) running.push(start(first + running.length));
    counts.started = running.length;
    if (due < count) timers.after(BEAT_MS, startMore);
  }
  startMore();

  return {
    counts,
    kept,
    async stop() {
      ending = true;
      await Promise.all(running.map(({ device }) => new Promise<void>((resolve) => device.stop(resolve))));
      timers.end();
      await Promise.all(running.map(({ world }) => world.end()));
    },
  };
}

/** Makes the device at this place, of the fleet's many, in a world of its own. */
type Maker = (place: number) => FleetDevice;

interface FleetDevice {
  world: FleetWorld;
  device: PoweredDevice;
}

function makerOf(options: FleetOptions, counts: FleetCounts, kept: Set<string>): Maker {
  const { declaration, broker, tls, timers, faultEvery } = options;
  const { clock } = declaration;
  const start = starterOf(options);
  const { localAddresses = [undefined], identities, first = 0 } = options;
  const settings = settingsRecord(broker);
  const context = secureContextOf(tls);
  const fleets = localAddresses.map((localAddress) => ({ timers, context, localAddress, counts, kept }));
  return (place) => {
    const identity = identities?.[place - first];
    const shared = fleets[(place - first) % fleets.length] as FleetSurroundings;
    const fleet = identity?.cert === undefined ? shared : { ...shared, context: ownContext(tls, identity) };
    const seed = seedOf(options.seed, place);
    const draws = createRandom(seed);
    const parts = fitParts(declaration, timers, swingingSurroundings(declaration, timers, draws));
    // A fleet does not ask the time servers of volunteers: each device has this computer's time.
    const time = clock && { datagrams: clockServers(clock, broker.host, timers, Date.now) };
    const world = new FleetWorld(fleet, seed, new Map([[SETTINGS, settingsOf(identity)]]), {
      ...parts,
      ...time,
    });
    const device = start(world);
    if (faultEvery > 0) loseNetwork(world, draws, faultEvery, counts);
    return { world, device };
  };

  function settingsOf(identity: DeviceIdentity | undefined): string {
    if (identity === undefined) return settings;
    const { id, user, secret } = identity;
    // A user of its own does not come with the password of all.
    const account = user === undefined ? {} : { user, secret };
    return settingsRecord({ ...broker, ...account, ...(id !== undefined && { id }) });
  }
}

function starterOf({ declaration, updates }: FleetOptions): Starter {
  if (updates !== undefined) return startUpdated(updates);
  const firmware = simulatedFirmware(declaration);
  return (world) => powerOneOf(firmware, world);
}

function ownContext({ ca }: TlsIdentity, { cert, key }: DeviceIdentity) {
  return secureContextOf({
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  });
}

/** Of its own for each place: no two devices of a fleet draw alike. */
export function seedOf(seed: number, place: number): number {
  return (seed ^ Math.imul(place + 1, 0x9e3779b1)) >>> 0;
}

/** Lets the network go and come, from now on. */
function loseNetwork(world: FleetWorld, draws: Random, every: number, counts: FleetCounts): void {
  world.after(draws.between(every >> 1, every + (every >> 1)), () => {
    counts.faults += 1;
    world.setNetwork(false);
    world.after(draws.between(GONE_MS.least, GONE_MS.most), () => {
      world.setNetwork(true);
      loseNetwork(world, draws, every, counts);
    });
  });
}
