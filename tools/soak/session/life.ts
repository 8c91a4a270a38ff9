// One life of a session by its schedule, and what of its promises was not kept.
import type { Packet } from "mqtt-packet";
import { CONNECTED, WINDOW } from "../../../src/mqtt/client.ts";
import { publish } from "../../../src/mqtt/outbox.ts";
import { subscribe } from "../../../src/mqtt/subscriptions.ts";
import { type Broker, createBroker } from "../../sim/broker/broker.ts";
import type { ReceivedMessage } from "../../sim/broker/ledger.ts";
import { misbehaveBySeed, type Odds } from "../../sim/broker/manners.ts";
import type { Misbehave } from "../../sim/broker/sender.ts";
import { createVirtualClock } from "../../sim/clock.ts";
import { faultSchedule, type Weather } from "../../sim/fault-schedule.ts";
import { createVirtualWorld } from "../../sim/virtual-world.ts";
import { type RunningSession, startSession } from "./running-session.ts";
import type { MANNERS, Schedule, Step } from "./schedule.ts";
import { createSessionModel, type SessionModel } from "./session-model.ts";
import { publicationOf, TOPICS } from "./topics.ts";

export interface Life {
  /** Sentences; none when every promise was kept. */
  faults: string[];
  /** Messages that were promised; that came again at QoS 1; connections and attempts. */
  kept: number;
  repeats: number;
  connections: number;
}

