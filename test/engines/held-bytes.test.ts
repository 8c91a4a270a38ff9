// The estimate of a device's memory sees what a pass of the compiler does, as Lua's heap does.
import { expect, test, vi } from "vitest";
import { buildImage } from "../../tools/image/build.ts";
import { CHIPS } from "../../tools/laboratory/bench/lua/hosted-climate.ts";
import { heapOf } from "../../tools/laboratory/sizes/heap.ts";
import { EVERYTHING } from "../everything.ts";

// Building on a busy computer takes its time.
vi.setConfig({ testTimeout: 180_000 });

const passes = vi.hoisted(() => ({ isMerging: true }));
vi.mock("../../tools/targets/nodemcu/lua/merge-functions.ts", async (original) => {
  const { withMergedFunctions } = await original<{ withMergedFunctions: (tree: unknown) => unknown }>();
  return {
    withMergedFunctions: (tree: unknown, ...rest: []) =>
      passes.isMerging ? withMergedFunctions(tree, ...rest) : tree,
  };
});

/** How far the estimate of a difference may be off, of the difference that was measured. */
const TOLERANCE = 0.15;

test.each(EVERYTHING ? CHIPS : CHIPS.slice(0, 1))(
  "the estimate for $board grows with the heap without merged functions",
  async (chip) => {
    const weighed = async (isMerging: boolean) => {
      passes.isMerging = isMerging;
      // No kept image: one without the pass would be taken for another's.
      const image = await buildImage({ firmware: "climate", board: chip.board, evenTooLarge: true });
      return { estimated: image.held.connected, measured: await heapOf(image, chip) };
    };
    const merged = await weighed(true);
    const apart = await weighed(false);
    const measured = apart.measured - merged.measured;
    expect(measured).toBeGreaterThan(4000);
    expect(Math.abs(apart.estimated - merged.estimated - measured) / measured).toBeLessThan(TOLERANCE);
  },
);
