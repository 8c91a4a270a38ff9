// One device in one storm: connections that fail in every way, networks that go, a broker that forgets, all from a seed.

import { type Broker, createBroker } from "../sim/broker/broker.ts";
import { createVirtualClock } from "../sim/clock.ts";
import { faultSchedule } from "../sim/fault-schedule.ts";
import { createRandom } from "../sim/random.ts";
import { createVirtualWorld } from "../sim/virtual-world.ts";
import type { I2cBus } from "../sim/world.ts";
import { type HostedEngine, NUMBER, STATUS, storageWith } from "./devices/running-device.ts";

/** Messages that the client has out at a time: the one that comes first was sent after all but so many were acknowledged. */
const WINDOW = 8;
/** Virtual time from one mishap to the next is drawn up to this. */
const LONGEST_PEACE_MS = 60_000;
const LONGEST_OUTAGE_MS = 20_000;

export interface Storm {
  /** Numbers that the device was given, each while its ring had room for sure. */
  given: number;
  /** Numbers that came to the broker, each once, in the order in which they first came. */
  came: number[];
  /** How many came again. */
  repeats: number;
  broker: Broker;
  connections: number;
  log: string[];
}

export interface StormOptions {
  seed: number;
  /** Of virtual time. */
  stormMs: number;
  /** Virtual time in which everything has to come once the storm is over. */
  calmMs: number;
  /**
   * Does the broker lose its sessions in half of its restarts? A device then tells its last number again as news, which
   * takes a slot each time: it is given fewer numbers, so that there is room.
   */
  forgets: boolean;
}

/** Lets a storm pass over a device, and what follows it. */
export function weather(engine: HostedEngine, { seed, stormMs, calmMs, forgets }: StormOptions): Storm {
  const clock = createVirtualClock();
  // A reading that is told again as news has the payload of the one before.
  const broker = createBroker({ timers: clock, payloadsDiffer: !forgets });
  const storm = faultSchedule(seed);
  const mishaps = createRandom(seed ^ 0x570a11);
  const room = forgets ? engine.slots - (engine.slots >> 2) : engine.slots;
  const log: string[] = [];
  const came = new Set<number>();
  let seen = 0;
  let repeats = 0;
  let newest = 0;
  let given = 0;
  let isGreeted = false;
  let isCalm = false;

  function look(): void {
    for (const { topic, payload } of broker.received.slice(seen)) {
      isGreeted ||= topic === STATUS;
      if (topic !== NUMBER) continue;
      const number = Number(payload);
      if (came.has(number)) repeats += 1;
      came.add(number);
      newest = Math.max(newest, number);
    }
    seen = broker.received.length;
  }

  /** Gives the next number when the ring must have room: all but the window up to the newest are acknowledged. */
  function next(): string {
    look();
    const held = given - Math.max(0, newest - WINDOW);
    if (!isGreeted || isCalm || held >= room) return "\0\0";
    given += 1;
    return String.fromCharCode(given >> 8, given & 255);
  }

  function allCame(): boolean {
    look();
    return came.size === given;
  }

  const i2c: I2cBus = { write: () => true, read: next };
  const world = createVirtualWorld({
    clock,
    seed,
    peer: broker.peer,
    plan: (connection) => (isCalm ? {} : storm(connection)),
    i2c,
    storage: storageWith({ host: "broker" }),
    log: (line) => log.push(line),
  });

  function mishap(): void {
    if (isCalm) return;
    if (mishaps.once(2)) {
      world.setNetwork(false);
      world.after(mishaps.between(1, LONGEST_OUTAGE_MS), () => world.setNetwork(true));
    } else {
      // The broker restarts.
      world.breakLink("cut");
      if (forgets && mishaps.once(2)) broker.forget();
    }
    world.after(mishaps.between(1, LONGEST_PEACE_MS), mishap);
  }

  world.after(mishaps.between(1, LONGEST_PEACE_MS), mishap);
  const device = engine.run(world);
  world.clock.advance(stormMs);
  isCalm = true;
  world.clock.runUntil(allCame, calmMs);
  device.kill();
  return { given, came: [...came], repeats, broker, connections: world.connections(), log };
}
