// The order of the passes, and why it is so: until nothing is left to decide, and then until nothing is left to merge.
import type { Board } from "../../boards/board.ts";
import type { Program } from "./form/program.ts";
import { branches } from "./passes/branches.ts";
import { callDirectly } from "./passes/call-directly.ts";
import { choices } from "./passes/choices.ts";
import { constantArguments } from "./passes/constant-arguments.ts";
import { constantFields } from "./passes/constant-fields.ts";
import { constants } from "./passes/constants.ts";
import { copies } from "./passes/copies.ts";
import { deadStores } from "./passes/dead-stores.ts";
import { flatRecords } from "./passes/flat-records.ts";
import { fold } from "./passes/fold.ts";
import { inlineCalls } from "./passes/inline-calls.ts";
import { inlineSmall } from "./passes/inline-small.ts";
import { inlineTagged } from "./passes/inline-tagged.ts";
import { knownValues } from "./passes/known-values.ts";
import { localValues } from "./passes/local-values.ts";
import { reordered } from "./passes/reorder.ts";
import { shake } from "./passes/shake.ts";
import { shortLists } from "./passes/short-lists.ts";
import { startValues } from "./passes/start-values.ts";
import { unreadFields } from "./passes/unread-fields.ts";
import { unusedParameters } from "./passes/unused-parameters.ts";
import { unusedResults } from "./passes/unused-results.ts";
import { type Pass, Rounds, type Told } from "./rounds.ts";

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

/** What is left of functions that stand in place of their calls, and of what was decided. */
const TIDY: readonly Pass[] = [flatRecords, localValues, copies, deadStores, branches, choices];

/** Passes that a target takes part in: what Espruino reads past, Lua takes in. */
interface Merging {
  inlineTagged: Pass;
  merge: readonly Pass[];
}

const MERGING: Readonly<Record<Board["target"], Merging>> = {
  espruino: mergingOf(true),
  nodemcu: mergingOf(false),
};

function mergingOf(areBranchesApart: boolean): Merging {
  const ofTarget = {
    inlineTagged: (program: Program) => inlineTagged(program, { areBranchesApart }),
    inlineCalls: (program: Program) => inlineCalls(program, { areBranchesApart }),
    constantArguments: (program: Program) => constantArguments(program, { isOwnFaster: !areBranchesApart }),
  };
  const merge = [ofTarget.inlineCalls, inlineSmall, ofTarget.constantArguments, shortLists];
  return { inlineTagged: ofTarget.inlineTagged, merge };
}

/** What the passes are called, in the order in which each comes first. */
export const PASS_NAMES: readonly string[] = [
  ...DECIDE,
  startValues,
  MERGING.nodemcu.inlineTagged,
  ...MERGING.nodemcu.merge,
  ...TIDY,
  reordered,
].map(({ name }) => name);

/**
 * The smallest program that does the same. What the start makes is worked out when it makes no more than what is needed;
 * much of it nobody reads, and so it is decided once more what stays. Tagged functions are copied when all is decided, so that no copy is of what
 * goes, and before others are merged, so that they are still functions.
 */
export function optimised(program: Program, target: Board["target"], told?: Told): Program {
  const rounds = new Rounds(told);
  const { inlineTagged: tagged, merge } = MERGING[target];
  const begun = rounds.once(rounds.untilSteady(program, DECIDE), startValues);
  const decided = rounds.untilSteady(begun, DECIDE);
  const copied = rounds.untilSteady(decided, [tagged]);
  return rounds.once(rounds.untilSteady(copied, [...merge, ...TIDY, ...DECIDE]), reordered);
}
