// The verdict on a session: whether the messages came as promised, in sentences where they did not.
import { WINDOW } from "../../../../src/mqtt/window.ts";
import type { Broker } from "../../../sim/broker/broker.ts";
import type { ReceivedMessage } from "../../../sim/broker/message-log.ts";
import type { Kept, SessionModel } from "./session-model.ts";

/** A message of the broker for the device. */
export interface Told {
  payload: string;
  qos: number;
  /** The broker lost the session afterwards, and the message with it. */
  wasForgotten: boolean;
}

export interface Circumstances {
  losses: number;
  /** How often the device lost its memory. */
  powerLosses: number;
  /** Acknowledgements were overtaken or left out: the order of releases is the broker's. */
  hasReordered: boolean;
  /** The client knew of each session that the broker lost. */
  isCertain: boolean;
  /** What the client counted as possibly repeated. */
  repeats: number;
}

const numberIn = (payload: string) => Number(/^<(\d+)>/.exec(payload)?.[1]);

/** What came of what the device published. */
export function outgoingFaults(model: SessionModel, broker: Broker, circumstances: Circumstances): string[] {
  const { losses, hasReordered, isCertain, repeats } = circumstances;
  const faults: string[] = [];
  const came = new Map<number, number>();
  for (const { payload } of broker.received)
    came.set(numberIn(payload), (came.get(numberIn(payload)) ?? 0) + 1);
  // A release of what the broker has lost with its session looks like one that it has done with.
  for (const message of isCertain ? [] : model.kept())
    message.isExcused ||= message.topic.qos === 2 && !came.has(message.number);
  const again = { atMostOnce: 0, exactlyOnce: 0, atLeastOnce: 0 };
  for (const { number, topic, isExcused } of model.kept()) {
    const times = came.get(number) ?? 0;
    if (times === 0 && !isExcused) faults.push(`Message ${number} of ${topic.name} was kept and is lost.`);
    again[topic.qos === 2 ? "exactlyOnce" : "atLeastOnce"] += Math.max(0, times - 1);
  }
  for (const number of model.gone) {
    if (came.has(number)) faults.push(`Message ${number} was refused or dropped, and came.`);
  }
  if (again.exactlyOnce > repeats)
    faults.push(`At QoS 2 ${again.exactlyOnce} came again, of ${repeats} that the session's loss excuses.`);
  if (again.atLeastOnce > WINDOW * losses)
    faults.push(`${again.atLeastOnce} came again with ${losses} lost connections.`);
  faults.push(...orderFaults(model, broker, hasReordered));
  return faults;
}

/** Messages of one QoS go and come in the order in which they were kept. */
function orderFaults(model: SessionModel, broker: Broker, hasReordered: boolean): string[] {
  const faults: string[] = [];
  for (const qos of [1, 2]) {
    const sent = numbersAt(broker.arrivals, qos);
    const kept = model.kept().filter(({ topic }) => topic.qos === qos);
    const toBeSent = kept.filter(({ number, isExcused }) => !isExcused || sent.includes(number));
    faults.push(...difference(`At QoS ${qos} was sent`, sent, toBeSent));
    // A device without a memory releases what its last life has left, without knowing in which order.
    const toCome = kept.filter(({ isExcused }) => !isExcused);
    const promised = new Set(toCome.map(({ number }) => number));
    const taken = numbersAt(broker.received, qos).filter((number) => promised.has(number));
    if (!hasReordered) faults.push(...difference(`At QoS ${qos} came`, taken, toCome));
  }
  return faults;
}

function difference(what: string, numbers: number[], expected: readonly Kept[]): string[] {
  const came = inOrder(numbers);
  const wanted = inOrder(expected.map(({ number }) => number));
  return came === wanted ? [] : [`${what} ${came}; the order was ${wanted}.`];
}

function numbersAt(messages: readonly ReceivedMessage[], qos: number): number[] {
  return messages.filter((message) => message.qos === qos).map(({ payload }) => numberIn(payload));
}

/** Each once, where it stood first. */
function inOrder(numbers: number[]): string {
  return [...new Set(numbers)].join(" ");
}

/** What the device was told of what the broker had for it. */
export function incomingFaults(
  told: Told[],
  heard: string[],
  {
    powerLosses,
    isCertain,
    refused,
  }: Pick<Circumstances, "powerLosses" | "isCertain"> & { refused: ReadonlySet<string> },
): string[] {
  const faults: string[] = [];
  for (const { payload, qos, wasForgotten } of told) {
    const times = heard.filter((heardPayload) => heardPayload === payload).length;
    // An identifier from the session before, never released, makes a new message look like one that has been
    // told.
    const isExcused = wasForgotten || (qos === 2 && !isCertain);
    if (times === 0 && qos > 0 && !isExcused)
      faults.push(`Message ${payload} for the device, at QoS ${qos}, is lost.`);
    // A device without a memory does not know what it was told at QoS 2, and what it refuses it wants told
    // again.
    if (times > 1 && qos !== 1 && !refused.has(payload) && (qos === 0 || powerLosses === 0))
      faults.push(`Message ${payload} for the device came ${times} times at QoS ${qos}.`);
  }
  for (const qos of [1, 2]) {
    const order = [...new Set(heard)].filter((payload) => told[Number(payload)].qos === qos);
    if (order.some((payload, index) => index > 0 && Number(payload) < Number(order[index - 1])))
      faults.push(`The device was told at QoS ${qos} in another order: ${order.join(" ")}.`);
  }
  return faults;
}
