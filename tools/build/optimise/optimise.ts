// Everything that is decided at build time, until nothing is left to decide.
import type { LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import { callDirectly } from "./call-directly.ts";
import { putArguments } from "./constant-arguments.ts";
import { inlineConstantFields } from "./constant-fields.ts";
import { inlineConstants } from "./constants.ts";
import { shortenFields } from "./fields.ts";
import { flattenRecords } from "./flat-records.ts";
import { foldDecisions } from "./fold.ts";
import { inlineCalls } from "./inline-calls.ts";
import { inlineTagged } from "./inline-tagged.ts";
import { dropLocalValues } from "./local-values.ts";
import { reordered } from "./reorder.ts";
import { once, type Pass, repeated, untilSteady } from "./rounds.ts";
import { shakeUnused } from "./shake.ts";
import { unrollShortLists } from "./short-lists.ts";
import { inlineSmall } from "./small-functions.ts";
import { workOutStart } from "./start-values.ts";
import { uniqueLocals } from "./unique-locals.ts";
import { dropUnreadFields } from "./unread-fields.ts";
import { dropUnusedParameters } from "./unused-parameters.ts";

/** Asks which fields are data before any pass puts one record, or one of its types, in place of another. */
function noteDataKeys(linked: LinkedProgram): Edit[] {
  linked.dataKeys();
  return [];
}

/** What nobody needs goes first: it is half of the program. */
const DECIDE: readonly Pass[] = [
  shakeUnused,
  inlineConstants,
  foldDecisions,
  noteDataKeys,
  callDirectly,
  inlineConstantFields,
  dropUnreadFields,
  dropUnusedParameters,
];
const TAGGED: readonly Pass[] = [uniqueLocals, inlineTagged];
const MERGE: readonly Pass[] = [
  inlineCalls,
  inlineSmall,
  putArguments,
  flattenRecords,
  unrollShortLists,
  dropLocalValues,
  foldDecisions,
  dropUnusedParameters,
  shakeUnused,
];

/** The smallest program that does the same. A name that a pass writes anywhere must mean the same there, and so no local has it. */
export function optimise(linked: LinkedProgram): LinkedProgram {
  const named = once(once(linked, shakeUnused), uniqueLocals);
  const decided = untilSteady(once(untilSteady(named, DECIDE), workOutStart), DECIDE);
  const merged = mergedUntilSteady(untilSteady(decided, TAGGED));
  return reordered(once(merged, shortenFields));
}

/** What asks for every type of the program runs when the rest has come to its end. */
function mergedUntilSteady(linked: LinkedProgram): LinkedProgram {
  return repeated(linked, (one) => DECIDE.reduce(once, untilSteady(one, MERGE)), DECIDE);
}
