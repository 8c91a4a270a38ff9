// The broker in a schedule: it restarts, changes its behaviour, and has messages for the device.
import { WINDOW } from "../../../../src/mqtt/window.ts";
import { createRandom } from "../../../../src/platform/node/random.ts";
import { type Broker, createBroker } from "../../../sim/broker/broker.ts";
import type { Qos } from "../../../sim/broker/message.ts";
import type { VirtualClock } from "../../../sim/worlds/clock.ts";
import type { Certainty } from "./certainty.ts";
import { type BehaviourName, misbehaveBy, reorders } from "./misbehaviour.ts";
import { INCOMING } from "./topics.ts";
import type { Told } from "./verdict.ts";

/** In half of the lives it is the client's own window, in the others each connection has another one. */
function receiveMaximum(seed: number, connection: number): number {
  const random = createRandom(seed ^ Math.imul(connection, 0x9e3779b1));
  return createRandom(seed ^ 0x3e3c).once(2) ? WINDOW : random.between(1, WINDOW + 1);
}

/** Packets are late on their way, and those of a storm are. */
const KEEP_ALIVE_SLACK_MS = 10_000;

export class SessionBroker {
  readonly broker: Broker;
  /** Its messages for the device. */
  readonly told: Told[] = [];
  /** What it did may have released a later message before an earlier one. */
  hasReordered = false;
  private readonly seed: number;

  constructor(clock: VirtualClock, seed: number, certainty: Certainty) {
    this.seed = seed;
    const broker = createBroker({
      timers: clock,
      payloadsDiffer: true,
      limits: { unfinished: WINDOW },
      behaviour: {
        admits() {
          certainty.admitted(broker.sessions().length > 0);
          return 0;
        },
        welcomes: () => ({ window: receiveMaximum(seed, broker.connects.length) }),
      },
      keepAliveSlackMs: KEEP_ALIVE_SLACK_MS,
    });
    this.broker = broker;
  }

  behave(name: BehaviourName): void {
    this.hasReordered ||= reorders(name);
    this.broker.behaviour.misbehaves = misbehaveBy(name, this.seed);
  }

  restart(keepsSessions: boolean): void {
    this.broker.restart({ keepsSessions });
    if (!keepsSessions) for (const message of this.told) message.wasForgotten = true;
  }

  /** Has a message for the device, if that has subscribed. */
  tell(qos: Qos): void {
    const { broker, told } = this;
    if (!broker.sessions().some(({ filters }) => filters.some(([filter]) => filter === INCOMING))) return;
    const payload = `${told.length}`;
    told.push({ payload, qos, wasForgotten: false });
    broker.publish(INCOMING, payload, { qos });
  }

  /** The filters that the device's session has. */
  filters(): string[] {
    const [{ filters } = { filters: [] }] = this.broker.sessions();
    return filters.map(([filter]) => filter);
  }
}
