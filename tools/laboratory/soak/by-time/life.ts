// A life of the house by a course, in virtual time: what its relays did, and what of that a person would not
// have said.

import { changed } from "../../../../src/platform/node/circuit.ts";
import { createRandom } from "../../../../src/platform/node/random.ts";
import type { World } from "../../../../src/platform/node/world.ts";
import { SETTINGS } from "../../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../../src/runtime/settings-record.ts";
import { type Broker, createBroker } from "../../../sim/broker/broker.ts";
import { createVirtualClock } from "../../../sim/worlds/clock.ts";
import { SimulatedDatagrams } from "../../../sim/worlds/datagrams.ts";
import { answerAt } from "../../../sim/worlds/time-server.ts";
import { createVirtualWorld, type VirtualWorld } from "../../../sim/worlds/virtual-world.ts";
import { ASKING_MS, type Course, KNOWING_MS, type Lie, type Trouble } from "./course.ts";
import type { TimedEngine } from "./engines.ts";
import { isDark, type Mark, type Setting, wallAt } from "./person.ts";

const [SECOND, MINUTE, DAY] = [1000, 60_000, 86_400_000] as const;
const ID = "by-time-1";

/** A relay has closed, or opened. */
interface Act {
  role: string;
  at: number;
  isOn: boolean;
}

export interface LifeVerdict {
  faults: readonly string[];
  acts: readonly Act[];
  /** How many marks came in time, were made up for, and were missed. */
  came: number;
  madeUpFor: number;
  missed: number;
}

/** A crystal is wrong by so many parts of a million at most, to either side. */
const MOST_DRIFT = 50;

export function liveByTime(course: Course, engine: TimedEngine, seed: number): LifeVerdict {
  return verdict(course, play(course, engine, seed));
}

/** Lets it happen. */
function play(course: Course, engine: TimedEngine, seed: number): Act[] {
  return new TimedLife(course, engine, seed).play();
}

class TimedLife {
  private readonly from: number;
  private readonly to: number;
  private readonly settings: readonly Setting[];
  private readonly troubles: readonly Trouble[];
  private readonly engine: TimedEngine;
  private readonly drift: number;
  private readonly clock = createVirtualClock();
  private readonly broker: Broker;
  private readonly lies: (Lie | undefined)[] = [];
  private isMute = false;
  private readonly datagrams: SimulatedDatagrams;
  private readonly world: VirtualWorld;
  private readonly acts: Act[] = [];
  private readonly levels = new Map<string, boolean>();
  private readonly seen: World;
  private cutPower: () => void;

  constructor({ from, to, settings, troubles }: Course, engine: TimedEngine, seed: number) {
    this.from = from;
    this.to = to;
    this.settings = settings;
    this.troubles = troubles;
    this.engine = engine;
    this.drift = createRandom(seed ^ 0x71e).between(-MOST_DRIFT, MOST_DRIFT) / 1_000_000;
    this.broker = createBroker({ timers: this.clock });
    const names = ["a.test", "b.test", "c.test"];
    this.datagrams = new SimulatedDatagrams(this.clock, {
      names: Object.fromEntries(names.map((name, i) => [name, `192.0.2.${i + 1}`])),
      peers: Object.fromEntries(
        names.map((_, i) => [
          `192.0.2.${i + 1}:123`,
          (question: string) =>
            this.isMute ? undefined : answerOf(question, Math.round(this.trueTime()), this.lies[i]),
        ]),
      ),
    });
    this.world = createVirtualWorld({
      seed,
      clock: this.clock,
      peer: this.broker.peer,
      datagrams: this.datagrams,
      storage: new Map([
        [SETTINGS, settingsRecord({ ssid: "net", password: "long enough", host: "broker", id: ID })],
      ]),
    });
    const circuit = changed(this.world.circuit, {
      written: (pin, level) => {
        this.write(String(pin), level === 1);
        this.world.circuit.written(pin, level);
      },
    });
    this.seen = { ...this.world, circuit };
    this.cutPower = this.engine.boot(this.seen);
  }

  play(): Act[] {
    const events = [
      ...this.settings.map(({ at, time }) => ({
        at,
        happens: () => this.broker.deliver(`home/${ID}/wake/set`, time),
      })),
      ...this.troubles.flatMap((trouble) =>
        (["from", "middle", "to"] as const).map((when) => ({
          at: trouble[when],
          happens: () => this.happens(trouble, when),
        })),
      ),
    ].sort((a, b) => a.at - b.at);
    for (const event of events) {
      if (event.at < this.from) continue;
      this.clock.advance(Math.max(0, (event.at - this.from) / (1 + this.drift) - this.clock.now()));
      event.happens();
    }
    this.clock.advance((this.to - this.from) / (1 + this.drift) - this.clock.now());
    this.cutPower();
    return this.acts;
  }

  private trueTime(): number {
    return this.from + this.clock.now() * (1 + this.drift);
  }

  private write(role: string, isOn: boolean): void {
    if ((this.levels.get(role) ?? false) === isOn) return;
    this.levels.set(role, isOn);
    this.acts.push({ role, at: this.trueTime(), isOn });
  }

  private setNetwork(isUp: boolean): void {
    this.world.setNetwork(isUp);
    this.datagrams.fault = isUp ? "none" : "lost";
  }

