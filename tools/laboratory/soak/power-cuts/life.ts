// Lives of the device of power-cuts, one behind the other, in virtual time: the power goes at steps of its
// flash, links break, and a broker notes what comes.
import { createRandom } from "../../../../src/platform/node/random.ts";
import type { World } from "../../../../src/platform/node/world.ts";
import { SETTINGS } from "../../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../../src/runtime/settings-record.ts";
import { createBroker } from "../../../sim/broker/broker.ts";
import { createVirtualClock } from "../../../sim/worlds/clock.ts";
import { SimulatedDatagrams } from "../../../sim/worlds/datagrams.ts";
import { PowerLost, SimulatedFlash } from "../../../sim/worlds/flash.ts";
import { timeServers } from "../../../sim/worlds/time-server.ts";
import { createVirtualWorld } from "../../../sim/worlds/virtual-world.ts";
import { COUNT_ADDRESS, HISTORY_ADDRESS } from "./chip.ts";
import type { CutEngine } from "./engines.ts";
import { known, type Lived, verdict } from "./verdict.ts";

const ID = "power-cuts-1";
const SERVERS = ["a.test", "b.test", "c.test"];
/** An image believes no time from before its build. */
const NOON = Date.UTC(new Date().getUTCFullYear() + 1, 5, 21, 10);
const OFF_MS = 500;
/** What was measured so shortly before its power went may not have been accepted yet. */
const TURN_MS = 50;
const LONGEST_STEP_MS = 50_000;
const STEPS = 16;
/**
 * What was counted before is kept: at most a minute ago, or two where the power went in that write, and it is
 * looked at twice a minute.
 */
const UNCERTAIN_MS = 180_000;
/** Within this time behind its start it has looked at everything. */
const LOOKING_MS = 10_000;
/** Long enough for whatever waits. */
const SETTLING_MS = 400_000;

/**
 * The next life sends a part of its history as a message of its own, and maybe with more readings: what comes
 * twice so is counted by its readings.
 */
const HISTORY_AGAIN = /sent a message again .*\/kept\/history=/;

export interface PowerCut {
  faults: readonly string[];
  /** How often it was switched on, what it was given at once, and what came twice at QoS 1. */
  lives: number;
  readings: number;
  repeats: number;
  /** Readings of its history, and how many of them came again in a part that was sent twice. */
  kept: number;
  keptRepeats: number;
  /** Steps of its flash. */
  steps: number;
}

