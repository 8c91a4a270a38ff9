// The same counts for OpenTelemetry. Who has its SDK gives the watch a meter: new MeterProvider({ readers }).getMeter("vehicles").
import { BOUNDS, missingOf, PATHS, type PathName, type Paths } from "./path.ts";

type OfPath = Readonly<Record<"path", PathName>>;

/** As much as this needs of the Meter of @opentelemetry/api. */
export interface Meter {
  createCounter: (name: string) => { add: (value: number, of: OfPath) => void };
  createHistogram: (
    name: string,
    options: { unit: string; advice: { explicitBucketBoundaries: number[] } },
  ) => { record: (value: number, of: OfPath) => void };
  createObservableGauge: (name: string) => {
    addCallback: (look: (result: { observe: (value: number, of: OfPath) => void }) => void) => void;
  };
}

/** From now on the meter is told what the paths count: trips.received, .twice, .error, .missing, and .latency in seconds. */
export function measure(meter: Meter, paths: Paths): void {
  const counters = {
    received: meter.createCounter("trips.received"),
    twice: meter.createCounter("trips.twice"),
    error: meter.createCounter("trips.error"),
  };
  const latency = meter.createHistogram("trips.latency", {
    unit: "s",
    advice: { explicitBucketBoundaries: BOUNDS },
  });
  meter.createObservableGauge("trips.missing").addCallback((result) => {
    for (const path of PATHS) result.observe(missingOf(path, paths), { path });
  });
  for (const path of PATHS)
    paths[path].took = (how, seconds) => {
      counters[how].add(1, { path });
      if (seconds !== undefined) latency.record(seconds, { path });
    };
}
