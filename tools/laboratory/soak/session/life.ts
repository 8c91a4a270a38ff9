// One life of a session by its schedule, and what of its promises was not kept.
import { CONNECTED } from "../../../../src/mqtt/connection-state.ts";
import { createVirtualClock, type VirtualClock } from "../../../sim/worlds/clock.ts";
import { createVirtualWorld, type VirtualWorld } from "../../../sim/worlds/virtual-world.ts";
import { faultSchedule, type Weather } from "../../worlds/fault-schedule.ts";
import { Certainty } from "./certainty.ts";
import type { Schedule, ScheduleStep } from "./schedule.ts";
import { SessionBroker } from "./session-broker.ts";
import { SessionDevice } from "./session-device.ts";
import type { TapedCall } from "./tape.ts";
import { TOPICS } from "./topics.ts";
import { incomingFaults, outgoingFaults } from "./verdict.ts";

export interface SessionLife {
  /** Sentences; none when every promise was kept. */
  faults: string[];
  /** Messages that were promised; that came again at QoS 1; connections and attempts. */
  kept: number;
  repeats: number;
  connections: number;
  /** What the client was called with, and what it answered. */
  tape: TapedCall[];
}

/** Who takes part. */
interface Cast {
  clock: VirtualClock;
  world: VirtualWorld;
  broker: SessionBroker;
  device: SessionDevice;
}

const WEATHER: Weather = {
  refused: 8,
  silent: 30,
  cut: 2,
  halfOpen: 6,
  bytesBeforeBreak: 300,
  inPieces: 2,
  longestDelayMs: 200,
};
/** Longer than every pause, and every deadline of the client, one after the other. */
const CALM_MS = 900_000;
/**
 * A device without a memory cannot know which of its messages a broker never acknowledged, nor one that has
 * given up a message.
 */
const OF_A_LIFE_BEFORE = /identifier that was in use|more messages than it may have unfinished/;

/** Lives by the schedule, then lets everything be well until all is delivered. */
export function liveSession({ seed, isStormy, steps }: Schedule): SessionLife {
  const clock = createVirtualClock();
  const certainty = new Certainty();
  const broker = new SessionBroker(clock, seed, certainty);
  const storm = faultSchedule(seed, WEATHER);
  let isCalm = !isStormy;
  const world = createVirtualWorld({
    clock,
    seed,
    peer: broker.broker.peer,
    plan: (connection) => (isCalm ? {} : storm(connection)),
  });
  const device = new SessionDevice(world, seed, certainty);
  const cast: Cast = { clock, world, broker, device };
  for (const step of steps) take(step, cast);
  isCalm = true;
  broker.behave("good");
  return {
    faults: [...endFaults(cast), ...promiseFaults(cast, certainty.isCertain)],
    kept: device.model.kept().length,
    repeats: TOPICS.reduce((sum, { name }) => sum + broker.broker.repeats(name).length, 0),
    connections: world.connections(),
    tape: device.tape,
  };
}

function take(step: ScheduleStep, { clock, world, broker, device }: Cast): void {
  if (step.do === "publish") device.publish(step.topic, step.bytes);
  else if (step.do === "tell") broker.tell(step.qos);
  else if (step.do === "toggle a filter") device.toggle(`filter/${step.filter}`);
  else if (step.do === "take time") device.takeTime(step.does);
  else if (step.do === "finish a handler") device.finish(step.which, step.refuses);
  else if (step.do === "wait") clock.advance(step.ms);
  else if (step.do === "cut") world.breakLink("cut");
  else if (step.do === "go half-open") world.breakLink("half-open");
  else if (step.do === "lose the network") {
    world.setNetwork(false);
    clock.advance(step.ms);
    world.setNetwork(true);
  } else if (step.do === "restart") broker.restart(step.keeps);
  else if (step.do === "lose power") device.losePower();
  else broker.behave(step.to);
}

/**
 * Lets the life come to its end, and then once more with a message of each kind: what left a slot behind
 * leaves too few.
 */
function endFaults(cast: Cast): string[] {
  const { clock, broker, device } = cast;
  const faults: string[] = [];
  device.finishAll();
  if (!comesToRest(cast)) faults.push(unfinished(cast));
  clock.advance(1000);
  comesToRest(cast);
  for (const qos of [0, 1, 2] as const) broker.tell(qos);
  for (const [topic, { qos }] of TOPICS.entries()) {
    const outcome = device.publish(topic, 1);
    if (outcome !== (qos === 0 ? "sent" : "kept")) faults.push(`With an empty ring it is "${outcome}".`);
  }
  comesToRest(cast);
  return faults;
}

/** Waits until all is delivered and acknowledged; false when it never is. */
function comesToRest({ clock, broker, device }: Cast): boolean {
  return clock.runUntil(() => {
    const { state, pending, put, done, bytes } = device.standing();
    const isIdle = state === CONNECTED && pending === 0 && done === put && bytes === 0;
    return isIdle && broker.broker.unacknowledged() === 0 && device.wants(broker.filters());
  }, CALM_MS);
}

function unfinished({ broker: { broker }, device }: Cast): string {
  const { state, put, done, bytes } = device.standing();
  const filters = broker.sessions().map((session) => session.filters.join(" "));
  return `It did not come to its end: ${put - done} slots and ${bytes} bytes are held, the broker is owed ${broker.unacknowledged()} and has the filters ${filters}, state ${state}.`;
}

/** What was promised and not kept, in a life that has come to its end. */
function promiseFaults({ broker, device }: Cast, isCertain: boolean): string[] {
  const { model, heard, losses, powerLosses } = device;
  const { hasReordered, told } = broker;
  const { breaches } = broker.broker;
  const repeats = device.repeats();
  const faults = [
    ...model.faults,
    ...device.terms.faults,
    ...device.handlers.flatMap((handlers) => handlers.faults),
    ...breaches.filter(
      (breach) => (powerLosses === 0 && !model.hasGivenUp()) || !OF_A_LIFE_BEFORE.test(breach),
    ),
    ...outgoingFaults(model, broker.broker, { losses, powerLosses, hasReordered, isCertain, repeats }),
    ...incomingFaults(told, heard, { powerLosses, isCertain, refused: device.refused() }),
  ];
  if (isCertain && device.standing().unreleased > 0)
    faults.push("Identifiers of incoming messages are left over.");
  return faults;
}
