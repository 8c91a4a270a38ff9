// The proof of the day: a small computer at a real Mosquitto, over TLS and a link that is cut, loses nothing that it keeps.
import { hasOpenssl } from "../../brokers/certificates.ts";
import { hasMosquitto } from "../../brokers/mosquitto.ts";
import type { Proof } from "../proof.ts";
import { type Day, liveDay } from "./day.ts";
import { EVERY_MS } from "./readings.ts";

const DAY_READINGS = (24 * 60 * 60 * 1000) / EVERY_MS;
/** The day takes six minutes. Keep-alive times and pauses are as on a board. */
const SPEED = 240;
/** Messages that may be out at a time, and come again when the link is lost. */
const WINDOW = 7;

/** How far what came is what had to: one behind the other, a repeat anywhere within the window. */
export interface Compared {
  taken: number;
  repeats: number;
  /** The first that came out of its turn. */
  strange?: number;
}

/** Compares them, up to the first that came out of its turn. */
export function compared({ expected, came }: Pick<Day, "expected" | "came">): Compared {
  let taken = 0;
  let repeats = 0;
  for (const value of came) {
    if (value === expected[taken]) taken += 1;
    else if (expected.slice(Math.max(0, taken - WINDOW), taken).includes(value)) repeats += 1;
    else return { taken, repeats, strange: value };
  }
  return { taken, repeats };
}

/** What was not as it was promised, in sentences. */
export function dayFaults(day: Day): string[] {
  const { taken, strange } = compared(day);
  const { expected, switched, told, exitCode, status } = day;
  const faults: string[] = [];
  if (strange !== undefined)
    faults.push(
      `Of ${expected.length} temperatures number ${taken + 1} was to be ${expected[taken]} tenths of a degree, and ${strange} came.`,
    );
  else if (taken < expected.length)
    faults.push(`Of ${expected.length} temperatures the last ${expected.length - taken} did not come.`);
  if (told.join("") !== switched.join(""))
    faults.push(`The heater was told ${switched.join(", ")}, and published ${told.join(", ")}.`);
  if (exitCode !== 0 || status !== "offline")
    faults.push(`Asked to end, it ended with ${exitCode}, and its status is ${status}.`);
  return faults;
}

export const days: Proof = {
  name: "days",
  missing: hasMosquitto && hasOpenssl ? undefined : "mosquitto or openssl is not installed",
  async portion(seed) {
    const day = await liveDay({ seed, readings: DAY_READINGS, speed: SPEED });
    const faults = dayFaults(day);
    if (faults.length > 0) throw new Error(`Seed ${seed} on a small computer: ${faults.join(" ")}`);
    return {
      days: 1,
      "connections in days": day.connections,
      "messages through days": day.expected.length,
      "repeats in days": compared(day).repeats,
      "messages lost in days": 0,
    };
  },
};
