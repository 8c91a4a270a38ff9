import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addLatencies,
  createLatencies,
  latenciesOf,
  latencyPairs,
  noteLatency,
  percentile,
} from "../../tools/sim/devices/latencies.ts";

test("a percentile exceeds its recorded value by at most 4 %", () => {
  const milliseconds = fc.integer({ min: 0, max: 2 ** 31 - 1 }).map((microseconds) => microseconds / 1000);
  fc.assert(
    fc.property(
      fc.array(milliseconds, { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (all, share) => {
        const latencies = createLatencies();
        for (const latency of all) noteLatency(latencies, latency);
        const sorted = [...all].sort((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(all.length * share)) - 1] as number;
        const estimate = percentile(latencies, share) as number;
        expect(estimate).toBeGreaterThanOrEqual(exact);
        expect(estimate).toBeLessThanOrEqual(exact * 1.04);
      },
    ),
  );
});

test("latencies of two processes merge as if recorded by one", () => {
  const [first, second, all] = [createLatencies(), createLatencies(), createLatencies()];
  for (let ms = 0; ms < 200; ms += 1) {
    noteLatency(ms % 3 === 0 ? first : second, ms);
    noteLatency(all, ms);
  }
  addLatencies(first, second);
  expect(first).toEqual(all);
  expect(percentile(createLatencies(), 0.99)).toBeUndefined();
});

test("latencies sent as pairs are equal, with only non-empty classes", () => {
  const latencies = createLatencies();
  for (let ms = 0.001; ms < 10_000_000; ms *= 3) noteLatency(latencies, ms);
  const pairs = latencyPairs(latencies);
  expect(pairs.length).toBeLessThan(30);
  expect(latenciesOf(pairs)).toEqual(latencies);
  expect(latencyPairs(createLatencies())).toEqual([]);
});
