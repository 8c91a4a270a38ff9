import { expect, onTestFinished, test } from "vitest";
import scores from "../../../firmware/scores/scenario.ts";
import { runScenario } from "../../../tools/sim/scenario/run-scenario.ts";
import type { Group } from "../../../tools/sim/scenario/scenario.ts";
import { virtualStage } from "../../../tools/sim/scenario/stages.ts";

test("displays show the last score, and the scorebook misses no ball", async () => {
  const stage = virtualStage(1);
  onTestFinished(stage.leave);
  const display = { ...(scores.takePart.display as Group), count: 300 };
  const small = { ...scores, takePart: { ...scores.takePart, display } };
  const { expectations, figures, sent } = await runScenario(small, stage, 1);
  expect(expectations.filter(({ failures }) => failures.length > 0)).toEqual([]);
  expect(expectations.length).toBeGreaterThanOrEqual(5);
  expect(sent).toBe(20);
  expect(figures).toMatchObject([
    { group: "scorebook", programs: 1, heard: 20, lost: 0, twice: 0, outOfOrder: 0 },
    { group: "display", programs: 300, lost: 0, outOfOrder: 0 },
  ]);
});
