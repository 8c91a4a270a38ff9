// Health: what is wrong with the device, and how far that is known. A command that was not understood comes in the middle of a
// packet from the broker, and what is wrong goes out when the link has room: so this outlives the turn.

/** The broker knows what is wrong; it is still to be told; it is not what it was, and is to be looked for. */
export const TOLD = 0;
export const UNTOLD = 1;
export const CHANGED = 2;

export interface Health {
  /** What is wrong, in words, or "none". */
  problem: string;
  /** `TOLD`, `UNTOLD` or `CHANGED`. */
  standing: number;
}

/** Nothing is wrong, and the broker is to be told. */
export function createHealth(): Health {
  return { problem: "none", standing: UNTOLD };
}

/** What is wrong has changed: a part's fault, or an actuator's misunderstanding, is not what it was. @inline */
export function noteChange(health: Health): void {
  health.standing = CHANGED;
}

/** This is wrong, and the broker is to be told. @inline */
export function setProblem(health: Health, problem: string): void {
  health.standing = UNTOLD;
  health.problem = problem;
}

/** The broker is to be told once more. */
export function tellProblemAgain(health: Health): void {
  if (health.standing === TOLD) health.standing = UNTOLD;
}

/** The broker has been told. @inline */
export function endTelling(health: Health): void {
  health.standing = TOLD;
}
