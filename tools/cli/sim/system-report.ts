// The report of a system's run: its expectations, its figures, and its traffic on the wire.
import type { Outcome } from "../../sim/scenario/run-scenario.ts";
import { columns } from "../words/columns.ts";

/** Of an expectation that does not hold, so many failures are shown. */
const MOST_FAILURES = 5;
const MS_OF = { hour: 3_600_000, minute: 60_000, second: 1000 };

export interface Run {
  system: string;
  title: string;
  time: "virtual" | "real";
  seed: number;
  /** Milliseconds. */
  lasts: number;
}

/** Lines for people. */
export function systemReport({ system, title, time, seed, lasts }: Run, outcome: Outcome): string {
  const { faults, expectations, untried, figures, sent, bytes, fingerprint } = outcome;
  const held = expectations.flatMap(({ words, failures }) => [
    `${failures.length === 0 ? "held  " : "FAILED"}  ${words}`,
    ...failures
      .slice(0, MOST_FAILURES)
      .map(({ who, at, words: what }) => `          ${clock(at)} ${who} ${what}`),
    ...(failures.length > MOST_FAILURES ? [`          and ${failures.length - MOST_FAILURES} more`] : []),
  ]);
  const left = untried.map(
    (words) => `-       ${words} (not tried: this broker has no message queue for it)`,
  );
  const rows = figures.map(({ group, programs, heard, lost, twice, outOfOrder, p50, p99 }) => [
    group,
    ...[programs, heard, lost, twice, outOfOrder].map(String),
    ...[p50, p99].map((ms) => (ms === undefined ? "-" : `${ms} ms`)),
  ]);
  const heads = ["who", "programs", "heard", "lost", "twice", "out of order", "p50", "p99"];
  const wire = `${sent} messages sent, ${bytes} bytes to and from the broker`;
  return [
    `${system}: ${title}`,
    `${lasts / MS_OF.second} s of ${time} time, seed ${seed}`,
    "",
    ...faults.map(({ at, words }) => `${clock(at)} ${words}`),
    "",
    ...held,
    ...left,
    "",
    columns([heads, ...rows], [1, 2, 3, 4, 5, 6, 7]),
    "",
    time === "virtual" ? `${wire}, SHA-256 ${fingerprint.slice(0, 16)}` : wire,
  ].join("\n");
}

/** For programs. */
export function systemRecord({ system, title, time, seed, lasts }: Run, outcome: Outcome): object {
  const { expectations, fingerprint, ...counts } = outcome;
  return {
    system,
    title,
    time,
    seed,
    lasts,
    ...counts,
    expectations: expectations.map(({ words, failures }) => ({
      words,
      held: failures.length === 0,
      failures,
    })),
    ...(time === "virtual" && { fingerprint }),
  };
}

/** "00:01:04.250" from the beginning. */
function clock(ms: number): string {
  const part = (value: number, digits = 2) => String(Math.floor(value)).padStart(digits, "0");
  const { hour, minute, second } = MS_OF;
  return `${part(ms / hour)}:${part((ms % hour) / minute)}:${part((ms % minute) / second)}.${part(ms % second, 3)}`;
}
