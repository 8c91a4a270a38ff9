import { expect, onTestFinished, test } from "vitest";
import scores from "../../../firmware/scores/scenario.ts";
import { runScenario } from "../../../tools/sim/scenario/run-scenario.ts";
import { virtualStage } from "../../../tools/sim/scenario/stages.ts";

test("a thousand displays show the last score, and the scorebook misses no ball", async () => {
  const stage = virtualStage(1);
  onTestFinished(stage.leave);
  const { expectations, figures, sent } = await runScenario(scores, stage, 1);
  expect(expectations.filter(({ failures }) => failures.length > 0)).toEqual([]);
  expect(expectations.length).toBeGreaterThanOrEqual(5);
  expect(sent).toBe(20);
  expect(figures).toMatchObject([
    { group: "scorebook", programs: 1, heard: 20, lost: 0, twice: 0, outOfOrder: 0 },
    { group: "display", programs: 1000, lost: 0, outOfOrder: 0 },
  ]);
});