  private happens(trouble: Trouble, when: "from" | "middle" | "to"): void {
    const { kind, server, lie } = trouble;
    const isOff = kind.startsWith("off");
    if (when === "from") {
      if (kind === "no network") this.setNetwork(false);
      if (kind === "one server lies") this.lies[server] = lie;
      if (!isOff) return;
      this.cutPower();
      for (const role of this.levels.keys()) this.write(role, false);
      if (kind === "off, then no network") this.setNetwork(false);
      if (kind === "off, then no server") this.isMute = true;
    } else if (when === "middle") {
      if (isOff) this.cutPower = this.engine.boot(this.seen);
    } else {
      this.isMute = false;
      this.lies.length = 0;
      this.setNetwork(true);
    }
  }
}

/** What a server says that lies. */
function answerOf(question: string, now: number, lie: Lie | undefined): string | undefined {
  if (lie === "silent") return undefined;
  if (lie === "three days ahead") return answerAt(now + 3 * DAY, question);
  if (lie === "a year behind") return answerAt(now - 365 * DAY, question);
  if (lie === "RATE") return answerAt(now, question, { stratum: 0, code: "RATE" });
  if (lie === "stratum 0") return answerAt(now + DAY, question, { stratum: 0, code: "LOCL" });
  if (lie === "not synchronised") return answerAt(now + DAY, question, { leap: 3 });
  if (lie === "another question") return answerAt(now + DAY, question, { origin: "\0\0\0\0\0\0\0\0" });
  return answerAt(now, question);
}

/** From when to when the device may not know the time; before `surely` it does not, or has no power. */
function blindnessOf({ kind, from, middle, to }: Trouble) {
  if (kind === "off") return { from, surely: middle, to: middle + KNOWING_MS };
  if (kind === "off, then no network") return { from, surely: to, to: to + KNOWING_MS };
  if (kind === "off, then no server") return { from, surely: to, to: to + ASKING_MS };
  return undefined;
}

/** A turn comes within a second of its minute, and a crystal without servers goes wrong by some seconds. */
const [EARLY_MS, LATE_MS] = [20 * SECOND, 40 * SECOND] as const;

function verdict(course: Course, acts: readonly Act[]): LifeVerdict {
  const { place, marks, troubles, from, to } = course;
  const blind = troubles.flatMap((trouble) => blindnessOf(trouble) ?? []);
  const faults: string[] = [];
  const owed = acts
    .filter(({ isOn, role }) => isOn && role !== "dark")
    .map((act) => ({ ...act, isOwed: false }));
  const words = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;
  let [came, madeUpFor, missed] = [0, 0, 0];
  const take = (mark: Mark, begin: number, end: number) => {
    const act = owed.find(
      ({ role, at, isOwed }) => !isOwed && role === mark.role && at >= begin && at <= end,
    );
    if (act === undefined) faults.push(`${mark.role} did not act by ${words(end)}, as of ${words(mark.at)}`);
    else act.isOwed = true;
  };
  for (const mark of marks) {
    const hidden = blind.find((range) => mark.at > range.from && mark.at < range.to);
    if (hidden === undefined) {
      take(mark, mark.at - EARLY_MS - mark.slack, mark.at + LATE_MS + mark.slack);
      came += 1;
    } else if (mark.again !== undefined && mark.again > hidden.to) {
      take(mark, mark.again - EARLY_MS, mark.again + LATE_MS);
      came += 1;
    } else if (mark.isMadeUpFor && wallAt(place.zone, hidden.surely).date === mark.date) {
      take(mark, hidden.surely, hidden.to + LATE_MS);
      madeUpFor += 1;
    } else missed += 1;
  }
  for (const { role, at, isOwed } of owed) {
    if (!isOwed) faults.push(`${role} acted at ${words(at)}, and nobody would have said so`);
  }
  faults.push(...darknessFaults(course, acts, blind, words));
  if (acts.some(({ at }) => at < from || at > to)) faults.push("Something acted outside of its life.");
  return { faults, acts, came, madeUpFor, missed };
}

const LOOK_MS = 7 * MINUTE;
const NEAR_MS = 4 * MINUTE;

/** Is it lit whenever it is dark, and the device knows the time? */
function darknessFaults(
  { place, from, to, edges, troubles }: Course,
  acts: readonly Act[],
  blind: readonly { from: number; to: number }[],
  words: (at: number) => string,
): string[] {
  const faults: string[] = [];
  const moments = [...edges, ...troubles.flatMap(({ from: begin, middle, to: end }) => [begin, middle, end])];
  moments.push(...blind.map(({ to: end }) => end));
  moments.sort((a, b) => a - b);
  const switched = acts.filter(({ role }) => role === "dark");
  let [next, coming] = [0, 0];
  let isLit = false;
  let mayKnow = 0;
  for (let at = from + 10 * MINUTE; at < to; at += LOOK_MS) {
    while (next < switched.length && (switched[next]?.at ?? 0) <= at) isLit = switched[next++]?.isOn === true;
    while (coming < moments.length && (moments[coming] ?? 0) < at - NEAR_MS) coming += 1;
    if (Math.abs((moments[coming] ?? 0) - at) <= NEAR_MS) continue;
    while (mayKnow < blind.length && (blind[mayKnow]?.to ?? 0) < at) mayKnow += 1;
    const period = blind[mayKnow];
    const isBlind = period !== undefined && at > period.from;
    // While servers are asked again it may be either.
    if (isBlind && at > period.to - ASKING_MS) continue;
    const expected = !isBlind && isDark(place, at);
    if (isLit !== expected) faults.push(`dark was ${isLit ? "on" : "off"} at ${words(at)}`);
  }
  return faults;
}
