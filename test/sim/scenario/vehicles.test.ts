import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { expect, onTestFinished, test } from "vitest";
import { fleet } from "../../../firmware/vehicles/scenario.ts";
import { runScenario } from "../../../tools/sim/scenario/run-scenario.ts";
import { virtualStage } from "../../../tools/sim/scenario/stages.ts";

const VEHICLES = 1000;
const SENT = 5 * VEHICLES;

/** OpenTelemetry's own SDK, which exports each 10 s: what it told, by metric and path, at each of its exports. */
function telemetry() {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 10_000 });
  const provider = new MeterProvider({ readers: [reader] });
  const values = (name: string, path: string) =>
    exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics)
      .flatMap(({ metrics }) => metrics)
      .filter(({ descriptor }) => descriptor.name === name)
      .flatMap(({ dataPoints }) => dataPoints.filter(({ attributes }) => attributes.path === path))
      .map(({ value }) => (typeof value === "number" ? value : value.count));
  return { meter: provider.getMeter("vehicles"), values };
}

test("a silently stopped bridge is detected, and no trip message is lost", async () => {
  const stage = virtualStage(1, fleet(VEHICLES));
  onTestFinished(stage.leave);
  const { meter, values } = telemetry();
  let text = "";
  const vehicles = fleet(VEHICLES, { meter, told: (metrics) => (text = metrics) });
  const { expectations, figures } = await runScenario(vehicles, stage, 1);
  expect(expectations.filter(({ failures }) => failures.length > 0)).toEqual([]);
  expect(figures).toMatchObject([
    { group: "watch", heard: SENT, lost: 0, twice: 0, outOfOrder: 0 },
    { group: "centre", lost: 0 },
  ]);

  const counts = text.split("\n").filter((line) => /^trips_(received|missing|errors)/.test(line));
  expect(counts).toEqual([
    `trips_received_total{path="live"} ${SENT}`,
    `trips_received_total{path="queue"} ${SENT}`,
    'trips_errors_total{path="live"} 0',
    'trips_errors_total{path="queue"} 0',
    'trips_missing{path="live"} 0',
    'trips_missing{path="queue"} 0',
  ]);
  expect(text).toMatch(/\ntrips_latency_seconds_bucket\{path="live",le="0\.5"\} \d+\n/);
  expect(text.endsWith("\n# EOF\n")).toBe(true);

  for (const path of ["live", "queue"]) {
    expect(values("trips.received", path).at(-1)).toBe(SENT);
    expect(values("trips.latency", path).at(-1)).toBe(SENT);
    expect(values("trips.missing", path).at(-1)).toBe(0);
    expect(values("trips.error", path)).toEqual([]);
  }
  // While the bridge hangs, more and more is missing there.
  expect(Math.max(...values("trips.missing", "queue"))).toBeGreaterThan(VEHICLES);
  expect(Math.max(...values("trips.missing", "live"))).toBeLessThan(VEHICLES / 10);
});
