// Lives of a device with a durable sensor, one behind the other: its power goes at steps of its flash, its
// link breaks, and a broker notes what comes.

import type { SensorOptions } from "../../src/device/declare/sensor.ts";
import { type DeviceDeclaration, device, seconds, sensor } from "../../src/index.ts";
import type { ClientLimits } from "../../src/mqtt/client.ts";
import { NodeJournal } from "../../src/platform/node/buses/journal.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { createRandom, type Random } from "../../src/platform/node/random.ts";
import type { SimulatedDevice } from "../../src/platform/node/world.ts";
import { newPart, type Part, type Quantity, setReading } from "../../src/reading/part.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { PowerLost, SimulatedFlash, type Tearing } from "../../tools/sim/worlds/flash.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

export const ID = "meter-1";
const RECORD = settingsRecord({ ssid: "net", password: "long enough", host: "broker", id: ID });
/** A small board's. */
const LIMITS: ClientLimits = { slots: 8, bytes: 512, packetBytes: 512, linkBytes: 512 };

export interface LifeOptions {
  qos: 1 | 2;
  durable?: SensorOptions["durable"];
  mqtt?: 3 | 5;
  seed?: number;
  tearing?: Tearing;
  hasFlash?: boolean;
}

/** What was measured, and is counted upwards in all lives. */
interface Counted {
  /** Of these each was accepted: the turn in which it was measured went to its end. */
  accepted: number[];
  /** And of these none is known to be: the power went in that turn. */
  doubtful: number[];
}

export interface Lives {
  counted: Counted;
  flash: SimulatedFlash;
  broker: ReturnType<typeof createBroker>;
  world: ReturnType<typeof createVirtualWorld>;
  random: Random;
  /** What it says on its console. */
  lines: string[];
  /** Starts that were cut as well count. */
  lives: () => number;
  /** Time passes; a device without power is given it again behind half a second. */
  pass: (ms: number) => void;
  /** The power goes now. */
  cutPower: () => void;
  /** What the broker has passed on of the sensor, in order. */
  came: () => number[];
  /** No faults any more, until all has come. */
  settle: () => void;
  /** From now on nothing is measured. */
  rest: () => void;
}

export function beginLives({
  qos,
  durable = true,
  mqtt = 3,
  seed = 1,
  tearing,
  hasFlash = true,
}: LifeOptions): Lives {
  const random = createRandom(seed);
  const clock = createVirtualClock();
  const lines: string[] = [];
  const broker = createBroker({ timers: clock, payloadsDiffer: true });
  const flash = new SimulatedFlash({
    areaBytes: 32_768,
    pageBytes: 4096,
    random,
    ...(tearing && { tearing }),
  });
  const world = createVirtualWorld({
    seed,
    clock,
    peer: broker.peer,
    storage: new Map([[SETTINGS, RECORD]]),
    ...(hasFlash && { journal: new NodeJournal(flash.port) }),
    log: (line) => lines.push(line),
  });
  const counted: Counted = { accepted: [], doubtful: [] };
  let isResting = false;
  let count = 0;
  let pending: number | undefined;
  const accept = () => {
    if (pending !== undefined) counted.accepted.push(pending);
    pending = undefined;
  };
  const declaration = meter(
    { qos, durable, mqtt },
    () => {
      accept();
      return isResting ? undefined : 5;
    },
    () => {
      count += 1;
      pending = count;
      return count;
    },
  );
  let life: SimulatedDevice | undefined;
  let lives = 0;
  const lose = () => {
    life?.kill();
    life = undefined;
    if (pending !== undefined) counted.doubtful.push(pending);
    pending = undefined;
    flash.losePower(undefined);
    world.after(500, start);
  };
  const start = (): void => {
    lives += 1;
    try {
      life = startNodeDevice(world, declaration, {}, LIMITS);
    } catch (error) {
      if (!(error instanceof PowerLost)) throw error;
      lose();
    }
  };
  world.failed = (error) => {
    if (!(error instanceof PowerLost)) throw error;
    // The device is killed already; the link ends with it.
    life = undefined;
    lose();
  };
  start();
  return {
    counted,
    flash,
    broker,
    world,
    random,
    lines,
    lives: () => lives,
    pass: clock.advance,
    cutPower() {
      accept();
      lose();
    },
    came: () =>
      broker.received
        .filter(({ topic }) => topic === `home/${ID}/count`)
        .map(({ payload }) => Number(payload))
        .filter((value) => !Number.isNaN(value)),
    settle() {
      flash.losePower(undefined);
      clock.advance(400_000);
      accept();
    },
    rest() {
      isResting = true;
    },
  };
}

function meter(
  { qos, durable, mqtt }: Required<Omit<LifeOptions, "seed" | "tearing" | "hasFlash">>,
  ask: () => number | undefined,
  measure: () => number,
): DeviceDeclaration {
  const part: Part & { count?: Quantity } = newPart(
    "meter",
    "none",
    () => {},
    () => ask() ?? -1,
    () => {
      setReading(count, measure());
      return "";
    },
  );
  const count: Quantity = { part, decimals: 0, value: undefined };
  return device({
    name: "meter",
    mqtt,
    sensors: [sensor("count", count, { every: seconds(5), qos, durable })],
  });
}

/**
 * What is wrong with what came, in words; "": nothing. Each accepted one came; at QoS 2 none came twice; the
 * first ones came in order.
 */
export function faultsOf({ counted, came, broker }: Lives, qos: 1 | 2): string {
  const all = came();
  const first = all.filter((value, i) => all.indexOf(value) === i);
  const lost = counted.accepted.filter((value) => !first.includes(value));
  const twice = qos === 1 ? [] : all.filter((value, i) => all.indexOf(value) !== i);
  const isOrdered = first.every((value, i) => i === 0 || value > (first[i - 1] ?? 0));
  const strange = first.filter(
    (value) => !counted.accepted.includes(value) && !counted.doubtful.includes(value),
  );
  const faults = [
    lost.length > 0 && `lost ${lost}`,
    twice.length > 0 && `twice ${twice}`,
    !isOrdered && `out of order: ${first}`,
    strange.length > 0 && `never measured ${strange}`,
    broker.breaches.length > 0 && `against the protocol: ${broker.breaches}`,
  ];
  return faults.filter((fault) => fault !== false).join("; ");
}