/** A message of the broker for the device. */
interface Told {
  payload: string;
  qos: number;
  /** The broker lost the session afterwards, and the message with it. */
  wasForgotten: boolean;
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

const isAcknowledgement = ({ cmd }: Packet) => cmd === "puback" || cmd === "pubrec" || cmd === "pubcomp";

/** Lives by the schedule, then lets everything be well until all is delivered. */
export function live({ seed, isStormy, steps }: Schedule): Life {
  const clock = createVirtualClock();
  const broker = createBroker({
    timers: clock,
    payloadsDiffer: true,
    limits: { unfinished: WINDOW },
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
  const model = createSessionModel();
  const heard: string[] = [];
  const told: Told[] = [];
  let losses = 0;
  const session = startSession(world, {
    wrote(bytes) {
      for (const [, number] of bytes.matchAll(/<(\d+)>/g)) model.wrote(Number(number));
    },
    dropped: model.dropped,
    lost: () => {
      losses += 1;
    },
  });
  const publications = TOPICS.map(publicationOf);
  let number = 0;
  let hasReordered = false;

  subscribe(session.client, INCOMING, 2, { deliver: (_self, payload) => void heard.push(payload) });

  function say(topic: number, bytes: number): string {
    number += 1;
    model.publishing(number, TOPICS[topic]);
    const outcome = publish(session.client, publications[topic], `<${number}>${"x".repeat(bytes)}`);
    model.promised(outcome);
    return outcome;
  }

  function take(step: Step): void {
    if (step.do === "publish") session.act(() => void say(step.topic, step.bytes));
    else if (step.do === "tell") tell(step.qos);
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
    } else {
      hasReordered ||= REORDERING.has(step.to);
      broker.manners.misbehaves = mannersOf(step.to);
    }
  }

  function mannersOf(name: (typeof MANNERS)[number]): Misbehave {
    return misbehaveBySeed(seed, ODDS[name], isAcknowledgement);
  }

  function tell(qos: 0 | 1 | 2): void {
    if (broker.sessions().length === 0) return;
    const payload = `${told.length}`;
    told.push({ payload, qos, wasForgotten: false });
    broker.deliver(INCOMING, payload, { qos });
  }

  for (const step of steps) take(step);
  isCalm = true;
  broker.manners.misbehaves = mannersOf("good");
  world.breakLink("cut");
  clock.advance(1);
  const { ring } = session.client;
  const isDone = () =>
    session.client.state === CONNECTED && ring.done === ring.put && ring.bytes === 0 && broker.owed() === 0;
  const faults: string[] = [];
  if (!clock.runUntil(isDone, CALM_MS)) faults.push(unfinished(session, broker));
  // What leaves a slot behind would leave one too few.
  clock.advance(1000);
  clock.runUntil(isDone, CALM_MS);
  for (const [topic, { qos }] of TOPICS.entries()) {
    const outcome = say(topic, 1);
    if (outcome !== (qos === 0 ? "sent" : "kept")) faults.push(`With an empty ring it is "${outcome}".`);
  }
  clock.runUntil(isDone, CALM_MS);
  faults.push(
    ...model.faults,
    ...broker.breaches,
    ...outgoingFaults(model, broker, { losses, hasReordered, repeats: session.client.repeats }),
    ...incomingFaults(told, heard),
  );
  if (session.client.unreleased !== "") faults.push("Identifiers of incoming messages are left over.");
  return {
    faults,
    kept: model.kept().length,
    repeats: TOPICS.reduce((sum, { name }) => sum + broker.repeats(name).length, 0),
    connections: world.connections(),
  };
}

function unfinished({ client }: RunningSession, broker: Broker): string {
  const { put, done, bytes } = client.ring;
  return `It did not come to its end: ${put - done} slots and ${bytes} bytes are held, the broker is owed ${broker.owed()}, state ${client.state}, ${client.reason}.`;
}

interface Circumstances {
  losses: number;
  /** Acknowledgements were overtaken or left out: the order of releases is the broker's. */
  hasReordered: boolean;
  /** What the client counted as possibly repeated. */
  repeats: number;
}

const numberIn = (payload: string) => Number(/^<(\d+)>/.exec(payload)?.[1]);

function outgoingFaults(model: SessionModel, broker: Broker, circumstances: Circumstances): string[] {
  const { losses, hasReordered, repeats } = circumstances;
  const faults: string[] = [];
  const came = new Map<number, number>();
  for (const { payload } of broker.received)
    came.set(numberIn(payload), (came.get(numberIn(payload)) ?? 0) + 1);
  const again = { atMostOnce: 0, exactlyOnce: 0, atLeastOnce: 0 };
  for (const { number, topic } of model.kept()) {
    const times = came.get(number) ?? 0;
    if (times === 0) faults.push(`Message ${number} of ${topic.name} was kept and is lost.`);
    again[topic.qos === 2 ? "exactlyOnce" : "atLeastOnce"] += Math.max(0, times - 1);
  }
  for (const number of model.gone) {
    if (came.has(number)) faults.push(`Message ${number} was refused or dropped, and came.`);
  }
  if (again.exactlyOnce > repeats)
    faults.push(`At QoS 2 ${again.exactlyOnce} came again, of ${repeats} that the session's loss excuses.`);
  if (again.atLeastOnce > WINDOW * losses)
    faults.push(`${again.atLeastOnce} came again with ${losses} lost connections.`);
  for (const qos of [1, 2]) {
    const expected = inOrder(
      model
        .kept()
        .filter(({ topic }) => topic.qos === qos)
        .map((one) => one.number),
    );
    const sent = inOrder(numbersAt(broker.arrivals, qos));
    if (sent !== expected) faults.push(`At QoS ${qos} was sent ${sent}; the order was ${expected}.`);
    const taken = inOrder(numbersAt(broker.received, qos));
    if (taken !== expected && !hasReordered)
      faults.push(`At QoS ${qos} came ${taken}; the order was ${expected}.`);
  }
  return faults;
}

function numbersAt(messages: readonly ReceivedMessage[], qos: number): number[] {
  return messages.filter((message) => message.qos === qos).map(({ payload }) => numberIn(payload));
}

/** Each once, where it stood first. */
function inOrder(numbers: number[]): string {
  return [...new Set(numbers)].join(" ");
}

function incomingFaults(told: Told[], heard: string[]): string[] {
  const faults: string[] = [];
  for (const { payload, qos, wasForgotten } of told) {
    const times = heard.filter((one) => one === payload).length;
    if (times === 0 && qos > 0 && !wasForgotten)
      faults.push(`Message ${payload} for the device, at QoS ${qos}, is lost.`);
    if (times > 1 && qos !== 1)
      faults.push(`Message ${payload} for the device came ${times} times at QoS ${qos}.`);
  }
  for (const qos of [1, 2]) {
    const order = [...new Set(heard)].filter((payload) => told[Number(payload)].qos === qos);
    if (order.some((payload, index) => index > 0 && Number(payload) < Number(order[index - 1])))
      faults.push(`The device was told at QoS ${qos} in another order: ${order.join(" ")}.`);
  }
  return faults;
}
