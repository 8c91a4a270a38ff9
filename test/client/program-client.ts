// A program's client in virtual time, at a broker that notes what it is told.
import { type NodeClient, startNodeClient } from "../../src/client/client.ts";
import type { NodeClientOptions } from "../../src/client/options.ts";
import { type Broker, createBroker } from "../../tools/sim/broker/broker.ts";
import type { Behaviour } from "../../tools/sim/broker/misbehaviour.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import type { LinkPlan, Peer } from "../../tools/sim/worlds/link.ts";
import { createVirtualWorld, type VirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

export const SECOND = 1000;

/** Time passes, and what is promised is told between its steps. */
export type Pass = (ms: number) => Promise<void>;

export interface Program {
  broker: Broker;
  world: VirtualWorld;
  pass: Pass;
  /** Another client at the same broker, by default with the same identifier. */
  start: (options?: Partial<NodeClientOptions>) => NodeClient;
}

export function program(
  behaviour: Partial<Behaviour> = {},
  plan: (connection: number) => LinkPlan = () => ({}),
  inFront: (peer: Peer) => Peer = (peer) => peer,
  startsAt = 0,
): Program {
  const clock = createVirtualClock(startsAt);
  const broker = createBroker({ timers: clock, behaviour });
  const world = createVirtualWorld({ clock, peer: inFront(broker.peer), plan });
  return {
    broker,
    world,
    async pass(ms) {
      for (let step = 0; step < 10; step += 1) {
        clock.advance(ms / 10);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    start: (options = {}) => startNodeClient(world, { id: "program", host: "broker", ...options }),
  };
}

/** How a promise has ended, as far as it has. */
export function endOf<Value>(promise: Promise<Value>): { value?: Value; error?: unknown } {
  const end: { value?: Value; error?: unknown } = {};
  promise.then(
    (value) => {
      end.value = value;
    },
    (error: unknown) => {
      end.error = error;
    },
  );
  return end;
}
