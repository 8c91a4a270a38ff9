// One life of a session by its schedule, and what of its promises was not kept.
import type { Packet } from "mqtt-packet";
import { CONNECTED, WINDOW } from "../../../src/mqtt/client.ts";
import { type Broker, createBroker } from "../../sim/broker/broker.ts";
import { misbehaveBySeed, type Odds } from "../../sim/broker/manners.ts";
import type { Misbehave } from "../../sim/broker/sender.ts";
import { createVirtualClock } from "../../sim/clock.ts";
import { faultSchedule, type Weather } from "../../sim/fault-schedule.ts";
import { createVirtualWorld } from "../../sim/virtual-world.ts";
import { type RunningSession, type SessionEvents, startSession } from "./running-session.ts";
import type { MANNERS, Schedule, Step } from "./schedule.ts";
import { createSessionModel } from "./session-model.ts";
import type { Call } from "./tape.ts";
import { TOPICS } from "./topics.ts";
import { incomingFaults, outgoingFaults, type Told } from "./verdict.ts";

export interface Life {
  /** Sentences; none when every promise was kept. */
  faults: string[];
  /** Messages that were promised; that came again at QoS 1; connections and attempts. */
  kept: number;
  repeats: number;
  connections: number;
  /** What the client was called with, and what it answered. */
  tape: Call[];
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
const NO_ODDS: Odds = { dropped: 0, doubled: 0, closed: 0, late: 0, overtaken: 0, longestMs: 2000 };
const ODDS: Record<(typeof MANNERS)[number], Odds> = {
  good: NO_ODDS,
  late: { ...NO_ODDS, late: 2 },
  overtaken: { ...NO_ODDS, overtaken: 3 },
  doubled: { ...NO_ODDS, doubled: 3 },
  forgetful: { ...NO_ODDS, dropped: 5, closed: 20 },
  deaf: { ...NO_ODDS, dropped: 1 },
};
/** What leaves a later message to be released before an earlier one, whatever the client does. */
const REORDERING: ReadonlySet<string> = new Set(["overtaken", "forgetful", "deaf"]);
/** Longer than every pause, and every deadline of the client, one after the other. */
const CALM_MS = 900_000;
const INCOMING = "told";
/** A device without a memory cannot know which of its messages a broker never acknowledged. */
const OF_A_LIFE_BEFORE = /identifier that was in use|more messages than it may have unfinished/;

const isAcknowledgement = ({ cmd }: Packet) => cmd === "puback" || cmd === "pubrec" || cmd === "pubcomp";
/** Late is whatever belongs to a handshake. */
const isOfHandshake = (packet: Packet) => packet.cmd === "pubrel" || isAcknowledgement(packet);

/** Lives by the schedule, then lets everything be well until all is delivered. */
export function live({ seed, isStormy, steps }: Schedule): Life {
  const clock = createVirtualClock();
  const broker = createBroker({
    timers: clock,
    payloadsDiffer: true,
    limits: { unfinished: WINDOW },
    manners: {
      admits() {
        hasUntold ||= broker.sessions().length === 0;
        return 0;
      },
    },
    // Packets are late on their way, and those of a storm are.
    keepAliveSlackMs: 10_000,
  });
  const storm = faultSchedule(seed, WEATHER);
  let isCalm = !isStormy;
  const world = createVirtualWorld({
    clock,
    seed,
    peer: broker.peer,
    plan: (connection) => (isCalm ? {} : storm(connection)),
  });
  const tape: Call[] = [];
  const model = createSessionModel(clock.now);
  const heard: string[] = [];
  const told: Told[] = [];
  let losses = 0;
  let number = 0;
  let repeats = 0;
  let powerLosses = 0;
  let wanted = new Set([INCOMING]);
  let hasReordered = false;
  /** The broker has begun a session that the client was not told of. */
  let hasUntold = false;
  /**
   * Was the client told of each new session? Where the answer to its CONNECT is lost, the session of that attempt is
   * present ever after, and nothing tells it from the one before: what hung on that is gone.
   */
  let isCertain = true;
  let session = start();

  function start(): RunningSession {
    const events: SessionEvents = {
      wrote(bytes) {
        for (const [, number] of bytes.matchAll(/<(\d+)>/g)) model.wrote(Number(number));
      },
      dropped: model.dropped,
      greeted(present, isFirst) {
        isCertain &&= !present || !hasUntold || isFirst;
        hasUntold = false;
      },
      lost: () => {
        losses += 1;
      },
      delivered: (payload) => void heard.push(payload),
    };
    const started = startSession(world, { events, seed, tape });
    started.subscribe(INCOMING, 2, true);
    return started;
  }

  function losePower(): void {
    repeats += session.standing().repeats;
    powerLosses += 1;
    losses += 1;
    session.kill();
    model.lostPower();
    wanted = new Set([INCOMING]);
    session = start();
  }

  function say(topic: number, bytes: number): string {
    number += 1;
    model.publishing(number, TOPICS[topic]);
    const outcome = session.publish(topic, `<${number}>${"x".repeat(bytes)}`);
    model.promised(outcome);
    return outcome;
  }

  function toggle(filter: string): void {
    if (wanted.delete(filter)) session.unsubscribe(filter);
    else {
      wanted.add(filter);
      session.subscribe(filter, 1, false);
    }
  }

  /** Has the broker the filters that the device wants, and no others that this life of it has had? */
  function isSubscribed(): boolean {
    const [{ filters } = { filters: [] }] = broker.sessions();
    const granted = filters.map(([filter]) => filter);
    const isSame = powerLosses > 0 || granted.length === wanted.size;
    return isSame && [...wanted].every((filter) => granted.includes(filter));
  }

  function take(step: Step): void {
    if (step.do === "publish") say(step.topic, step.bytes);
    else if (step.do === "tell") tell(step.qos);
    else if (step.do === "toggle a filter") toggle(`filter/${step.filter}`);
    else if (step.do === "wait") clock.advance(step.ms);
    else if (step.do === "cut") world.breakLink("cut");
    else if (step.do === "go half-open") world.breakLink("half-open");
    else if (step.do === "lose the network") {
      world.setNetwork(false);
      clock.advance(step.ms);
      world.setNetwork(true);
    } else if (step.do === "restart") {
      broker.restart({ keepsSessions: step.keeps });
      if (!step.keeps) for (const message of told) message.wasForgotten = true;
    } else if (step.do === "lose power") losePower();
    else {
      hasReordered ||= REORDERING.has(step.to);
      broker.manners.misbehaves = mannersOf(step.to);
    }
  }

  function mannersOf(name: (typeof MANNERS)[number]): Misbehave {
    return misbehaveBySeed(seed, ODDS[name], name === "late" ? isOfHandshake : isAcknowledgement);
  }

  function tell(qos: 0 | 1 | 2): void {
    if (!broker.sessions().some(({ filters }) => filters.some(([filter]) => filter === INCOMING))) return;
    const payload = `${told.length}`;
    told.push({ payload, qos, wasForgotten: false });
    broker.publish(INCOMING, payload, { qos });
  }

  for (const step of steps) take(step);
  isCalm = true;
  broker.manners.misbehaves = mannersOf("good");
  function isDone(): boolean {
    const { state, pending, put, done, bytes } = session.standing();
    const isIdle = state === CONNECTED && pending === 0 && done === put && bytes === 0;
    return isIdle && broker.owed() === 0 && isSubscribed();
  }

  const faults: string[] = [];
  if (!clock.runUntil(isDone, CALM_MS)) faults.push(unfinished(session, broker));
  // What leaves a slot behind would leave one too few.
  clock.advance(1000);
  clock.runUntil(isDone, CALM_MS);
  for (const qos of [0, 1, 2] as const) tell(qos);
  for (const [topic, { qos }] of TOPICS.entries()) {
    const outcome = say(topic, 1);
    if (outcome !== (qos === 0 ? "sent" : "kept")) faults.push(`With an empty ring it is "${outcome}".`);
  }
  clock.runUntil(isDone, CALM_MS);
  faults.push(
    ...model.faults,
    ...broker.breaches.filter((breach) => powerLosses === 0 || !OF_A_LIFE_BEFORE.test(breach)),
    ...outgoingFaults(model, broker, {
      losses,
      powerLosses,
      hasReordered,
      isCertain,
      repeats: repeats + session.standing().repeats,
    }),
    ...incomingFaults(told, heard, { powerLosses, isCertain }),
  );
  if (isCertain && session.standing().unreleased > 0)
    faults.push("Identifiers of incoming messages are left over.");
  return {
    faults,
    kept: model.kept().length,
    repeats: TOPICS.reduce((sum, { name }) => sum + broker.repeats(name).length, 0),
    connections: world.connections(),
    tape,
  };
}

function unfinished(session: RunningSession, broker: Broker): string {
  const { state, put, done, bytes } = session.standing();
  const filters = broker.sessions().map((one) => one.filters.join(" "));
  return `It did not come to its end: ${put - done} slots and ${bytes} bytes are held, the broker is owed ${broker.owed()} and has the filters ${filters}, state ${state}.`;
}
