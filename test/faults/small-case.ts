// A small case: three messages each way, in either version of MQTT, and at most one cut of the first
// connection. Played on Node, its promises are checked; its tape is for other engines.
import { expect } from "vitest";
import { CONNECTED } from "../../src/mqtt/connection-state.ts";
import { WINDOW } from "../../src/mqtt/window.ts";
import { startSession } from "../../tools/laboratory/soak/session/running-session.ts";
import type { TapedCall } from "../../tools/laboratory/soak/session/tape.ts";
import { TOPICS } from "../../tools/laboratory/soak/session/topics.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import type { Misdeed } from "../../tools/sim/broker/sender.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import type { Break } from "../../tools/sim/worlds/link.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

export const MESSAGES = ["1", "2", "3"];
const DONE_MS = 300_000;
const LATE_MS = 400;

/** What the client's first message goes out under, at QoS 1 and at QoS 2. */
const FIRST_IDS = [1, 257];
const ACKNOWLEDGEMENTS = ["puback", "pubrec", "pubcomp"];

export const QUALITIES = [
  [1, 1, 1],
  [2, 2, 2],
  [1, 2, 1],
  [2, 1, 2],
] as const;

export const PACES = ["at once", "late", "in another order"] as const;
type Pace = (typeof PACES)[number];

/** What becomes of an acknowledgement for a message, by its packet identifier. */
const MISDEEDS: Record<Pace, (id: number) => Misdeed | undefined> = {
  "at once": () => undefined,
  // All three are out before the first is acknowledged.
  late: () => ({ delayMs: LATE_MS }),
  // The first one comes last.
  "in another order": (id) => (FIRST_IDS.includes(id) ? { overtakenMs: LATE_MS } : undefined),
};

/** Of a topic whose messages are never dropped, by QoS. */
const topicAt = (qos: 1 | 2) => TOPICS.findIndex((topic) => topic.qos === qos && topic.overflow === "reject");

/** By its seed a session speaks a version. */
const SEEDS = { "3.1.1": 4, "5.0": 5 };
type Version = keyof typeof SEEDS;
export const VERSIONS: readonly Version[] = ["3.1.1", "5.0"];

const NOBODY_LOOKS = {
  connects: () => {},
  heard: () => {},
  began: () => {},
  wrote: () => {},
  dropped: () => {},
  greeted: () => {},
  lost: () => {},
};

export interface Case {
  version: Version;
  qos: readonly (1 | 2)[];
  pace: Pace;
  cut?: Break;
  /** The broker has lost the session when the device comes back. */
  isForgotten: boolean;
}

export interface End {
  /** Payloads whose PUBLISH came; that the broker took over; that the device was told. */
  arrived: string[];
  received: string[];
  heard: string[];
  breaches: string[];
  repeats: number;
  isDone: boolean;
  connections: number;
  /** What the client was called with, and what it answered. */
  tape: TapedCall[];
}

/** The device publishes three messages, and the broker has three for it. */
function play({ version, qos, pace, cut, isForgotten }: Case): End {
  const clock = createVirtualClock();
  const broker = createBroker({
    timers: clock,
    payloadsDiffer: true,
    limits: { unfinished: WINDOW },
    behaviour: {
      misbehaves: ({ cmd, messageId = 0 }) =>
        ACKNOWLEDGEMENTS.includes(cmd) ? MISDEEDS[pace](messageId) : undefined,
      admits() {
        if (isForgotten && broker.connects.length > 1) broker.forget();
        return 0;
      },
    },
  });
  const world = createVirtualWorld({
    clock,
    peer: broker.peer,
    plan: (connection) => (connection === 0 ? { break: cut } : {}),
  });
  const heard: string[] = [];
  const events = { ...NOBODY_LOOKS, delivered: (payload: string) => void heard.push(payload) };
  const tape: TapedCall[] = [];
  const session = startSession(world, { events, seed: SEEDS[version], tape });
  session.subscribe("told", 2, true);
  clock.runUntil(() => broker.sessions().length > 0, DONE_MS);
  for (const [index, payload] of MESSAGES.entries()) {
    session.publish(topicAt(qos[index]), payload);
    broker.deliver("told", payload, { qos: qos[index] });
  }
  function isDone(): boolean {
    const { state, put, done } = session.standing();
    return state === CONNECTED && done === put && broker.unacknowledged() === 0;
  }
  const ended = clock.runUntil(isDone, DONE_MS);
  return {
    arrived: broker.arrivals.map(({ payload }) => payload),
    received: broker.received.map(({ payload }) => payload),
    heard,
    breaches: broker.breaches,
    repeats: session.standing().repeats,
    isDone: ended && session.standing().bytes === 0 && session.standing().unreleased === 0,
    connections: world.connections(),
    tape,
  };
}

const firsts = (list: string[], qos: readonly number[], wanted: number) =>
  [...new Set(list)].filter((payload) => qos[Number(payload) - 1] === wanted);
const times = (list: string[], payload: string) => list.filter((value) => value === payload).length;

/** Plays the case and expects what was promised of it. */
export function check(smallCase: Case): End {
  const end = play(smallCase);
  const which = JSON.stringify(smallCase);
  expect([end.isDone, end.breaches], which).toEqual([true, []]);
  for (const qos of [1, 2]) {
    const expected = MESSAGES.filter((_, index) => smallCase.qos[index] === qos);
    expect(firsts(end.arrived, smallCase.qos, qos), which).toEqual(expected);
    expect(firsts(end.received, smallCase.qos, qos).sort(), which).toEqual(expected);
    // What the broker had for the device is lost with the session.
    if (!smallCase.isForgotten) expect(firsts(end.heard, smallCase.qos, qos), which).toEqual(expected);
  }
  let again = 0;
  for (const [index, payload] of MESSAGES.entries()) {
    if (smallCase.qos[index] === 2) {
      expect(times(end.heard, payload), which).toBeLessThanOrEqual(1);
      again += times(end.received, payload) - 1;
    } else expect(times(end.received, payload), which).toBeLessThanOrEqual(2);
  }
  // At QoS 2 a message comes again only where the session was lost, and the client has counted it.
  expect(again, which).toBeLessThanOrEqual(smallCase.isForgotten ? end.repeats : 0);
  return end;
}

/**
 * Takes the case with its first connection broken behind each byte of either direction, or every so many,
 * until one comes to its end on that connection.
 */
export function breakEverywhere(
  smallCase: Case,
  ways: readonly Break["how"][],
  take: (broken: Case) => End,
  apart = 1,
): void {
  for (const direction of ["toPeer", "toDevice"] as const) {
    let afterBytes = 0;
    const broken = (how: Break["how"]) => take({ ...smallCase, cut: { direction, afterBytes, how } });
    while (ways.map(broken).some(({ connections }) => connections > 1)) afterBytes += apart;
    expect(afterBytes).toBeGreaterThan(30);
  }
}
