// Vehicles with more seeds than every day.
import { expect, onTestFinished, test } from "vitest";
import vehicles from "../../firmware/vehicles/scenario.ts";
import { runScenario } from "../../tools/sim/scenario/run-scenario.ts";
import { virtualStage } from "../../tools/sim/scenario/stages.ts";

test.each([2, 3, 4])("every expectation of the vehicles holds with seed %i", async (seed) => {
  const stage = virtualStage(seed, vehicles);
  onTestFinished(stage.leave);
  const { expectations } = await runScenario(vehicles, stage, seed);
  expect(expectations.filter(({ failures }) => failures.length > 0)).toEqual([]);
});
