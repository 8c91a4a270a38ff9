// The variable of the environment that names the tests of a pass to vitest, which Stryker starts.
export const MUTATION_TESTS = "RINGMOTE_MUTATION_TESTS";
