// The course of a device that acts by the time: power and network that go, servers that say nothing
// or are wrong, people who set a time. Drawn from a seed; nothing happens so close to a mark that
// nobody could say who was first.
import { createRandom, type Random } from "../../../../src/platform/node/random.ts";
import type { HousePlace } from "./house.ts";
import { edgesOf, type Mark, marksOf, type Setting, wallAt } from "./person.ts";

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000] as const;

/** What one of three servers does in place of telling the time. */
const LIES = [
  "three days ahead",
  "a year behind",
  "RATE",
  "stratum 0",
  "not synchronised",
  "another question",
  "silent",
] as const;
export type Lie = (typeof LIES)[number];

/** Without power from `from` to `middle`; what is cut then, or all the time, comes back at `to`. */
export interface Trouble {
  kind: "off" | "no network" | "off, then no network" | "off, then no server" | "one server lies";
  from: number;
  middle: number;
  to: number;
  server: number;
  lie: Lie;
}

export interface Course {
  place: HousePlace;
  from: number;
  to: number;
  settings: readonly Setting[];
  troubles: readonly Trouble[];
  marks: readonly Mark[];
  edges: readonly number[];
}

const KINDS: readonly Trouble["kind"][] = [
  "off",
  "no network",
  "off, then no network",
  "off, then no server",
  "one server lies",
];

/**
 * Within this time after it may, a device knows the time: servers that were silent are asked every quarter of
 * an hour at least.
 */
export const KNOWING_MS = 2 * MINUTE;
export const ASKING_MS = 20 * MINUTE;
/** Nothing happens so shortly before or after a mark. */
const APART_MS = 6 * MINUTE;

export function drawCourse(seed: number, place: HousePlace, from: number, to: number): Course {
  const random = createRandom(seed);
  const settings = drawSettings(random, place, from, to);
  const marks = marksOf(place, settings, from, to);
  const edges = edgesOf(place, from, to);
  const fixed = [...marks.flatMap(({ at, again = at }) => [at, again]), ...edges].sort((a, b) => a - b);
  const isFree = (begin: number, end: number) => !fixed.some((at) => at > begin && at < end);
  const troubles: Trouble[] = [];
  let next = from + HOUR;
  while (next < to - DAY) {
    const trouble = drawTrouble(random, next);
    const moments = [trouble.from, trouble.middle, trouble.to];
    const isApart =
      moments.every((at) => isFree(at - APART_MS, at + APART_MS)) &&
      isFree(trouble.to, trouble.to + ASKING_MS + APART_MS) &&
      !settings.some(({ at }) => at > trouble.from - HOUR && at < trouble.to + HOUR);
    if (isApart && trouble.to < to - HOUR) troubles.push(trouble);
    next = (isApart ? trouble.to : trouble.from) + HOUR + random.below(24 * 60) * MINUTE;
  }
  return { place, from, to, settings, troubles, marks, edges };
}

function drawTrouble(random: Random, from: number): Trouble {
  const length = () => (5 + random.below([20, 600, 3000][random.below(3)] as number)) * MINUTE;
  const middle = from + length();
  return {
    kind: KINDS[random.below(KINDS.length)] as Trouble["kind"],
    from,
    middle,
    to: middle + length(),
    server: random.below(3),
    lie: LIES[random.below(LIES.length)] as Lie,
  };
}

/** People set the time every few days, and not in a night in which the clock is changed. */
function drawSettings(random: Random, { zone }: HousePlace, from: number, to: number): Setting[] {
  const settings: Setting[] = [{ at: Number.NEGATIVE_INFINITY, time: "07:10" }];
  const two = (count: number) => String(count).padStart(2, "0");
  for (let at = from + DAY; at < to - DAY; at += (1 + random.below(4)) * DAY + random.below(1440) * MINUTE) {
    const time = `${two(random.below(24))}:${two(random.below(60))}`;
    const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
    const [before, now, after] = [at - 4 * HOUR, at, at + 4 * HOUR].map((time) => wallAt(zone, time));
    const span = (((after?.minute ?? 0) - (before?.minute ?? 0) + 1440) % 1440) - 480;
    if (span === 0 && Math.abs(minute - (now?.minute ?? 0)) > 5) settings.push({ at: at + 20_000, time });
  }
  return settings;
}
