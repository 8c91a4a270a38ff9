// The proof of sessions: by whatever happens to them, what was kept comes, in order, and at QoS 2 once.
import type { Proof } from "../proof.ts";
import { type Life, live } from "./life.ts";
import { drawSchedule, minimised, type Schedule, scheduleInWords } from "./schedule.ts";

const SCHEDULES_A_PORTION = 1000;

/** Lives by a schedule. Throws when a promise was broken, with the seed and the shortest schedule that breaks one. */
export function liveSoundly(schedule: Schedule): Life {
  const life = live(schedule);
  if (life.faults.length === 0) return life;
  const shortest = minimised(schedule, (fewer) => live(fewer).faults.length > 0);
  const faults = live(shortest).faults.join("\n  ");
  throw new Error(`A session broke its word:\n  ${faults}\nby the schedule\n  ${scheduleInWords(shortest)}`);
}

/** Tries the schedules of so many seeds, from the first on. */
export function liveThrough(firstSeed: number, count: number) {
  const figures = {
    schedules: 0,
    "connections in schedules": 0,
    "messages kept in schedules": 0,
    "repeats in schedules": 0,
    // One that is lost is a fault, and ends the run.
    "messages lost in schedules": 0,
  };
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const { kept, repeats, connections } = liveSoundly(drawSchedule(seed));
    figures.schedules += 1;
    figures["connections in schedules"] += connections;
    figures["messages kept in schedules"] += kept;
    figures["repeats in schedules"] += repeats;
  }
  return figures;
}

export const sessions: Proof = {
  name: "sessions",
  portion: async (seed) => liveThrough(seed * SCHEDULES_A_PORTION, SCHEDULES_A_PORTION),
};
