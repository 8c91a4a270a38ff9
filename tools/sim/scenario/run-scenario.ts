// Runs a scenario: starts its programs, brings its faults about, and holds what happened against what was expected.
import { type OpenStream, openStreamsBy } from "../../../src/client/transport/open-stream.ts";
import { createRandom, type Random } from "../../../src/platform/node/random.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Failure } from "./expectations.ts";
import type { Fault } from "./faults.ts";
import { figuresOf, type GroupFigures } from "./figures.ts";
import { RunningTraffic } from "./running-traffic.ts";
import { countOf, type Group, type Scenario, seconds } from "./scenario.ts";
import { ScenarioNetwork } from "./scenario-network.ts";
import type { LeftBehind } from "./tidy-broker.ts";

/** Where a scenario runs: virtual time and a broker model, or real time and a broker of somebody's. */
export interface Stage {
  time: "virtual" | "real";
  timers: Timers;
  /** The broker's address, as a program is given it. */
  broker: string;
  openStream: OpenStream;
  /** Ends the broker, and starts it again. Without them its connections break in place of that. */
  stopBroker?: () => void;
  startBroker?: () => void;
  /** Lets so many milliseconds pass. */
  pass: (ms: number) => Promise<void>;
  /** Rejects when the run is to end before its time. */
  interrupted?: Promise<never>;
  /** Takes away what the programs have left at a broker that others use as well. */
  tidy?: (left: LeftBehind) => Promise<void>;
  /** The stage is not needed any more. */
  leave: () => void;
}

export interface Outcome {
  /** What befell the system, by its moments. */
  faults: { at: number; words: string }[];
  expectations: { words: string; failures: Failure[] }[];
  figures: GroupFigures[];
  /** Messages that went out, of all streams. */
  sent: number;
  /** What went over the wire, and the SHA-256 of it with its times and programs: the same for the same seed in virtual time. */
  bytes: number;
  fingerprint: string;
}

/** In this time programs end, once they are asked to; they are looked at so often. */
const ENDING_MS = 6000;
const LOOK_MS = 100;
const PROGRAMS_RUN = "each program runs to the end";

/** Resolves when the time of the scenario is over and its programs have ended. Its faults and starts come from `seed`. */
export async function runScenario(scenario: Scenario, stage: Stage, seed: number): Promise<Outcome> {
  const { timers } = stage;
  const draws = createRandom(seed);
  const traffic = new RunningTraffic(timers, (group) => scenario.takePart[group]?.hears ?? "each");
  const network = new ScenarioNetwork(timers, stage.openStream, traffic);
  const endings: AbortController[] = [];
  const failures: Failure[] = [];
  let isOver = false;
  const restoreSockets = openStreamsBy(network.openStream);

  function start(
    group: string,
    { program, startWithin = seconds(0) }: Group,
    place: number,
    count: number,
  ): void {
    const name = count === 1 ? group : `${group}-${place}`;
    const ending = new AbortController();
    endings.push(ending);
    traffic.add(name, group);
    const failed = (error: unknown) => {
      // A program that is asked to end may say so in this way.
      if (isOver) return;
      const words = error instanceof Error ? error.message : String(error);
      failures.push({ who: name, at: timers.now(), words });
    };
    const run = async () => {
      if (isOver) return;
      await program({
        broker: stage.broker,
        name,
        place,
        signal: ending.signal,
        sent: (stream, number) => traffic.sent(name, stream, number),
        heard(stream, number) {
          if (Number.isSafeInteger(number)) traffic.heard(name, stream, number);
          else failed(new RangeError(`hears ${number} of ${stream}; a message's number is a whole one`));
        },
      });
    };
    timers.after(startWithin <= 0 ? 0 : draws.below(startWithin), () => void run().catch(failed));
  }

  async function end(): Promise<void> {
    isOver = true;
    for (const ending of endings) ending.abort();
    for (let ms = 0; ms < ENDING_MS && network.connections > 0; ms += LOOK_MS) await stage.pass(LOOK_MS);
  }

  try {
    for (const [name, group] of Object.entries(scenario.takePart)) {
      const count = countOf(group, stage.time);
      for (let place = 0; place < count; place += 1) start(name, group, place, count);
    }
    const faults = (scenario.faults ?? []).map((fault) => ({
      at: fault.at,
      words: befall(fault, stage, network, traffic, draws),
    }));
    // One of a group that does not take part throws now, and not behind the run.
    for (const check of Object.values(scenario.expect)) check(traffic.record());
    const over = stage.pass(scenario.lasts);
    await (stage.interrupted === undefined ? over : Promise.race([over, stage.interrupted]));
    const record = traffic.record();
    const expectations = Object.entries(scenario.expect).map(([words, check]) => ({
      words,
      failures: check(record).sort((one, other) => one.at - other.at),
    }));
    const figures = figuresOf(record);
    await end();
    return {
      faults,
      expectations: [...expectations, { words: PROGRAMS_RUN, failures }],
      figures,
      sent: [...record.sent.values()].reduce((sum, { length }) => sum + length, 0),
      bytes: network.bytes,
      fingerprint: network.fingerprint(),
    };
  } catch (error) {
    // Its programs end all the same.
    await end();
    throw error;
  } finally {
    restoreSockets();
    await stage.tidy?.(network);
  }
}

/** Sets the timers of a fault. Returns what it is, in words. */
function befall(
  fault: Fault,
  stage: Stage,
  network: ScenarioNetwork,
  traffic: RunningTraffic,
  draws: Random,
): string {
  const { timers, stopBroker, startBroker } = stage;
  const lasting = `for ${fault.lasts / 1000} s`;
  if (fault.kind === "broker restarts" && stopBroker !== undefined && startBroker !== undefined) {
    timers.after(fault.at, stopBroker);
    timers.after(fault.at + fault.lasts, startBroker);
    return `the broker is away ${lasting}`;
  }
  const names =
    fault.kind === "broker restarts"
      ? traffic.names()
      : drawn(traffic.namesOf(fault.group), fault.share ?? 1, draws);
  if (names.length === 0)
    throw new Error(
      `A fault befalls ${"group" in fault ? fault.group : "all"}, and no such group takes part.`,
    );
  const [begin, end] =
    fault.kind === "reading stops" ? (["hold", "release"] as const) : (["cut", "mend"] as const);
  timers.after(fault.at, () => network[begin](names));
  timers.after(fault.at + fault.lasts, () => network[end](names));
  const what = fault.kind === "reading stops" ? "reading of" : "network of";
  const who = "group" in fault ? fault.group : "all programs";
  const whom = names.length === 1 ? names[0] : `${names.length} of ${who}`;
  return `the ${what} ${whom} stops ${lasting}`;
}

/** So large a share of them, one at least. */
function drawn(names: readonly string[], share: number, draws: Random): string[] {
  const left = [...names];
  const count = Math.min(left.length, Math.max(1, Math.round(left.length * share)));
  return Array.from({ length: count }, () => left.splice(draws.below(left.length), 1)[0] as string);
}
