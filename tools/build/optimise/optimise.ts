// Everything that is decided at build time, until nothing is left to decide.
import { edited, type LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import { inlineConstants } from "./constants.ts";
import { foldDecisions } from "./fold.ts";
import { shakeUnused } from "./shake.ts";

/** One way of making the program smaller; run again until it finds nothing. */
type Pass = (linked: LinkedProgram) => Edit[];

const PASSES: readonly Pass[] = [inlineConstants, foldDecisions, shakeUnused];

/** The smallest program that does the same. */
export function optimise(linked: LinkedProgram): LinkedProgram {
  let now = linked;
  for (let changed = true; changed; ) {
    changed = false;
    for (const pass of PASSES) {
      const next = edited(now, pass(now));
      changed ||= next !== now;
      now = next;
    }
  }
  return now;
}
