// Devices on every engine, each behind a hostile proxy, at one real Mosquitto that restarts: every number has
// to arrive.

import { createRealWorld } from "../../../../src/platform/node/real-world.ts";
import { createPacedTimers } from "../../../sim/worlds/paced-timers.ts";
import { type Mosquitto, startMosquitto } from "../../brokers/mosquitto.ts";
import { type SubscriberMessage, startSubscriber } from "../../brokers/subscriber.ts";
import { faultSchedule, type Weather } from "../../worlds/fault-schedule.ts";
import { createPacedChip, type PacedChip } from "../devices/paced-chip.ts";
import { type HostedEngine, storageWith } from "../devices/running-device.ts";
import { type HostileProxy, startHostileProxy } from "./proxy.ts";
import { type Written, writtenNumbers } from "./written.ts";

/**
 * Devices live so much faster than the wall's clock: keep-alive times and pauses are as on a board, and do
 * not take as long.
 */
const SPEED = 20;
const PATIENCE_MS = 60_000;
const LOOK_MS = 20;
const SETTLED_MS = 1000;
/** The broker is away between two parts of the time. */
const PARTS = 3;
const SEEDS_APART = 101;

const WEATHER: Weather = {
  refused: 10,
  silent: 25,
  cut: 2,
  halfOpen: 4,
  bytesBeforeBreak: 800,
  inPieces: 3,
  longestDelayMs: 12,
};

export interface HostileOptions {
  engines: readonly HostedEngine[];
  seed: number;
  /** Real time in which the network is hostile; the broker goes and comes back twice in it. */
  hostileMs: number;
  /**
   * Is it killed (`kill -9`)? Then it has forgotten whatever it had not written down. Default: it ends
   * orderly.
   */
  isKilled?: boolean;
}

/** What became of one device's numbers. */
export interface HostileDevice extends Written {
  engine: string;
  given: number;
  /** At a subscriber behind the broker: each number once, in the order in which they first came. */
  came: number[];
  /** How many came again, the broker's own doings aside. */
  repeats: number;
  connections: number;
  /** Numbers that did not come, and of these the ones that the broker had not even acknowledged. */
  missing: number[];
  unacknowledged: number[];
}

/**
 * Lets the devices live behind their proxies, and waits until what was promised has come, or for too long.
 */
export async function liveHostilely(options: HostileOptions): Promise<HostileDevice[]> {
  const { engines, seed, hostileMs, isKilled = false } = options;
  /** What ends all that was started, last things first. */
  const ends: (() => Promise<unknown>)[] = [];
  const atEnd = (end: () => Promise<unknown>) => ends.unshift(end);
  try {
    const broker = await startMosquitto();
    atEnd(broker.end);
    // At QoS 2: at QoS 1 the broker itself would pass many on twice when it restarts.
    const subscriber = await startSubscriber(broker.port, "subscriber", {}, 2);
    atEnd(subscriber.end);
    const devices: Behind[] = [];
    for (const [index, engine] of engines.entries()) {
      const id = `counter-${index + 1}`;
      // A device tells its last number once more to a broker that has forgotten it: that takes a slot.
      const room = isKilled ? engine.slots - (engine.slots >> 2) : engine.slots;
      const place = { id, seed: seed + index * SEEDS_APART, brokerPort: broker.port, room };
      devices.push(await putBehind(engine, place, atEnd));
    }
    subscriber.received.each((message) => count(message, devices));

    await passedWithRestarts(hostileMs, broker, isKilled);
    for (const { proxy, chip } of devices) {
      chip.end();
      proxy.calm();
    }
    const deadline = Date.now() + PATIENCE_MS;
    while (devices.some((device) => owed(resultOf(device), isKilled).length > 0) && Date.now() < deadline)
      await passed(LOOK_MS);
    // What comes again may come behind all that had to come.
    await passed(SETTLED_MS);
    return devices.map(resultOf);
  } finally {
    for (const end of ends) await end();
  }
}

/** Lets the time pass; between two parts of it the broker goes and comes back. */
async function passedWithRestarts(ms: number, broker: Mosquitto, isKilled: boolean): Promise<void> {
  for (let part = 1; part <= PARTS; part += 1) {
    await passed(ms / PARTS);
    if (part === PARTS) return;
    await (isKilled ? broker.crash() : broker.stop());
    await broker.start();
  }
}

interface Place {
  id: string;
  seed: number;
  brokerPort: number;
  /** Numbers that its ring has room for. */
  room: number;
}

/** Starts a device in real time, a fast one, behind a proxy of its own. */
async function putBehind(
  engine: HostedEngine,
  { id, seed, brokerPort, room }: Place,
  atEnd: (end: () => Promise<unknown>) => void,
): Promise<Behind> {
  const proxy = await startHostileProxy({ brokerPort, seed, plan: faultSchedule(seed, WEATHER) });
  atEnd(proxy.end);
  const chip = createPacedChip(room);
  const storage = storageWith({ host: "127.0.0.1", port: proxy.port, id });
  const world = createRealWorld({ timers: createPacedTimers(SPEED), seed, i2c: chip.i2c, storage });
  atEnd(world.end);
  const device = engine.run(world);
  atEnd(async () => device.kill());
  return { engine, id, proxy, chip };
}

/**
 * A message has come to the subscriber. What the broker had kept from before comes ahead of its turn, and is
 * not counted.
 */
function count({ topic, payload, retained }: SubscriberMessage, devices: readonly Behind[]): void {
  const [, id, name] = topic.split("/");
  const chip = devices.find((device) => device.id === id)?.chip;
  if (name === "status") chip?.begin();
  if (name === "number" && !retained) chip?.came(Number(payload));
}

/**
 * Numbers that are promised to come, and have not. A broker that was killed may forget what it acknowledged.
 */
export function owed({ missing, unacknowledged }: HostileDevice, isKilled: boolean): readonly number[] {
  return isKilled ? unacknowledged : missing;
}

interface Behind {
  engine: HostedEngine;
  id: string;
  proxy: HostileProxy;
  chip: PacedChip;
}

function resultOf({ engine, id, proxy, chip }: Behind): HostileDevice {
  const came = chip.firsts();
  const numbers = writtenNumbers(proxy.seen, `home/${id}/number`, chip.again());
  const missing = Array.from({ length: chip.given() }, (_, index) => index + 1).filter(
    (number) => !came.includes(number),
  );
  return {
    engine: engine.name,
    given: chip.given(),
    came,
    repeats: chip.again().length - numbers.byBroker.length,
    connections: proxy.connections(),
    ...numbers,
    missing,
    unacknowledged: missing.filter((number) => !numbers.acknowledged.has(number)),
  };
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
