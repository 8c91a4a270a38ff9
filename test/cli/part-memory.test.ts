// The moment at which a process of a fleet gives memory back.
import { setFlagsFromString } from "node:v8";
import { afterEach, expect, test, vi } from "vitest";
import { giveMemoryBack, SETTLED_MS } from "../../tools/cli/fleet/part-memory.ts";

afterEach(() => {
  // The other tests of this process collect as Node does by itself.
  setFlagsFromString("--no-compact-on-every-full-gc");
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("memory is released once after each burst of connections", () => {
  vi.useFakeTimers();
  const gc = vi.fn();
  vi.stubGlobal("gc", gc);
  let connects = 0;
  giveMemoryBack(() => connects);
  vi.advanceTimersByTime(60_000);
  expect(gc).not.toHaveBeenCalled();
  for (const burst of [1, 2]) {
    for (let i = 0; i < 100; i += 1) {
      connects += 1;
      vi.advanceTimersByTime(500);
    }
    expect(gc).toHaveBeenCalledTimes(burst - 1);
    vi.advanceTimersByTime(SETTLED_MS);
    expect(gc).toHaveBeenCalledTimes(burst);
    vi.advanceTimersByTime(60_000);
    expect(gc).toHaveBeenCalledTimes(burst);
  }
});

test("a process without the flags releases no memory", () => {
  vi.useFakeTimers();
  vi.stubGlobal("gc", undefined);
  giveMemoryBack(() => 0);
  expect(vi.getTimerCount()).toBe(0);
});
