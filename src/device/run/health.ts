// Health: what is wrong with the device, and how far that is known. A command that was not understood comes
// in the middle of a packet from the broker, and what is wrong goes out when the link has room: so this
// outlives the turn.

/**
 * The broker knows the problems; they are still to be reported; they may have changed, and must be looked
 * for.
 */
export const TOLD = 0;
export const UNTOLD = 1;
export const CHANGED = 2;
type Standing = typeof TOLD | typeof UNTOLD | typeof CHANGED;

/** The report when nothing is wrong. */
export const NOTHING_WRONG = "none";

/**
 * Separates two problems: a program splits there, because no problem has a line break; and a person can read
 * it on one line.
 */
export const NEXT_PROBLEM = ";\n";

/** The most bytes of the problems of parts and actuators together; a single one may be longer. */
const MOST_BYTES = 240;

export interface Health {
  /** The problems: sentences with `NEXT_PROBLEM` between them, or `NOTHING_WRONG`. */
  problem: string;
  /** The number of further problems without room in it. */
  leftOut: number;
  standing: Standing;
}

/** Nothing is wrong, and the broker is to learn that. */
export function createHealth(): Health {
  return { problem: NOTHING_WRONG, leftOut: 0, standing: UNTOLD };
}

/** A problem has changed: a part's fault, or an actuator's misunderstanding. @inline */
export function noteChange(health: Health): void {
  health.standing = CHANGED;
}

/** No problem is known, and each that is found will be reported. @inline */
export function forgetProblems(health: Health): void {
  health.standing = UNTOLD;
  health.problem = NOTHING_WRONG;
  health.leftOut = 0;
}

/**
 * Adds a problem that matters less than those before. Where it `mayWait`, it is only counted when there is no
 * room. @inline
 */
export function addProblem(health: Health, problem: string, mayWait: boolean): void {
  if (health.problem === NOTHING_WRONG) health.problem = problem;
  else if (mayWait && health.problem.length + NEXT_PROBLEM.length + problem.length > MOST_BYTES)
    health.leftOut += 1;
  else health.problem = health.problem + NEXT_PROBLEM + problem;
}

/** All problems, as the broker gets them. @inline */
export function problemText(health: Health): string {
  if (health.leftOut === 0) return health.problem;
  return health.problem + NEXT_PROBLEM + "and " + health.leftOut + " more";
}

/** The broker is to be told once more. */
export function tellProblemAgain(health: Health): void {
  if (health.standing === TOLD) health.standing = UNTOLD;
}

/** The broker has been told. @inline */
export function endTelling(health: Health): void {
  health.standing = TOLD;
}
