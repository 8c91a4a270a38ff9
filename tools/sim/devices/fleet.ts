// A fleet: many devices of one firmware in this process, each with its own chip, parts, network and chance, at one broker.

import type { TlsIdentity } from "../../../src/client/transport/tls-identity.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { chipIdOf } from "../../../src/platform/node/chip-id.ts";
import { createRandom, type Random } from "../../../src/platform/node/random.ts";
import type { EndingTimers } from "../../../src/platform/node/real-timers.ts";
import { createRealWorld, type RealWorld } from "../../../src/platform/node/real-world.ts";
import type { NodeFirmware } from "../../../src/platform/node/run-device.ts";
import { SETTINGS } from "../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../src/runtime/settings-record.ts";
import { fitParts } from "../fit/fit-parts.ts";
import type { BrokerAccess } from "../home/household.ts";
import { swingingSurroundings } from "../home/swinging-surroundings.ts";
import { noteKept, readPublishes } from "./kept-topics.ts";
import { powerOneOf, simulatedFirmware } from "./powered-device.ts";
import { watchWrites } from "./watched-writes.ts";

export interface FleetOptions {
  declaration: DeviceDeclaration;
  broker: BrokerAccess;
  tls: TlsIdentity;
  timers: EndingTimers;
  count: number;
  /** Whole number of 32 bits: the devices' numbers, their draws, what they measure and their faults come from it. */
  seed: number;
  /** Devices that are switched on in a second. */
  rate: number;
  /** Each device loses its network once in so many milliseconds on average. 0: never. */
  faultEvery: number;
}

/** What has happened since the start. */
export interface FleetCounts {
  started: number;
  /** Connected now. */
  connected: number;
  /** Connections that were made, and that were lost or were not made. */
  connects: number;
  failures: number;
  /** Networks that a device lost. */
  faults: number;
  messages: number;
  bytes: number;
  /** How often each reason was given for a failure. */
  reasons: Map<string, number>;
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
const NOT_CONNECTED = "not connected: ";

/** Starts switching the devices on. Throws when the declaration has faults. */
export function startFleet(options: FleetOptions): Fleet {
  const { timers, count, rate } = options;
  const firmware = simulatedFirmware(options.declaration);
  const counts: FleetCounts = {
    started: 0,
    connected: 0,
    connects: 0,
    failures: 0,
    faults: 0,
    messages: 0,
    bytes: 0,
    reasons: new Map(),
  };
  const kept = new Set<string>();
  const running: FleetDevice[] = [];
  const startedAt = timers.now();
  let ending = false;

  function startMore(): void {
    if (ending) return;
    const due = Math.min(count, 1 + Math.floor(((timers.now() - startedAt) * rate) / 1000));
    while (running.length < due) running.push(startDevice(options, firmware, running.length, counts, kept));
    counts.started = running.length;
    if (due < count) timers.after(BEAT_MS, startMore);
  }
  startMore();

  return {
    counts,
    kept,
    async stop() {
      ending = true;
      await Promise.all(running.map((one) => one.stop()));
      await Promise.all(running.map((one) => one.world.end()));
    },
  };
}

interface FleetDevice {
  world: RealWorld;
  stop: () => Promise<void>;
}

function startDevice(
  options: FleetOptions,
  firmware: NodeFirmware,
  place: number,
  counts: FleetCounts,
  kept: Set<string>,
): FleetDevice {
  const { declaration, broker, tls, timers, faultEvery } = options;
  const seed = seedOf(options.seed, place);
  const draws = createRandom(seed);
  const { circuit, i2c } = fitParts(declaration, timers, swingingSurroundings(declaration, timers, draws));
  const world = createRealWorld({
    timers,
    seed,
    chipId: chipIdOf(seed),
    tls,
    storage: new Map([[SETTINGS, settingsRecord(broker)]]),
    circuit,
    i2c,
    log: countConnections(counts),
  });
  countBytes(world, counts);
  readPublishes(world, (publish) => {
    counts.messages += 1;
    noteKept(kept, publish);
  });
  const device = powerOneOf(firmware, world);
  if (faultEvery > 0) loseNetwork(world, draws, faultEvery, counts);
  return { world, stop: () => new Promise((resolve) => device.stop(resolve)) };
}

/** Of its own for each place: no two devices of a fleet draw alike. */
export function seedOf(seed: number, place: number): number {
  return (seed ^ Math.imul(place + 1, 0x9e3779b1)) >>> 0;
}

/** A device's console says when its connection comes and goes (src/runtime/client-host.ts). */
function countConnections(counts: FleetCounts): (line: string) => void {
  let connected = false;
  const be = (now: boolean) => {
    if (now !== connected) counts.connected += now ? 1 : -1;
    connected = now;
  };
  return (line) => {
    if (line === "connected") {
      counts.connects += 1;
      be(true);
    } else if (line.startsWith(NOT_CONNECTED)) {
      const reason = line.slice(NOT_CONNECTED.length);
      counts.failures += 1;
      counts.reasons.set(reason, (counts.reasons.get(reason) ?? 0) + 1);
      be(false);
    } else if (line === "stopped") be(false);
  };
}

function countBytes(world: RealWorld, counts: FleetCounts): void {
  const count = (bytes: string) => {
    counts.bytes += bytes.length;
  };
  watchWrites(world, () => count);
}

/** Lets the network go and come, from now on. */
function loseNetwork(world: RealWorld, draws: Random, every: number, counts: FleetCounts): void {
  world.after(draws.between(every >> 1, every + (every >> 1)), () => {
    counts.faults += 1;
    world.setNetwork(false);
    world.after(draws.between(GONE_MS.least, GONE_MS.most), () => {
      world.setNetwork(true);
      loseNetwork(world, draws, every, counts);
    });
  });
}
