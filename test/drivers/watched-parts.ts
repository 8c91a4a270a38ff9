// Parts whose misuse fails the test that runs: what their datasheets do not allow is no way to talk to them,
// even where a simulated part, as a real one, takes it in silence.
import { expect, onTestFinished } from "vitest";
import type { Misused } from "../../tools/sim/parts/misuses.ts";

export interface WatchedParts {
  watch: (part: object) => void;
  /** What was noted so far. A test that means a misuse takes it here; what nobody took fails the test at its end. */
  misuses: () => string[];
}

/** No parts yet. A part without a list of misuses, a test's own, is not watched. */
export function watchParts(): WatchedParts {
  const parts: Partial<Misused>[] = [];
  const misuses = () => parts.flatMap((part) => part.misuses?.() ?? []);
  onTestFinished(() => expect(misuses()).toEqual([]));
  return { watch: (part) => void parts.push(part), misuses };
}
