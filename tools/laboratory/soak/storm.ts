// One device in one storm: connections that fail in every way, networks that go, a broker that forgets, all from a seed.

import { createRandom } from "../../../src/platform/node/random.ts";
import { type Broker, createBroker } from "../../sim/broker/broker.ts";
import { createVirtualClock } from "../../sim/clock.ts";
import { faultSchedule } from "../../sim/fault-schedule.ts";
import { createVirtualWorld } from "../../sim/virtual-world.ts";
import { createPacedChip } from "./devices/paced-chip.ts";
import { type HostedEngine, NUMBER, STATUS, storageWith } from "./devices/running-device.ts";

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
  const chip = createPacedChip(room, look);
  let seen = 0;
  let isCalm = false;

  function look(): void {
    for (const { topic, payload } of broker.received.slice(seen)) {
      if (topic === STATUS) chip.begin();
      if (topic === NUMBER) chip.came(Number(payload));
    }
    seen = broker.received.length;
  }

  function allCame(): boolean {
    look();
    return chip.allCame();
  }

  const world = createVirtualWorld({
    clock,
    seed,
    peer: broker.peer,
    plan: (connection) => (isCalm ? {} : storm(connection)),
    i2c: chip.i2c,
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
  chip.end();
  world.clock.runUntil(allCame, calmMs);
  device.kill();
  return {
    given: chip.given(),
    came: chip.firsts(),
    repeats: chip.again().length,
    broker,
    connections: world.connections(),
    log,
  };
}