/** One schedule, drawn from the seed: the power goes behind \`cutAt\` steps of the flash, then maybe again. */
export function liveAndCut(engine: CutEngine, seed: number, cutAt: number): PowerCut {
  const random = createRandom(seed);
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock, payloadsDiffer: true });
  const { areaBytes, tearing, isFile } = engine;
  const flash = new SimulatedFlash({ areaBytes, pageBytes: 4096, random, tearing, isFile });
  const lived: Lived = { numbers: known(), kept: known(), counted: 0, uncertain: 0 };
  const log: string[] = [];
  let pending: { number: number; at: number } | undefined;
  let number = 0;
  /** The numbers of the history that this life has measured, as long as one of them may not be in the journal. */
  let keeping: { number: number; at: number }[] = [];
  let keptNumber = 0;
  let datedAt = Number.POSITIVE_INFINITY;
  let isResting = false;
  /** What was counted when the power came, when that was, and what was counted since. */
  let since = { counted: 0, at: 0 };
  let counts: { at: number; by: number }[] = [];
  let lives = 0;
  let cutPower: (() => void) | undefined;
  let isBooting = false;
  const isOn = () => isBooting || cutPower !== undefined;

  const settlePending = (isLost: boolean) => {
    if (pending === undefined) return;
    const isDoubtful = isLost && clock.now() - pending.at <= TURN_MS;
    (isDoubtful ? lived.numbers.doubtful : lived.numbers.accepted).push(pending.number);
    pending = undefined;
  };
  /** Those of the last turn may not be in the journal, nor any before the time is known. */
  const settleKept = () => {
    for (const { number: kept, at } of keeping) {
      const isDoubtful = clock.now() - Math.max(at, datedAt) <= TURN_MS;
      (isDoubtful ? lived.kept.doubtful : lived.kept.accepted).push(kept);
    }
    keeping = [];
    datedAt = Number.POSITIVE_INFINITY;
  };
  const i2c: World["i2c"] = {
    write: () => true,
    read(address) {
      let value = lived.counted - since.counted;
      if (address !== COUNT_ADDRESS && !isOn()) return undefined;
      if (address === HISTORY_ADDRESS) {
        if (!isResting) keptNumber += 1;
        value = isResting ? 0 : keptNumber;
        if (!isResting) {
          keeping.push({ number: keptNumber, at: clock.now() });
          lived.kept.times.set(keptNumber, NOON + clock.now());
        }
      } else if (address !== COUNT_ADDRESS) {
        settlePending(false);
        if (!isResting) number += 1;
        value = isResting ? 0 : number;
        if (!isResting) pending = { number, at: clock.now() };
      }
      return String.fromCharCode(value >> 8, value & 255);
    },
  };
  const lost = () => {
    if (!isOn()) return;
    settlePending(true);
    settleKept();
    for (const { at, by } of counts) if (clock.now() - at < UNCERTAIN_MS) lived.uncertain += by;
    const cut = cutPower;
    cutPower = undefined;
    isBooting = false;
    cut?.();
    world.after(OFF_MS, start);
  };
  const { storage, boot } = engine.over(
    flash,
    lost,
    new Map([[SETTINGS, settingsRecord({ ssid: "net", password: "long enough", host: "broker", id: ID })]]),
  );
  const datagrams = new SimulatedDatagrams(
    clock,
    timeServers(SERVERS, () => NOON + Math.round(clock.now())),
  );
  const world = createVirtualWorld({
    seed,
    clock,
    peer: broker.peer,
    datagrams,
    i2c,
    storage,
    // A program whose power went in the middle of a write may run on to the end of its turn.
    log(line) {
      if (!isOn()) return;
      log.push(line);
      if (line.startsWith("time: ")) datedAt = clock.now();
    },
  });
  world.failed = (error) => {
    if (!(error instanceof PowerLost)) throw error;
  };
  const start = (): void => {
    lives += 1;
    since = { counted: lived.counted, at: clock.now() };
    counts = [];
    isBooting = true;
    flash.losePower(lives === 1 ? cutAt : random.once(3) ? random.below(400) : undefined);
    try {
      const cut = boot(world);
      if (isBooting) cutPower = cut;
      else cut();
      isBooting = false;
    } catch (thrown) {
      if (!(thrown instanceof PowerLost)) throw thrown;
    }
  };

  start();
  for (let i = 0; i < STEPS; i += 1) {
    clock.advance(random.between(1, LONGEST_STEP_MS));
    // Once it has looked at its counter, which says how far that was before.
    if (isOn() && clock.now() - since.at > LOOKING_MS) {
      const by = random.below(30);
      lived.counted += by;
      counts.push({ at: clock.now(), by });
    }
    if (random.once(4)) world.breakLink(random.once(2) ? "cut" : "half-open");
    world.setNetwork(!random.once(8));
  }
  world.setNetwork(true);
  isResting = true;
  flash.losePower(undefined);
  clock.advance(SETTLING_MS);
  // With a new connection a history sends all that it has.
  world.breakLink("cut");
  clock.advance(SETTLING_MS);
  settlePending(false);
  settleKept();
  cutPower?.();
  const payloads = (name: string) =>
    broker.received.filter(({ topic }) => topic === `home/${ID}/${name}`).map(({ payload }) => payload);
  const numbersOf = (name: string) =>
    payloads(name)
      .map(Number)
      .filter((value) => !Number.isNaN(value));
  const { faults, repeats, keptRepeats } = verdict(lived, {
    atLeastOnce: numbersOf("at-least-once"),
    exactlyOnce: numbersOf("exactly-once"),
    kept: payloads("kept/history").flatMap(
      (payload) => JSON.parse(payload) as [time: number, value: number][],
    ),
    today: numbersOf("today"),
    breaches: broker.breaches.filter((breach) => !HISTORY_AGAIN.test(breach)),
    said: log,
  });
  return {
    faults,
    lives,
    readings: lived.numbers.accepted.length,
    repeats,
    kept: lived.kept.accepted.length,
    keptRepeats,
    steps: flash.steps,
  };
}
