// One scenario for any broker: clients do something, and what the broker said to each of them is the answer.
import type { IConnectPacket, Packet, QoS } from "mqtt-packet";
import { openWire, type Wire } from "./wire.ts";

/** What each client was told, by its name. */
export type Answers = Record<string, string[]>;

interface Actors {
  /** Opens a connection under a name in the answers, and sends nothing. */
  open: (name: string) => Promise<Wire>;
  /** Opens one and is accepted; the client identifier is the name up to a space: "a", "a again". */
  greet: (name: string, options?: Partial<IConnectPacket>) => Promise<Wire>;
  /** Resolves when every broker has handed on everything that was sent. */
  settle: () => Promise<void>;
}

export interface Scenario {
  name: string;
  play: (actors: Actors) => Promise<void>;
  answers: Answers;
}

/** Some brokers hand messages on in a later turn: so many rounds of questions and answers bring them out. */
const ROUNDS = 4;

/**
 * Plays a scenario to the broker at `port`. Identifiers and topics are the scenario's own: it needs a broker
 * for itself.
 */
export async function answersOf(port: number, { play }: Scenario): Promise<Answers> {
  const wires = new Map<string, Wire>();

  async function open(name: string): Promise<Wire> {
    const wire = await openWire(port);
    wires.set(name, wire);
    return wire;
  }

  async function settle(): Promise<void> {
    for (let round = 0; round < ROUNDS; round += 1) for (const wire of wires.values()) await wire.settle();
  }

  await play({
    open,
    async greet(name, options = {}) {
      const wire = await open(name);
      wire.send({ cmd: "connect", clientId: name.split(" ")[0], clean: true, keepalive: 0, ...options });
      await wire.untilGreeted();
      return wire;
    },
    settle,
  });
  await settle();
  const answers = Object.fromEntries([...wires].map(([name, wire]) => [name, wire.heard()]));
  for (const wire of wires.values()) await wire.cut();
  return answers;
}

export const KEPT = { clean: false } as const;

export function filter(topic: string, qos: QoS = 2, messageId = 1): Packet {
  return { cmd: "subscribe", messageId, subscriptions: [{ topic, qos }] };
}

export function message(topic: string, payload: string, qos: QoS = 0, messageId = 0, flags = ""): Packet {
  const dup = flags.includes("dup");
  const retain = flags.includes("retain");
  return { cmd: "publish", topic, payload, qos, dup, retain, ...(qos > 0 ? { messageId } : {}) };
}

export const pubrel = (messageId: number): Packet => ({ cmd: "pubrel", messageId });
