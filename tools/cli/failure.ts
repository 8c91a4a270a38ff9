// The two ways in which a command fails on purpose, each with one clear sentence.

/** Wrong use of the command line: exit code 2. */
export class UsageError extends Error {}

/** The command was right and could not be carried through: exit code 1. */
export class RunError extends Error {}

export const EXIT_FAILED = 1;
export const EXIT_WRONG_USE = 2;
