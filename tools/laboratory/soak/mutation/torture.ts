// Mutated packets against the client, batch after batch: the same cases on each engine have the same outcome.
import { agreed } from "./agreement.ts";
import { type Case, casesOf } from "./cases.ts";
import { withinTime } from "./in-node.ts";
import { inPieces, type MutationStep, type StepOutcome, stepsText, type Tortured } from "./steps.ts";
import { IN_3_1_1, type Traffic } from "./traffic.ts";

/** Cases that one client lives through, one after the other. */
export const BATCH = 500;

/** Behind so many cases the client has met everything that it keeps. */
const FIRST = 50;
/** Looks at what is held; a buffer of the engine may just be in use in one of them. */
const LOOKS = 3;
/**
 * What it may hold more at the end: in Lua, the functions that were read from flash last. A leak of 3 bytes a
 * case is more.
 */
const SLACK = { values: 0, bytes: 1200 };

/** A batch is a client's life: every second one has subscriptions with wildcards too. */
const flagsOf = (traffic: Traffic, seed: number): string => traffic.flag + (seed % 2 === 0 ? "w" : "");

/**
 * Runs one batch on each of the engines. Throws with the seed and the shortest steps when a promise is
 * broken.
 */
export function tortureBatch(
  traffic: Traffic,
  seed: number,
  engines: readonly Tortured[],
  count = BATCH,
): void {
  // Engines that are compared have the same pieces, for a message that is delivered in parts has one part in
  // each.
  const cases =
    engines.length > 1 ? casesOf(traffic, seed, count).map(asOnChip) : casesOf(traffic, seed, count);
  const flags = flagsOf(traffic, seed);
  if (traffic !== IN_3_1_1) agreed(cases.map(({ wrong }) => wrong));
  const first = reportsOf(engines[0], seed, flags, cases);
  for (const engine of engines.slice(1)) {
    const reports = reportsOf(engine, seed, flags, cases);
    const at = reports.findIndex((report, index) => report !== first[index]);
    if (at >= 0)
      throw new Error(
        `Seed ${seed}, case ${at}: ${engine.engine} says "${reports[at]}", ${engines[0].engine} says "${first[at]}":\n${stepsText(cases[at].steps)}`,
      );
  }
}

function asOnChip({ steps, wrong }: Case): Case {
  return { steps: steps.flatMap(inPieces), wrong };
}

function reportsOf(engine: Tortured, seed: number, flags: string, cases: readonly Case[]): string[] {
  engine.begin(flags);
  let settled = 0;
  const reports = cases.map(({ steps }, index) => {
    const { report, broken } = outcomeOf(engine, steps);
    if (broken !== "") throw new Error(sentence(engine, { seed, flags, index }, cases[index].steps, broken));
    if (index === FIRST) settled = atRest(engine);
    return report;
  });
  const grown = atRest(engine) - settled;
  if (cases.length > FIRST && grown > SLACK[engine.engine === "Node" ? "values" : "bytes"])
    throw new Error(
      `Seed ${seed} on ${engine.engine}: the client holds ${grown} more behind ${cases.length} cases than behind ${FIRST}.`,
    );
  return reports;
}

/** What it holds when nothing has happened but that its connection was lost and came back. */
function atRest(engine: Tortured): number {
  const held = Array.from({ length: LOOKS }, () => {
    engine.run([SETTLED]);
    return engine.held();
  });
  return Math.min(...held);
}

/** What escapes from the client is a broken promise too. */
function outcomeOf(engine: Tortured, steps: readonly MutationStep[]): StepOutcome {
  try {
    return withinTime(() => engine.run(steps));
  } catch (thrown) {
    return { report: "", broken: (thrown as Error).message };
  }
}

function sentence(
  engine: Tortured,
  { seed, flags, index }: { seed: number; flags: string; index: number },
  steps: readonly MutationStep[],
  broken: string,
): string {
  const alone = shortest(engine, flags, steps);
  const failure = `Seed ${seed}, case ${index} on ${engine.engine}: the client ${broken}`;
  return alone === undefined
    ? `${failure}. Only behind the cases before it:\n${stepsText(steps)}`
    : `${failure}. The shortest steps that do it:\n${stepsText(alone)}`;
}

/**
 * The steps of a failing case without those that it fails without too; `undefined` when it does not fail
 * alone.
 */
function shortest(
  engine: Tortured,
  flags: string,
  steps: readonly MutationStep[],
): readonly MutationStep[] | undefined {
  const fails = (tried: readonly MutationStep[]): boolean => {
    engine.begin(flags);
    return outcomeOf(engine, [SETTLED, ...tried]).broken !== "";
  };
  if (!fails(steps)) return undefined;
  let left = steps;
  for (let at = 0; at < left.length; ) {
    const fewer = left.filter((_, index) => index !== at);
    if (fails(fewer)) left = fewer;
    else at += 1;
  }
  return [SETTLED, ...left];
}

/** The client is connected, as it is behind each case. */
const SETTLED: MutationStep = { call: "settle", bytes: "" };
