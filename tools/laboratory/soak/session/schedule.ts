// The schedule of one session's life: steps drawn from a seed, so that the seed repeats them.

import { createRandom, type Random } from "../../../../src/platform/node/random.ts";
import type { Qos } from "../../../sim/broker/message.ts";
import { BEHAVIOURS, type BehaviourName } from "./misbehaviour.ts";
import { TOPICS } from "./topics.ts";

export type ScheduleStep =
  /** The device publishes so many bytes to a topic, by its number. */
  | { do: "publish"; topic: number; bytes: number }
  /** The broker has a message for the device. */
  | { do: "tell"; qos: Qos }
  /** The device subscribes to one more filter, by its number, or ends that subscription. */
  | { do: "toggle a filter"; filter: number }
  | { do: "wait"; ms: number }
  /** From now on its handlers take their time, and their messages are answered late; or they do not. */
  | { do: "take time"; does: boolean }
  /** A handler is done, by its number, and takes its message or refuses it. */
  | { do: "finish a handler"; which: number; refuses: boolean }
  /** The connection breaks. */
  | { do: "cut" }
  | { do: "go half-open" }
  /** The network is away for so long. */
  | { do: "lose the network"; ms: number }
  /** The broker restarts, with its sessions or without. */
  | { do: "restart"; keeps: boolean }
  /** The device's power goes, and with it whatever it kept in memory. */
  | { do: "lose power" }
  /** How the broker's acknowledgements fare, until it is said otherwise. */
  | { do: "change behaviour"; to: BehaviourName };

export interface Schedule {
  /** Of everything that is drawn while the schedule runs. */
  seed: number;
  /** Do connections break by themselves? */
  isStormy: boolean;
  steps: ScheduleStep[];
}

const FEWEST_STEPS = 4;
const MOST_STEPS = 60;
const LONGEST_PAYLOAD = 30;
const FILTERS = 3;

/**
 * In half of them the broker never loses its sessions, in most the device keeps its power, in half
 * connections break by themselves, in half handlers may take their time.
 */
export function drawSchedule(seed: number): Schedule {
  const random = createRandom(seed ^ 0x5e55);
  const forgets = random.once(2);
  const losesPower = random.once(3);
  const takesTime = random.once(2);
  const count = random.between(FEWEST_STEPS, MOST_STEPS);
  return {
    seed,
    isStormy: random.once(2),
    steps: Array.from({ length: count }, () =>
      takesTime && random.once(4) ? drawSlowStep(random) : drawStep(random, forgets, losesPower),
    ),
  };
}

/** So many schedules, one behind the other, as one life in which the device keeps its power. */
export function drawLongSchedule(seed: number, count: number): Schedule {
  const steps = Array.from({ length: count }, (_, index) => drawSchedule(seed + index).steps).flat();
  return { seed, isStormy: true, steps: steps.filter((step) => step.do !== "lose power") };
}

function drawStep(random: Random, forgets: boolean, losesPower: boolean): ScheduleStep {
  const kind = random.below(20);
  if (kind < 9)
    return { do: "publish", topic: random.below(TOPICS.length), bytes: random.below(LONGEST_PAYLOAD) };
  if (kind === 9 && random.once(4)) return { do: "toggle a filter", filter: random.below(FILTERS) };
  if (kind < 11) return { do: "tell", qos: random.below(3) as Qos };
  if (kind < 15) return { do: "wait", ms: drawWait(random) };
  if (kind === 15) return losesPower && random.once(2) ? { do: "lose power" } : { do: "cut" };
  if (kind === 16) return { do: "go half-open" };
  if (kind === 17) return { do: "lose the network", ms: drawWait(random) };
  if (kind === 18) return { do: "restart", keeps: !(forgets && random.once(2)) };
  return { do: "change behaviour", to: BEHAVIOURS[random.below(BEHAVIOURS.length)] };
}

function drawSlowStep(random: Random): ScheduleStep {
  const kind = random.below(6);
  if (kind === 0) return { do: "take time", does: !random.once(4) };
  if (kind < 3) return { do: "tell", qos: random.between(1, 2) as Qos };
  return { do: "finish a handler", which: random.below(8), refuses: random.once(4) };
}

/** Mostly short, now and then as long as the client's patience. */
function drawWait(random: Random): number {
  return random.below(random.once(5) ? 40_000 : random.once(2) ? 2000 : 50);
}

/** The schedule in words, a step a line. */
export function scheduleInWords({ seed, isStormy, steps }: Schedule): string {
  return [`seed ${seed}${isStormy ? ", stormy" : ""}`, ...steps.map(stepInWords)].join("\n  ");
}

function stepInWords(step: ScheduleStep): string {
  if (step.do === "publish") return `publish ${step.bytes} bytes to ${TOPICS[step.topic].name}`;
  if (step.do === "tell") return `tell the device at QoS ${step.qos}`;
  if (step.do === "take time") return `handlers ${step.does ? "take their time" : "are done at once"}`;
  if (step.do === "finish a handler")
    return `handler ${step.which} ${step.refuses ? "refuses its message" : "is done"}`;
  if (step.do === "toggle a filter") return `subscribe to, or leave, filter ${step.filter}`;
  if (step.do === "restart") return `restart the broker ${step.keeps ? "with" : "without"} its sessions`;
  if (step.do === "change behaviour") return `the broker's behaviour is ${step.to}`;
  return "ms" in step ? `${step.do} for ${step.ms} ms` : step.do;
}

/**
 * The shortest schedule that still fails: steps are taken out, in ever smaller groups, for as long as it
 * does.
 */
export function minimised(schedule: Schedule, fails: (schedule: Schedule) => boolean): Schedule {
  let steps = schedule.steps;
  for (let size = steps.length >> 1; size > 0; size = size === 1 ? 0 : (size + 1) >> 1) {
    for (let at = 0; at < steps.length; ) {
      const fewer = [...steps.slice(0, at), ...steps.slice(at + size)];
      if (fails({ ...schedule, steps: fewer })) steps = fewer;
      else at += size;
    }
  }
  const calm = { ...schedule, steps, isStormy: false };
  return fails(calm) ? calm : { ...schedule, steps };
}
