// The tortured client as its author wrote it, in Node. A call that does not end is stopped, and told.
import { Script } from "node:vm";
import { weigh } from "../weigh.ts";
import type { MutationStep, StepOutcome, Tortured } from "./steps.ts";
import {
  begin,
  broken,
  drain,
  keep,
  lose,
  open,
  prove,
  report,
  settle,
  take,
  tell,
  tortured,
  wait,
} from "./tortured-client.ts";

const CALLS: Readonly<Record<MutationStep["call"], (bytes: string) => void>> = {
  open,
  lose,
  take,
  tell,
  keep,
  drain,
  wait,
  prove,
  settle,
};

/** A case takes microseconds. */
const LONGEST_MS = 20_000;

/** What is run under the limit finds it here: a script has no closure. */
const place = globalThis as { tortureWork?: () => unknown };
const runWork = new Script("tortureWork()");

/** Runs `work`, and throws when it has not ended in time: it hangs. */
export function withinTime<Result>(work: () => Result, timeout = LONGEST_MS): Result {
  place.tortureWork = work;
  try {
    return runWork.runInThisContext({ timeout }) as Result;
  } finally {
    place.tortureWork = undefined;
  }
}

export const inNode: Tortured = {
  engine: "Node",
  begin,
  run(steps): StepOutcome {
    for (const { call, bytes } of steps) CALLS[call](bytes);
    return { report: report(), broken: broken() };
  },
  held: () => weigh(tortured()),
};
