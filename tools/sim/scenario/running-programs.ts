// The programs of a run: started at moments that the seed draws, ended by faults and at the end.
import type { Random } from "../../../src/platform/node/random.ts";
import type { Failure } from "./expectations.ts";
import type { ProgramDisks } from "./program-disks.ts";
import type { Stage } from "./run-scenario.ts";
import type { RunningTraffic } from "./running-traffic.ts";
import { countOf, type Group, seconds } from "./scenario.ts";
import { ScenarioError } from "./scenario-error.ts";

/** One program, with its place in its group. */
interface Running {
  name: string;
  groupName: string;
  group: Group;
  place: number;
  starts: number;
  ending: AbortController;
}

export class RunningPrograms {
  /** What they have thrown or rejected with. */
  readonly failures: Failure[] = [];
  private readonly things = new Map<string, unknown>();
  /** Of each group the programs that have not resolved yet, and what waits for them. */
  private readonly unready = new Map<string, Set<string>>();
  private readonly waiting = new Map<string, (() => void)[]>();
  private readonly running = new Map<string, Running>();

  constructor(
    private readonly stage: Pick<Stage, "time" | "timers" | "broker">,
    private readonly traffic: Pick<RunningTraffic, "add" | "sent" | "heard">,
    private readonly draws: Random,
    private readonly disks: ProgramDisks,
    /** Told of each failure at once. */
    private readonly failed: (failure: Failure) => void = () => {},
  ) {}

  startAll(groups: readonly [name: string, group: Group][]): void {
    const names = groups.map(([name]) => name);
    for (const [groupName, { startAfter }] of groups)
      if (startAfter !== undefined && !names.includes(startAfter))
        throw new ScenarioError(
          `${groupName} starts after ${startAfter}, which does not take part; those who do are ${names.join(", ")}.`,
        );
    for (const [groupName, group] of groups) {
      const count = countOf(group, this.stage.time);
      for (let place = 0; place < count; place += 1) {
        const name = count === 1 ? groupName : `${groupName}-${place}`;
        const program = { name, groupName, group, place, starts: 0, ending: new AbortController() };
        this.running.set(name, program);
        this.unready.set(groupName, (this.unready.get(groupName) ?? new Set()).add(name));
        this.traffic.add(name, groupName);
        const { startWithin = seconds(0) } = group;
        const inMs = startWithin <= 0 ? 0 : this.draws.below(startWithin);
        this.stage.timers.after(inMs, () => this.runAfter(group.startAfter, program));
      }
    }
  }

  end(names: Iterable<string> = this.running.keys()): void {
    for (const name of names) this.running.get(name)?.ending.abort();
  }

  startAgain(names: readonly string[]): void {
    for (const name of names) {
      const before = this.running.get(name);
      if (before === undefined) continue;
      const program = { ...before, starts: before.starts + 1, ending: new AbortController() };
      this.running.set(name, program);
      this.run(program);
    }
  }

  private runAfter(before: string | undefined, program: Running): void {
    if (before === undefined || this.unready.get(before)?.size === 0) this.run(program);
    else this.waiting.set(before, [...(this.waiting.get(before) ?? []), () => this.run(program)]);
  }

  private ready({ name, groupName }: Running): void {
    const unready = this.unready.get(groupName);
    if (!unready?.delete(name) || unready.size > 0) return;
    for (const start of this.waiting.get(groupName) ?? []) start();
    this.waiting.delete(groupName);
  }

  /** What a program does once it is asked to end is not counted: it may say so by throwing. */
  private run(program: Running): void {
    const { name, group, place, starts, ending } = program;
    const { signal } = ending;
    const { stage, traffic, things, disks } = this;
    if (signal.aborted) return;
    const failed = (error: unknown) => {
      if (signal.aborted) return;
      const words = error instanceof Error ? error.message : String(error);
      const failure = { who: name, at: stage.timers.now(), words };
      this.failures.push(failure);
      this.failed(failure);
    };
    const run = async () =>
      await group.program({
        broker: startingAt(stage.broker, place),
        name,
        place,
        starts,
        signal,
        folder: (folder = name) => disks.folderOf(folder),
        shared: <Thing>(thing: string, make: () => Thing) => {
          if (!things.has(thing)) things.set(thing, make());
          return things.get(thing) as Thing;
        },
        sent(stream, number) {
          if (!signal.aborted) traffic.sent(name, stream, number);
        },
        heard(stream, number) {
          if (signal.aborted) return;
          if (Number.isSafeInteger(number)) traffic.heard(name, stream, number);
          else failed(new RangeError(`hears ${number} of ${stream}; a message's number is a whole one`));
        },
      });
    run().then(() => this.ready(program), failed);
  }
}

/**
 * Addresses with commas between are nodes of one broker: each program begins with another one, so that they
 * have equally many.
 */
function startingAt(addresses: string, place: number): string {
  const all = addresses.split(",");
  const first = place % all.length;
  return [...all.slice(first), ...all.slice(0, first)].join(",");
}
