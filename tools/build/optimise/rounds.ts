// Passes over a program, again and again until none finds anything: each takes away what hid the next one's chance.
import { at, BuildError } from "../build-error.ts";
import type { LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";

/** One way of making the program smaller. */
export type Pass = (linked: LinkedProgram) => Edit[];

/** More than any program needs whose passes come to an end: those of this package take fewer than twenty. */
const MOST_ROUNDS = 500;

/** Passes that found nothing in a program: they need not look again, for it does not change. */
const idle = new WeakMap<LinkedProgram, Set<Pass>>();

export function once(linked: LinkedProgram, pass: Pass): LinkedProgram {
  const known = idle.get(linked) ?? new Set();
  if (known.has(pass)) return linked;
  const edits = pass(linked);
  if (edits.length > 0) return linked.edited(edits);
  idle.set(linked, known.add(pass));
  return linked;
}

/** The program when none of the passes finds anything more. */
export function untilSteady(
  linked: LinkedProgram,
  passes: readonly Pass[],
  rounds = MOST_ROUNDS,
): LinkedProgram {
  return repeated(linked, (one) => passes.reduce(once, one), passes, rounds);
}

/** The program when a round changes it no more. When that does not come, the build says which of the passes goes on where. */
export function repeated(
  linked: LinkedProgram,
  round: (linked: LinkedProgram) => LinkedProgram,
  passes: readonly Pass[],
  rounds = MOST_ROUNDS,
): LinkedProgram {
  let program = linked;
  for (let done = 0; done < rounds; done++) {
    const next = round(program);
    if (next === program) return program;
    program = next;
  }
  throw endless(program, passes, rounds);
}

function endless(linked: LinkedProgram, passes: readonly Pass[], rounds: number): BuildError {
  for (const pass of passes) {
    const [edit] = pass(linked);
    if (edit === undefined) continue;
    const line = linked.file.getLineAndCharacterOfPosition(edit.start).line;
    return new BuildError(
      at(
        linked.source.origins[line],
        `the build still finds something to shorten here after ${rounds} rounds (${pass.name}), and has stopped: write this function in another way, and report this as a fault of ringmote.`,
      ),
    );
  }
  return new BuildError(
    `the build has come to no end after ${rounds} rounds; report this as a fault of ringmote.`,
  );
}
