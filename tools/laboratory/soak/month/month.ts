// A month of one device in virtual time: a number a minute, and each day a few things that go wrong.

import { createRandom } from "../../../../src/platform/node/random.ts";
import type { I2cBus } from "../../../../src/platform/node/world.ts";
import { createBroker } from "../../../sim/broker/broker.ts";
import { createVirtualClock } from "../../../sim/worlds/clock.ts";
import { createVirtualWorld, type VirtualWorld } from "../../../sim/worlds/virtual-world.ts";
import { NUMBER, storageWith } from "../devices/running-device.ts";
import { EVERY_MS, type MonthEngine } from "./engines.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Five digits from the first to the last: messages are as long at the end as they were at first. */
const FIRST_NUMBER = 10_001;
/** An outage in which no ring of any engine is filled. */
const LONGEST_OUTAGE_MS = 5 * MINUTE;
/** From the last mishap until a device has come back, and all that it kept has come. */
const SETTLED_MS = 10 * MINUTE;
/** Between two numbers: the device is at rest. */
const AT_REST_MS = EVERY_MS / 2;
const LOOKS = 5;

export interface Month {
  /** Numbers that the device was given; those that came to the broker, each once, in order; how many came again. */
  given: number;
  came: number[];
  repeats: number;
  mishaps: number;
  connections: number;
  breaches: string[];
  /** What it held after the first hour, and at the end. */
  heldAtFirst: number;
  heldAtLast: number;
  /** How many numbers its ring kept when the broker was away at the end. */
  slotsAtLast: number;
}

type Mishap = (world: VirtualWorld, restart: (keepsSessions: boolean) => void, outageMs: number) => void;

/** Each happens once a day. */
const MISHAPS: readonly Mishap[] = [
  // Wi-Fi is lost.
  (world, _, outageMs) => {
    world.setNetwork(false);
    world.after(outageMs, () => world.setNetwork(true));
  },
  // The broker restarts.
  (_, restart) => restart(true),
  // The broker restarts, and has forgotten everybody.
  (_, restart) => restart(false),
  // The connection is dead, and nobody says so.
  (world) => world.breakLink("half-open"),
];

/** Lives through so many days. */
export function liveMonth(engine: MonthEngine, seed: number, days: number): Month {
  const clock = createVirtualClock();
  const random = createRandom(seed);
  const broker = createBroker({ timers: clock });
  let given = 0;
  let mishaps = 0;

  function next(): string {
    const number = FIRST_NUMBER + given;
    given += 1;
    return String.fromCharCode(number >> 8, number & 255);
  }

  const i2c: I2cBus = { write: () => true, read: next };
  const storage = storageWith({ host: "broker" });
  const world = createVirtualWorld({ clock, seed, peer: broker.peer, i2c, storage });
  const { device, held } = engine.run(world);
  const restart = (keepsSessions: boolean) => broker.restart({ keepsSessions });

  /** What it holds between two numbers; an engine's buffer may just be in use in one look. */
  function atRest(): number {
    const looks = Array.from({ length: LOOKS }, () => {
      clock.advance(EVERY_MS);
      return held();
    });
    return Math.min(...looks);
  }

  /** Each thing goes wrong once, at moments that are drawn from so much time. */
  function through(ms: number): void {
    const end = clock.now() + ms;
    for (const mishap of MISHAPS) {
      clock.advance(random.between(1, ms / MISHAPS.length - SETTLED_MS));
      mishap(world, restart, random.between(1, LONGEST_OUTAGE_MS));
      mishaps += 1;
      clock.advance(SETTLED_MS);
    }
    clock.advance(end - clock.now());
  }

  clock.advance(AT_REST_MS);
  through(HOUR);
  // What a slot holds of its last message counts as well: each has had one since the first mishaps.
  clock.advance(engine.slots * EVERY_MS);
  const heldAtFirst = atRest();
  for (let day = 0; day < days; day += 1) through(DAY);
  const before = new Set(numbersOf(broker.received));
  const lastBefore = given;
  // The broker stays away for longer than the ring can take: what comes then was in it.
  broker.stop();
  clock.advance((engine.slots + 2) * EVERY_MS);
  const refused = given;
  broker.start();
  clock.advance(SETTLED_MS);
  const heldAtLast = atRest();
  device.kill();

  const numbers = numbersOf(broker.received);
  const came = [...new Set(numbers)];
  const inRing = came.filter((number) => !before.has(number) && number < FIRST_NUMBER + refused);
  return {
    given: lastBefore,
    came: came
      .filter((number) => number < FIRST_NUMBER + lastBefore)
      .map((number) => number - FIRST_NUMBER + 1),
    repeats: numbers.length - came.length,
    mishaps,
    connections: world.connections(),
    breaches: broker.breaches,
    heldAtFirst,
    heldAtLast,
    slotsAtLast: inRing.length,
  };
}

function numbersOf(received: readonly { topic: string; payload: string }[]): number[] {
  return received.filter(({ topic }) => topic === NUMBER).map(({ payload }) => Number(payload));
}
