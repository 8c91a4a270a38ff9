// The counts of both paths as OpenMetrics text, for who asks a program by HTTP.
import { BOUNDS, missingOf, PATHS, type Path, type PathName, type Paths } from "./path.ts";

export function openMetrics(paths: Paths): string {
  const lines: string[] = [];
  const family = (
    name: string,
    type: string,
    linesOf: (path: Path, label: string, is: PathName) => string[],
  ) => {
    lines.push(`# TYPE ${name} ${type}`);
    for (const path of PATHS) lines.push(...linesOf(paths[path], `path="${path}"`, path));
  };
  const counter = (name: string, count: (path: Path) => number) =>
    family(name, "counter", (path, label) => [`${name}_total{${label}} ${count(path)}`]);
  counter("trips_received", ({ counts }) => counts.received);
  counter("trips_twice", ({ counts }) => counts.twice);
  counter("trips_errors", ({ counts }) => counts.error);
  family("trips_missing", "gauge", (_path, label, is) => [`trips_missing{${label}} ${missingOf(is, paths)}`]);
  family("trips_latency_seconds", "histogram", ({ buckets, counts, seconds }, label) => [
    ...BOUNDS.map(
      (bound, i) => `trips_latency_seconds_bucket{${label},le="${bound.toFixed(1)}"} ${buckets[i]}`,
    ),
    `trips_latency_seconds_bucket{${label},le="+Inf"} ${counts.received}`,
    `trips_latency_seconds_count{${label}} ${counts.received}`,
    `trips_latency_seconds_sum{${label}} ${seconds.toFixed(3)}`,
  ]);
  return `${lines.join("\n")}\n# EOF\n`;
}
