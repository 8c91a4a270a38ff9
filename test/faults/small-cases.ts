// Every small case: three messages, one cut after any byte of the first connection in either direction, at each QoS, with
// the session kept or lost, and with acknowledgements at once, late, or in another order.
import { describe, expect, test } from "vitest";
import { CONNECTED } from "../../src/mqtt/connection-state.ts";
import { WINDOW } from "../../src/mqtt/window.ts";
import { startSession } from "../../tools/laboratory/soak/session/running-session.ts";
import { TOPICS } from "../../tools/laboratory/soak/session/topics.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import type { Misdeed } from "../../tools/sim/broker/sender.ts";
import { createVirtualClock } from "../../tools/sim/clock.ts";
import type { Break } from "../../tools/sim/link.ts";
import { createVirtualWorld } from "../../tools/sim/virtual-world.ts";

const MESSAGES = ["1", "2", "3"];
const DONE_MS = 300_000;
const LATE_MS = 400;

/** What the client's first message goes out under, at QoS 1 and at QoS 2. */
const FIRST_IDS = [1, 257];
const ACKNOWLEDGEMENTS = ["puback", "pubrec", "pubcomp"];

const qualities = [
  [1, 1, 1],
  [2, 2, 2],
  [1, 2, 1],
  [2, 1, 2],
] as const;

/** What becomes of an acknowledgement for a message, by its packet identifier. */
const paces: Record<"at once" | "late" | "in another order", (id: number) => Misdeed | undefined> = {
  "at once": () => undefined,
  // All three are out before the first is acknowledged.
  late: () => ({ delayMs: LATE_MS }),
  // The first one comes last.
  "in another order": (id) => (FIRST_IDS.includes(id) ? { overtakenMs: LATE_MS } : undefined),
};

/** Of a topic whose messages are never dropped, by QoS. */
const topicAt = (qos: 1 | 2) => TOPICS.findIndex((one) => one.qos === qos && one.overflow === "reject");

const NOBODY_LOOKS = {
  began: () => {},
  wrote: () => {},
  dropped: () => {},
  greeted: () => {},
  lost: () => {},
};

interface Case {
  qos: readonly (1 | 2)[];
  pace: keyof typeof paces;
  cut?: Break;
  /** The broker has lost the session when the device comes back. */
  isForgotten: boolean;
}

interface End {
  /** Payloads whose PUBLISH came; that the broker took over; that the device was told. */
  arrived: string[];
  received: string[];
  heard: string[];
  breaches: string[];
  repeats: number;
  isDone: boolean;
  connections: number;
}

/** The device publishes three messages, and the broker has three for it. */
function play({ qos, pace, cut, isForgotten }: Case): End {
  const clock = createVirtualClock();
  const broker = createBroker({
    timers: clock,
    payloadsDiffer: true,
    limits: { unfinished: WINDOW },
    behaviour: {
      misbehaves: ({ cmd, messageId = 0 }) =>
        ACKNOWLEDGEMENTS.includes(cmd) ? paces[pace](messageId) : undefined,
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
  const session = startSession(world, { events, seed: 1, tape: [] });
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
  };
}

const firsts = (list: string[], qos: readonly number[], wanted: number) =>
  [...new Set(list)].filter((payload) => qos[Number(payload) - 1] === wanted);
const times = (list: string[], payload: string) => list.filter((one) => one === payload).length;

function check(one: Case): End {
  const end = play(one);
  const which = JSON.stringify(one);
  expect([end.isDone, end.breaches], which).toEqual([true, []]);
  for (const qos of [1, 2]) {
    const expected = MESSAGES.filter((_, index) => one.qos[index] === qos);
    expect(firsts(end.arrived, one.qos, qos), which).toEqual(expected);
    expect(firsts(end.received, one.qos, qos).sort(), which).toEqual(expected);
    // What the broker had for the device is lost with the session.
    if (!one.isForgotten) expect(firsts(end.heard, one.qos, qos), which).toEqual(expected);
  }
  let again = 0;
  for (const [index, payload] of MESSAGES.entries()) {
    if (one.qos[index] === 2) {
      expect(times(end.heard, payload), which).toBeLessThanOrEqual(1);
      again += times(end.received, payload) - 1;
    } else expect(times(end.received, payload), which).toBeLessThanOrEqual(2);
  }
  // At QoS 2 a message comes again only where the session was lost, and the client has counted it.
  expect(again, which).toBeLessThanOrEqual(one.isForgotten ? end.repeats : 0);
  return end;
}

/** How many bytes the first connection carries in a direction before everything is delivered. */
function lengthOf(one: Case, direction: Break["direction"]): number {
  let bytes = 0;
  while (play({ ...one, cut: { direction, afterBytes: bytes, how: "cut" } }).connections > 1) bytes += 1;
  return bytes;
}

/** The window is the client's, or what a test has put in its place. */
export function tryEverySmallCase(): void {
  describe.each(qualities)("at QoS %i, %i and %i", (...qos) => {
    describe.each(Object.keys(paces) as Case["pace"][])("acknowledged %s", (pace) => {
      test("without a cut each comes once", () => {
        const { received, heard, connections } = check({ qos, pace, isForgotten: false });
        expect([[...received].sort(), [...heard].sort(), connections]).toEqual([MESSAGES, MESSAGES, 1]);
      });

      test.each([false, true])("a cut anywhere (session lost: %s)", (isForgotten) => {
        for (const direction of ["toPeer", "toDevice"] as const) {
          const length = lengthOf({ qos, pace, isForgotten }, direction);
          expect(length).toBeGreaterThan(30);
          for (let afterBytes = 0; afterBytes < length; afterBytes += 1)
            for (const how of ["cut", "half-open"] as const)
              check({ qos, pace, isForgotten, cut: { direction, afterBytes, how } });
        }
      });
    });
  });
}
