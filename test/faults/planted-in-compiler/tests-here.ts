// What a test file takes of vitest, where its tests run here: in one process, as often as there are bugs. The programs that
// are made by chance are left out: they take longer than all others, and what only they find has no test of its own.
import { expect, vi } from "vitest";

type Body = (...given: never[]) => unknown;

/** More rows than tables have that are written by hand. */
const MOST_ROWS = 20;

let bodies: (() => unknown)[] = [];

function test(_name: string, body: Body): void {
  bodies.push(() => body());
}

test.each = (rows: readonly unknown[]) => (_name: string, body: Body) => {
  if (rows.length > MOST_ROWS) return;
  for (const row of rows) bodies.push(() => body(...((Array.isArray(row) ? row : [row]) as never[])));
};

function describe(_name: string, body: () => void): void {
  body();
}

/** What stands in the place of "vitest" for a test file. */
export const VITEST_HERE = { describe, expect, test, vi };

/** The failure of the first test that fails of those that `load` declares. */
export async function firstFailure(load: () => Promise<unknown>): Promise<unknown> {
  bodies = [];
  await load();
  if (bodies.length === 0) throw new Error("No test is declared.");
  for (const body of bodies) {
    try {
      await body();
    } catch (failure) {
      return failure ?? new Error("It failed.");
    }
  }
  return undefined;
}
