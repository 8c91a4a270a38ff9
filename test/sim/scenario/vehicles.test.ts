import { expect, onTestFinished, test } from "vitest";
import { fleet } from "../../../firmware/vehicles/scenario.ts";
import { runScenario } from "../../../tools/sim/scenario/run-scenario.ts";
import { virtualStage } from "../../../tools/sim/scenario/stages.ts";

test("a bridge that stops without a word is found, and no trip message of a thousand vehicles is lost", async () => {
  const stage = virtualStage(1);
  onTestFinished(stage.leave);
  let metrics = "";
  const vehicles = fleet(1000, (text) => {
    metrics = text;
  });
  const { expectations, figures } = await runScenario(vehicles, stage, 1);
  expect(expectations.filter(({ failures }) => failures.length > 0)).toEqual([]);
  expect(figures).toMatchObject([
    { group: "watch", heard: 5000, lost: 0, twice: 0, outOfOrder: 0 },
    { group: "centre", lost: 0 },
  ]);
  const counts = metrics.split("\n").filter((line) => /^trips_(received|missing|errors)/.test(line));
  expect(counts).toEqual([
    'trips_received_total{path="live"} 5000',
    'trips_received_total{path="queue"} 5000',
    'trips_errors_total{path="live"} 0',
    'trips_errors_total{path="queue"} 0',
    'trips_missing{path="live"} 0',
    'trips_missing{path="queue"} 0',
  ]);
  expect(metrics).toMatch(/\ntrips_latency_seconds_bucket\{path="live",le="0\.5"\} \d+\n/);
  expect(metrics.endsWith("\n# EOF\n")).toBe(true);
});
