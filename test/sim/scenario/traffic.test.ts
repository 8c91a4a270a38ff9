import { expect, onTestFinished, test } from "vitest";
import traffic from "../../../firmware/traffic/scenario.ts";
import { runScenario } from "../../../tools/sim/scenario/run-scenario.ts";
import type { Group } from "../../../tools/sim/scenario/scenario.ts";
import { virtualStage } from "../../../tools/sim/scenario/stages.ts";

test("workers of a group and a queue process each reading once", async () => {
  const stage = virtualStage(1, traffic);
  onTestFinished(stage.leave);
  const sensor = { ...(traffic.takePart.sensor as Group), count: 200 };
  const small = { ...traffic, takePart: { ...traffic.takePart, sensor } };
  const { expectations, untried, figures, sent } = await runScenario(small, stage, 1);
  expect(expectations.filter(({ failures }) => failures.length > 0)).toEqual([]);
  expect([expectations.length, untried]).toEqual([7, []]);
  expect(sent).toBe(800);
  expect(figures).toMatchObject([
    { group: "dashboard", programs: 1, lost: 0, outOfOrder: 0 },
    { group: "worker", programs: 4, heard: 800, lost: 0, twice: 0 },
    { group: "clerk", programs: 4, heard: 800, lost: 0, twice: 0 },
  ]);
});
