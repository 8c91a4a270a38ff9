// The order of the passes, and why it is so: until nothing is left to decide, and then until nothing is left to merge.
import type { Board } from "../../boards/board.ts";
import type { Program } from "./form/program.ts";
import { callDirectly } from "./passes/call-directly.ts";
import { constantFields } from "./passes/constant-fields.ts";
import { constants } from "./passes/constants.ts";
import { flatRecords } from "./passes/flat-records.ts";
import { fold } from "./passes/fold.ts";
import { knownValues } from "./passes/known-values.ts";
import { localValues } from "./passes/local-values.ts";
import { shake } from "./passes/shake.ts";
import { unreadFields } from "./passes/unread-fields.ts";
import { unusedParameters } from "./passes/unused-parameters.ts";
import { unusedResults } from "./passes/unused-results.ts";

export type Pass = (program: Program) => Program;

/** More than any program needs whose passes come to an end: those of this package take fewer than twenty. */
const MOST_ROUNDS = 100;

/** Programs in which a pass found nothing: it need not look again. */
const idle = new WeakMap<Program, Set<Pass>>();

/** Told of each pass that changed something. */
export type Told = (pass: Pass, program: Program) => void;

export class Rounds {
  constructor(private readonly told: Told = () => {}) {}

  once(program: Program, pass: Pass): Program {
    const known = idle.get(program) ?? new Set();
    if (known.has(pass)) return program;
    const next = pass(program);
    if (next === program) idle.set(program, known.add(pass));
    else this.told(pass, next);
    return next;
  }

  /** The program when none of the passes finds anything more. */
  untilSteady(program: Program, passes: readonly Pass[]): Program {
    let before = program;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const next = passes.reduce((one, pass) => this.once(one, pass), before);
      if (next === before) return next;
      before = next;
    }
    const [endless] = passes.filter((pass) => pass(before) !== before);
    throw new Error(`The pass ${endless?.name} comes to no end after ${MOST_ROUNDS} rounds.`);
  }
}

/** What nobody needs goes first: it is half of the program. */
const DECIDE: readonly Pass[] = [
  shake,
  constants,
  fold,
  knownValues,
  callDirectly,
  constantFields,
  unreadFields,
  unusedParameters,
  unusedResults,
];

/** What is left of functions that stand in place of their calls. */
const MERGE: readonly Pass[] = [flatRecords, localValues];

/** The smallest program that does the same. */
export function optimised(program: Program, _target: Board["target"], told?: Told): Program {
  const rounds = new Rounds(told);
  const decided = rounds.untilSteady(program, DECIDE);
  return rounds.untilSteady(decided, [...MERGE, ...DECIDE]);
}
