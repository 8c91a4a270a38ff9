// The proof of rules by the time: in a year of lost clocks and wrong servers each acts when a person would
// say so, on every engine.
import type { Figures, Proof } from "../proof.ts";
import { type Course, drawCourse } from "./course.ts";
import { TIMED_BOARDS, type TimedEngine, timedInNode, timedOnBoard } from "./engines.ts";
import { type HousePlace, timedHouse } from "./house.ts";
import { type LifeVerdict, liveByTime } from "./life.ts";
import { personChanges } from "./person.ts";

const DAY = 86_400_000;
const WEEK = 7 * DAY;
const YEAR = 366 * DAY;

export const BERLIN: HousePlace = { zone: "Europe/Berlin", latitude: 52.5, longitude: 13.4 };
/** Both halves of the earth, half an hour of summer time, quarters of an hour, and none of it. */
export const PLACES: readonly HousePlace[] = [
  BERLIN,
  { zone: "America/New_York", latitude: 40.7, longitude: -74 },
  { zone: "Australia/Lord_Howe", latitude: -31.6, longitude: 159.1 },
  { zone: "Asia/Kathmandu", latitude: 27.7, longitude: 85.3 },
  { zone: "America/St_Johns", latitude: 47.6, longitude: -52.7 },
  { zone: "America/Santiago", latitude: -33.4, longitude: -70.7 },
];

/** An image believes no time from before its build, and a zone's table begins in its year. */
const nextYear = () => new Date().getUTCFullYear() + 1;

/**
 * Moments some days before the clock of a place is changed, next year; where it never is, two of that year.
 */
export function beforeChanges({ zone }: HousePlace, days: number): number[] {
  const changes = personChanges(zone, nextYear());
  const dates = changes.length > 0 ? changes : [Date.UTC(nextYear(), 2, 1), Date.UTC(nextYear(), 9, 1)];
  return dates.map((date) => date - days * DAY + 3_700_000);
}

/** Throws where a rule acted otherwise than a person would say, with the course. */
export function liveCourseSoundly(course: Course, engine: TimedEngine, seed: number): LifeVerdict {
  const life = liveByTime(course, engine, seed);
  if (life.faults.length === 0) return life;
  throw new Error(
    `Rules by the time broke their word on ${engine.name} in ${course.place.zone}, seed ${seed}:\n  ${life.faults.slice(0, 10).join("\n  ")}`,
  );
}

export const byTime: Proof = {
  name: "by-time",
  async portion(seed): Promise<Figures> {
    const place = PLACES[Math.floor(seed / 2000) % PLACES.length] as HousePlace;
    const begin = Date.UTC(nextYear(), 0, 1, 0, 20);
    const course = drawCourse(seed, place, begin, begin + YEAR);
    const year = liveCourseSoundly(
      course,
      timedInNode(() => timedHouse(place)),
      seed,
    );
    let weeks = 0;
    for (const board of TIMED_BOARDS) {
      const engine = await timedOnBoard(board);
      for (const from of beforeChanges(BERLIN, 3)) {
        liveCourseSoundly(drawCourse(seed + weeks, BERLIN, from, from + WEEK), engine, seed);
        weeks += 1;
      }
    }
    return {
      "years by the time": 1,
      "troubles in years by the time": course.troubles.length,
      "times set in years by the time": course.settings.length,
      "marks that came": year.came,
      "marks made up for": year.madeUpFor,
      "marks missed": year.missed,
      "weeks by the time on other engines": weeks,
    };
  },
};
