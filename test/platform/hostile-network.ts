// A network in virtual time that treats a host as badly as real ones do: names that do not resolve,
// connections that nobody answers, sockets that take nothing, Wi-Fi that goes. Beside it a broker that writes
// down which seconds it was told of.
import { expect } from "vitest";
import type { Stream } from "../../src/client/transport/stream.ts";
import type { World } from "../../src/platform/node/world.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import type { LinkPlan } from "../../tools/sim/worlds/link.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

/** How long a resolver takes to say that it does not know a name. */
const LOOK_UP_MS = 2000;

/** What a host has written to one connection, and what of it the socket has not taken. */
export interface Connection {
  /** Takes nothing: what is written waits here, and nothing of it is told as drained. */
  isStuck: boolean;
  waiting: string;
  /** The bytes of each write. */
  writes: number[];
  /** The host has not closed it, and it has not ended. */
  isOpen: boolean;
  /** Lets what waits go, and takes again. */
  takeAgain: () => void;
}

export type HostileNetwork = ReturnType<typeof createHostileNetwork>;

/** A network with a broker in it; `plan` is how each connection opens. */
export function createHostileNetwork(plan: LinkPlan = {}) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const said: { at: number; line: string }[] = [];
  const settings = settingsRecord({ ssid: "home", password: "long enough", host: "broker" });
  const virtual = createVirtualWorld({
    clock,
    peer: broker.peer,
    plan: () => network.plan,
    storage: new Map([[SETTINGS, settings]]),
    log: (line) => said.push({ at: clock.now(), line }),
  });
  const connections: Connection[] = [];
  const network = {
    clock,
    broker,
    plan,
    resolves: true,
    connections,
    /** The world to start a device in. */
    world: { ...virtual, connect } satisfies World,
    /** Wi-Fi comes or goes. */
    setNetwork: virtual.setNetwork,
    pass: clock.advance,
    newest: () => connections.at(-1) as Connection,
    /** What the host has said about the ends of its connections since `since`. */
    ends: (since = 0) => said.filter(({ at, line }) => at >= since && line.startsWith("not connected")),
    said: () => said.map(({ line }) => line),
    /** The seconds that the broker was told of, in the order of their first arrival. */
    counted(): number[] {
      const counts = broker.received.filter(({ topic }) => topic.endsWith("/count"));
      return [...new Set(counts.map(({ payload }) => Number(payload)))];
    },
    /** How often the host was let in by the broker. */
    arrivals: () => said.filter(({ line }) => line === "connected").length,
    /** Waits until the host is let in once more than `arrivals`, for at most `withinMs`; returns whether it was. */
    untilLetIn: (arrivals: number, withinMs: number) =>
      clock.runUntil(() => network.arrivals() > arrivals, withinMs),
    /** Errors of the host's own, and what the broker calls a breach. */
    faults: () => [...network.said().filter((line) => /^error|^PANIC/.test(line)), ...broker.breaches],
  };

  function connect(...[endpoint, events]: Parameters<World["connect"]>): Stream {
    const connection: Connection = { isStuck: false, waiting: "", writes: [], isOpen: true, takeAgain };
    connections.push(connection);
    const closed = (reason: string) => {
      connection.isOpen = false;
      events.closed(reason);
    };
    if (!network.resolves) return unresolved(connection, closed);
    const stream = virtual.connect(endpoint, {
      opened: () => events.opened(),
      received: (bytes) => events.received(bytes),
      drained: () => {
        if (connection.waiting === "") events.drained();
      },
      closed,
    });

    function takeAgain(): void {
      connection.isStuck = false;
      stream.write(connection.waiting);
      connection.waiting = "";
    }

    return {
      write(bytes) {
        connection.writes.push(bytes.length);
        if (connection.isStuck) connection.waiting += bytes;
        else stream.write(bytes);
      },
      close() {
        connection.isOpen = false;
        // What the far end has never made room for does not leave, and neither does the end.
        if (connection.waiting === "") stream.close();
        else stream.drop();
      },
      drop() {
        connection.isOpen = false;
        stream.drop();
      },
    };
  }

  function unresolved(connection: Connection, closed: (reason: string) => void): Stream {
    const cancel = clock.after(LOOK_UP_MS, () => closed("unknown host"));
    const end = () => {
      connection.isOpen = false;
      cancel();
    };
    return { write: () => {}, close: end, drop: end };
  }

  return network;
}

/** 1, 2, 3... as many as `numbers`: what they are when none of them is missing. */
export function withoutGaps(numbers: readonly number[]): number[] {
  return numbers.map((_, index) => index + 1);
}

/**
 * Expects that at least `least` seconds were counted, none is missing or out of order, and nobody has made a
 * mistake.
 */
export function expectAllBy(network: HostileNetwork, least: number): void {
  const counted = network.counted();
  expect({ counted, faults: network.faults() }).toEqual({ counted: withoutGaps(counted), faults: [] });
  expect(counted.length).toBeGreaterThanOrEqual(least);
}
