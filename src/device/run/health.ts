// Health: what is wrong with the device, and how far that is known. A command that was not understood comes in the middle of a
// packet from the broker, and what is wrong goes out when the link has room: so this outlives the turn.

/** The broker knows what is wrong; it is still to be told; it is not what it was, and is to be looked for. */
export const TOLD = 0;
export const UNTOLD = 1;
export const CHANGED = 2;
type Standing = typeof TOLD | typeof UNTOLD | typeof CHANGED;

/** What is told where nothing is wrong. */
export const NOTHING_WRONG = "none";

/** Stands between two problems: a program splits there, for no problem has a line break; and who sees it on one line can read it. */
export const NEXT_PROBLEM = ";\n";

/** Bytes of the problems of parts and actuators together; a single one may be longer. */
const MOST_BYTES = 240;

export interface Health {
  /** What is wrong: sentences with `NEXT_PROBLEM` between them, or `NOTHING_WRONG`. */
  problem: string;
  /** So many more are wrong that found no room in it. */
  leftOut: number;
  standing: Standing;
}

/** Nothing is wrong, and the broker is to be told. */
export function createHealth(): Health {
  return { problem: NOTHING_WRONG, leftOut: 0, standing: UNTOLD };
}

/** What is wrong has changed: a part's fault, or an actuator's misunderstanding, is not what it was. @inline */
export function noteChange(health: Health): void {
  health.standing = CHANGED;
}

/** Nothing is known to be wrong, and what is found will be told. @inline */
export function forgetProblems(health: Health): void {
  health.standing = UNTOLD;
  health.problem = NOTHING_WRONG;
  health.leftOut = 0;
}

/** This is wrong as well, and matters less than what was found before. Where it `mayWait`, it is counted when there is no room. @inline */
export function addProblem(health: Health, problem: string, mayWait: boolean): void {
  if (health.problem === NOTHING_WRONG) health.problem = problem;
  else if (mayWait && health.problem.length + NEXT_PROBLEM.length + problem.length > MOST_BYTES)
    health.leftOut += 1;
  else health.problem = health.problem + NEXT_PROBLEM + problem;
}

/** All of it, as the broker is told. @inline */
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
