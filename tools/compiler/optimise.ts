// The order of the passes, and why it is so: until nothing is left to decide, and then until nothing is left
// to merge.
import type { Program } from "./ir/program.ts";
import { constantArguments } from "./passes/constant-arguments.ts";
import { constantFields } from "./passes/constant-fields.ts";
import { constants } from "./passes/constants.ts";
import { copyPropagation } from "./passes/copy-propagation.ts";
import { deadCode } from "./passes/dead-code.ts";
import { deadStores } from "./passes/dead-stores.ts";
import { devirtualize } from "./passes/devirtualize.ts";
import { fold } from "./passes/fold.ts";
import { inlineCalls } from "./passes/inline-calls.ts";
import { inlineRecords } from "./passes/inline-records.ts";
import { inlineSmall } from "./passes/inline-small.ts";
import { inlineTagged } from "./passes/inline-tagged.ts";
import { localValues } from "./passes/local-values.ts";
import { partialEvaluation } from "./passes/partial-evaluation.ts";
import { reordered } from "./passes/reorder.ts";
import { scalarReplacement } from "./passes/scalar-replacement.ts";
import { unreadFields } from "./passes/unread-fields.ts";
import { unusedParameters } from "./passes/unused-parameters.ts";
import { unusedResults } from "./passes/unused-results.ts";
import { named, type OnChange, type Pass, Rounds } from "./rounds.ts";

/** Removes unneeded code first: it is half of the program. */
const DECIDE = named({
  deadCode,
  constants,
  fold,
  devirtualize,
  constantFields,
  unreadFields,
  unusedParameters,
  unusedResults,
});

const BEGIN = named({ partialEvaluation });

/** Passes for the remains of inlined functions, and of decisions. */
const TIDY = named({ scalarReplacement, inlineRecords, localValues, copyPropagation, deadStores });

const END = named({ reordered });

/**
 * Does rare code stay apart from frequent code? It does for an engine that reads past it, and does not take
 * it in.
 */
export interface Engine {
  areBranchesApart: boolean;
}

/** Passes that an engine takes part in. */
interface Merging {
  copy: readonly Pass[];
  merge: readonly Pass[];
}

function mergingOf(areBranchesApart: boolean): Merging {
  return {
    copy: named({ inlineTagged: (program) => inlineTagged(program, { areBranchesApart }) }),
    merge: named({
      inlineCalls: (program) => inlineCalls(program, { areBranchesApart }),
      inlineSmall,
      constantArguments: (program) => constantArguments(program, { isOwnFaster: !areBranchesApart }),
    }),
  };
}

const APART = mergingOf(true);
const TAKEN_IN = mergingOf(false);

/** In the order in which each comes first. */
export const PASSES: readonly Pass[] = [
  ...DECIDE,
  ...BEGIN,
  ...TAKEN_IN.copy,
  ...TAKEN_IN.merge,
  ...TIDY,
  ...END,
];

/**
 * The smallest program that does the same. The values of the start are worked out once it makes no more than
 * is needed; nobody reads many of them, so the decisions run once more. Tagged functions are copied after
 * that, because dead code need not be copied, and before merging, while they are still functions.
 */
export function optimised(program: Program, engine: Engine, onChange?: OnChange): Program {
  const rounds = new Rounds(onChange);
  const { copy, merge } = engine.areBranchesApart ? APART : TAKEN_IN;
  const begun = rounds.once(rounds.untilSteady(program, DECIDE), BEGIN);
  const decided = rounds.untilSteady(begun, DECIDE);
  const copied = rounds.untilSteady(decided, copy);
  return rounds.once(rounds.untilSteady(copied, [...merge, ...TIDY, ...DECIDE]), END);
}
