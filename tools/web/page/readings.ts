// Readings of a device, as it prints them on its console ("<topic> <value>"), kept as series of values.
import { label } from "./words.ts";

export interface Series {
  /** The last level of its topic: "temperature". */
  name: string;
  /** The latest value as it was printed. */
  latest: string;
  /** Milliseconds since 1970, and the value; words and "None" have no number and are no points. */
  times: number[];
  values: number[];
}

/** Points of a series that are kept: at one a second, an hour. */
const MOST_POINTS = 3600;
const LINE = /^[^\s/]\S*\/([a-z0-9-]+) (\S.*)$/;

export class Readings {
  readonly all = new Map<string, Series>();

  /** Takes a line of the console. Returns whether it tells a value of `known` names; with none, of any. */
  take(line: string, now: number, known: readonly string[] = []): boolean {
    const [, name, latest] = LINE.exec(line) ?? [];
    if (name === undefined || latest === undefined) return false;
    if (known.length > 0 && !known.includes(name)) return false;
    const series = this.all.get(name) ?? { name, latest, times: [], values: [] };
    this.all.set(name, series);
    series.latest = latest;
    const value = Number(latest);
    if (latest.trim() === "" || !Number.isFinite(value)) return true;
    series.times.push(now);
    series.values.push(value);
    if (series.times.length > MOST_POINTS) {
      series.times.shift();
      series.values.shift();
    }
    return true;
  }

  clear(): void {
    this.all.clear();
  }
}

/** Least, greatest and count of a series in words, for whoever does not see the chart. */
export function seriesInWords({ name, latest, values }: Series, unit: string): string {
  if (values.length === 0) return `${name} is ${latest}.`;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${label(name)}: ${values.length} values from ${least}${unit} to ${most}${unit}, the latest ${latest}${unit}.`;
}
