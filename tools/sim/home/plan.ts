// The plan of the people in the house for a day: a list of steps that a seed and a
// day give, and nothing else.
import type { Random } from "../../../src/platform/node/random.ts";
import { drawsAt } from "./noise.ts";
import type { RoomName } from "./room-facts.ts";
import { isWeekend, MINUTE_MS, timeOfDay } from "./time.ts";

export type PersonPlace = RoomName | "out";

/** What is done at the place, beyond being there. */
type Deed = "shower" | "cook" | "air" | "press the lamp's button" | "light off";

export interface PlannedStep {
  /** Milliseconds since the day's midnight. */
  at: number;
  who: string;
  to: PersonPlace;
  deed?: Deed;
  /** For whoever watches: "gets up". */
  words: string;
}

export const PEOPLE = ["Anna", "Ben"] as const;
/** How late or early a step may be, in minutes. */
const SPREAD = 6;

/** The steps of a day, in their order. */
export function planOfDay(seed: number, day: number): PlannedStep[] {
  const draws = drawsAt(seed ^ 0x71a3, day);
  const about = (hours: number, minutes: number) =>
    timeOfDay(hours, minutes) + draws.between(-SPREAD * MINUTE_MS, SPREAD * MINUTE_MS);
  const steps = isWeekend(day) ? weekend(about) : workday(about);
  return [...steps, ...evening(about), ...night(about, draws)].sort((a, b) => a.at - b.at);
}

type About = (hours: number, minutes: number) => number;

function workday(about: About): PlannedStep[] {
  return [
    { at: about(6, 30), who: "Anna", to: "bathroom", deed: "shower", words: "gets up and takes a shower" },
    { at: about(6, 50), who: "Ben", to: "kitchen", words: "makes coffee" },
    { at: about(7, 5), who: "Anna", to: "bedroom", deed: "air", words: "airs the bedroom" },
    { at: about(7, 25), who: "Anna", to: "kitchen", words: "has breakfast" },
    { at: about(7, 45), who: "Ben", to: "out", words: "goes to work" },
    { at: about(8, 10), who: "Anna", to: "out", words: "goes to work" },
    { at: about(16, 36), who: "Ben", to: "living room", words: "comes home" },
    { at: about(17, 8), who: "Anna", to: "kitchen", words: "comes home with the shopping" },
  ];
}

function weekend(about: About): PlannedStep[] {
  return [
    { at: about(8, 40), who: "Anna", to: "bathroom", deed: "shower", words: "gets up and takes a shower" },
    { at: about(9, 0), who: "Ben", to: "kitchen", words: "makes breakfast" },
    { at: about(9, 20), who: "Anna", to: "bedroom", deed: "air", words: "airs the bedroom" },
    { at: about(10, 30), who: "Ben", to: "living room", words: "reads the paper" },
    { at: about(11, 0), who: "Anna", to: "out", words: "goes for a walk" },
    { at: about(12, 20), who: "Anna", to: "living room", words: "comes home" },
    { at: about(14, 30), who: "Ben", to: "out", words: "goes to the sports club" },
    { at: about(16, 36), who: "Ben", to: "living room", words: "comes home" },
  ];
}

function evening(about: About): PlannedStep[] {
  return [
    { at: about(17, 22), who: "Anna", to: "bedroom", deed: "air", words: "airs the bedroom" },
    { at: about(17, 48), who: "Ben", to: "kitchen", deed: "cook", words: "cooks" },
    { at: about(18, 5), who: "Anna", to: "kitchen", words: "lays the table" },
    { at: about(18, 50), who: "Ben", to: "living room", words: "sits down" },
    { at: about(19, 5), who: "Anna", to: "living room", words: "sits down" },
    {
      at: about(20, 15),
      who: "Ben",
      to: "living room",
      deed: "press the lamp's button",
      words: "presses the lamp's button",
    },
    { at: about(22, 5), who: "Anna", to: "bathroom", words: "brushes her teeth" },
    { at: about(22, 25), who: "Anna", to: "bedroom", words: "goes to bed" },
    { at: about(22, 40), who: "Ben", to: "bathroom", deed: "shower", words: "takes a shower" },
    { at: about(23, 0), who: "Ben", to: "bedroom", deed: "light off", words: "goes to bed" },
  ];
}

/** In one night of three somebody gets up. */
function night(about: About, draws: Random): PlannedStep[] {
  if (!draws.once(3)) return [];
  return [
    { at: about(3, 10), who: "Ben", to: "bathroom", words: "gets up in the night" },
    { at: about(3, 30), who: "Ben", to: "bedroom", words: "goes back to bed" },
  ];
}
