// Passes over a program, again and again until none finds anything: each takes away what hid the next one's
// chance.
import { failureOf } from "./failing-part.ts";
import type { Program } from "./ir/program.ts";

export interface Pass {
  name: string;
  run: (program: Program) => Program;
}

/** Passes by their names, in their order. */
export function named(passes: Readonly<Record<string, Pass["run"]>>): readonly Pass[] {
  return Object.entries(passes).map(([name, run]) => ({ name, run }));
}

/** The most rounds: passes that come to an end take fewer than twenty for any program. */
const MOST_ROUNDS = 100;

/** Programs in which a pass found nothing: it need not look again. */
const idle = new WeakMap<Program, Set<Pass>>();

/** Called after each pass that has changed the program. */
export type OnChange = (pass: Pass, program: Program) => void;

export class Rounds {
  constructor(private readonly onChange: OnChange = () => {}) {}

  /** The program after one look by each of the passes. */
  once(program: Program, passes: readonly Pass[]): Program {
    return passes.reduce((current, pass) => this.ranOnce(pass, current), program);
  }

  private ranOnce(pass: Pass, program: Program): Program {
    const known = idle.get(program) ?? new Set();
    if (known.has(pass)) return program;
    const next = ran(pass, program);
    if (next === program) idle.set(program, known.add(pass));
    else this.onChange(pass, next);
    return next;
  }

  /** The program when no pass finds anything more. */
  untilSteady(program: Program, passes: readonly Pass[]): Program {
    let before = program;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const next = this.once(before, passes);
      if (next === before) return next;
      before = next;
    }
    const [endless] = passes.filter(({ run }) => run(before) !== before);
    throw new Error(`The pass ${endless?.name} comes to no end after ${MOST_ROUNDS} rounds.`);
  }
}

/** A failing pass is reported with the function and the line that it fails at. */
function ran(pass: Pass, program: Program): Program {
  try {
    return pass.run(program);
  } catch (error) {
    throw failureOf(pass, program, error);
  }
}
