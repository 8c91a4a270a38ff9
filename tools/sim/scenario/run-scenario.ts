// Runs a scenario: starts its programs, brings its faults about, and holds what happened against what was
// expected.
import { type OpenStream, openStreamsBy } from "../../../src/client/transport/open-stream.ts";
import { createRandom } from "../../../src/platform/node/random.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import { befall } from "./befall.ts";
import type { Expectation, Failure } from "./expectations.ts";
import { figuresOf, type GroupFigures } from "./figures.ts";
import { ProgramDisks } from "./program-disks.ts";
import { RunningPrograms } from "./running-programs.ts";
import { RunningTraffic } from "./running-traffic.ts";
import type { Scenario } from "./scenario.ts";
import { isNotTried } from "./scenario-error.ts";
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
  /**
   * The tokens that these clients have in so many milliseconds end then. Without it their connections break
   * in place of that.
   */
  endTokens?: ((names: readonly string[], inMs: number) => void) | undefined;
  /** Filters of the message queues that the broker has; none by default. */
  queues?: readonly string[] | undefined;
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
  /** Expectations of groups that do not take part, as the broker has no message queue for them. */
  untried: string[];
  figures: GroupFigures[];
  /** Messages that went out, of all streams. */
  sent: number;
  /**
   * What went over the wire, and the SHA-256 of it with its times and programs: the same for the same seed in
   * virtual time.
   */
  bytes: number;
  fingerprint: string;
}

/** In this time programs end, once they are asked to; they are looked at so often. */
const ENDING_MS = 6000;
const LOOK_MS = 100;
const PROGRAMS_RUN = "each program runs to the end";

/**
 * Resolves when the time of the scenario is over and its programs have ended. Its faults and starts come from
 * `seed`.
 */
export async function runScenario(scenario: Scenario, stage: Stage, seed: number): Promise<Outcome> {
  const { timers } = stage;
  await Promise.all(Object.values(scenario.takePart).map(({ ready }) => ready));
  const draws = createRandom(seed);
  const { takePart } = scenario;
  const isAbsent = (group: string) => {
    const queue = takePart[group]?.queue;
    return queue !== undefined && !stage.queues?.includes(queue);
  };
  const traffic = new RunningTraffic(
    timers,
    (group) => takePart[group]?.hears ?? "each",
    ({ group, name }, stream) => takePart[group]?.listensTo?.(stream, name) ?? true,
    isAbsent,
  );
  const network = new ScenarioNetwork(timers, stage.openStream, traffic);
  const disks = new ProgramDisks();
  const programs = new RunningPrograms(stage, traffic, draws, disks);
  const { failures } = programs;
  const restoreSockets = openStreamsBy(network.openStream);

  async function end(): Promise<void> {
    programs.end();
    for (let ms = 0; ms < ENDING_MS && network.connections > 0; ms += LOOK_MS) await stage.pass(LOOK_MS);
  }

  try {
    programs.startAll(Object.entries(takePart).filter(([group]) => !isAbsent(group)));
    const faults = (scenario.faults ?? [])
      .filter((fault) => !("group" in fault && isAbsent(fault.group)))
      .map((fault) => ({
        at: fault.at,
        words: befall(fault, { stage, network, traffic, programs, disks }, draws),
      }));
    // One of a group that there is not throws now, and not behind the run.
    const expected = Object.entries(scenario.expect);
    const untried = expected.filter(([, check]) => !isTried(check, traffic)).map(([words]) => words);
    const over = stage.pass(scenario.lasts);
    await (stage.interrupted === undefined ? over : Promise.race([over, stage.interrupted]));
    const record = traffic.record();
    const expectations = expected
      .filter(([words]) => !untried.includes(words))
      .map(([words, check]) => ({
        words,
        failures: check(record).sort((a, b) => a.at - b.at),
      }));
    const figures = figuresOf(record);
    await end();
    return {
      faults,
      expectations: [...expectations, { words: PROGRAMS_RUN, failures }],
      untried,
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
    disks.remove();
    await stage.tidy?.(network);
  }
}

/** Is an expectation about somebody who takes part? */
function isTried(check: Expectation, traffic: RunningTraffic): boolean {
  try {
    check(traffic.record());
    return true;
  } catch (error) {
    if (isNotTried(error)) return false;
    throw error;
  }
}
