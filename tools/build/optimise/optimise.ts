// Everything that is decided at build time, until nothing is left to decide.
import { edited, type LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import { callDirectly } from "./call-directly.ts";
import { inlineConstants } from "./constants.ts";
import { shortenFields } from "./fields.ts";
import { foldDecisions } from "./fold.ts";
import { inlineCalls } from "./inline-calls.ts";
import { inlineTagged } from "./inline-tagged.ts";
import { reordered } from "./reorder.ts";
import { shakeUnused } from "./shake.ts";
import { uniqueLocals } from "./unique-locals.ts";
import { dropUnreadFields } from "./unread-fields.ts";
import { dropUnusedParameters } from "./unused-parameters.ts";

/** One way of making the program smaller. */
type Pass = (linked: LinkedProgram) => Edit[];

const DECIDE: readonly Pass[] = [
  inlineConstants,
  foldDecisions,
  callDirectly,
  dropUnreadFields,
  dropUnusedParameters,
  shakeUnused,
];
const TAGGED: readonly Pass[] = [uniqueLocals, inlineTagged];
const MERGE: readonly Pass[] = [inlineCalls, ...DECIDE];

/** The smallest program that does the same. */
export function optimise(linked: LinkedProgram): LinkedProgram {
  const decided = untilSteady(linked, DECIDE);
  const merged = untilSteady(untilSteady(decided, TAGGED), MERGE);
  return reordered(once(merged, shortenFields));
}

function once(linked: LinkedProgram, pass: Pass): LinkedProgram {
  return edited(linked, pass(linked));
}

function untilSteady(linked: LinkedProgram, passes: readonly Pass[]): LinkedProgram {
  const next = passes.reduce(once, linked);
  return next === linked ? linked : untilSteady(next, passes);
}
