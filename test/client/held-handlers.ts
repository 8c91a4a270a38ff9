// A program whose handlers are done when a test says so, and what it answers to the broker meanwhile.
import { type Packet, parser } from "mqtt-packet";
import type { NodeClient } from "../../src/client/client.ts";
import type { HandlerOptions, NodeClientOptions } from "../../src/client/options.ts";
import type { NodeMessage } from "../../src/client/subscriptions/message.ts";
import type { Broker } from "../../tools/sim/broker/broker.ts";
import type { Peer } from "../../tools/sim/worlds/link.ts";
import { type Pass, program, SECOND } from "./program-client.ts";

/** A message whose handler runs, or has run. */
interface Held {
  message: NodeMessage;
  resolve: () => void;
  reject: (error: unknown) => void;
}

export interface HeldProgram {
  broker: Broker;
  client: NodeClient;
  pass: Pass;
  /** In the order in which they came. */
  held: Held[];
  payloads: () => string[];
  /**
   * Acknowledgements, requests and ends by the program, on all connections: "puback 1", "pubrec 2 128",
   * "disconnect".
   */
  said: string[];
  lost: string[];
  failed: [string, unknown][];
  setNetwork: (up: boolean) => void;
  /** Another client like it. */
  startAgain: () => NodeClient;
}

/** Connected, and subscribed to `held/#` with handlers that wait. */
export async function heldProgram(
  options: Partial<NodeClientOptions> = {},
  subscription: HandlerOptions = {},
): Promise<HeldProgram> {
  const said: string[] = [];
  const held: Held[] = [];
  const lost: string[] = [];
  const failed: [string, unknown][] = [];
  const { broker, world, pass, start } = program({}, () => ({}), noting(said, options.mqtt === 5 ? 5 : 4));
  const startAgain = () => {
    const client = start({
      session: "persistent",
      lost: ({ reason }) => void lost.push(reason),
      handlerFailed: (topic, error) => void failed.push([topic, error]),
      ...options,
    });
    client.subscribe("held/#", (message) => handled(message, held), {
      qos: 2,
      acknowledge: "resolved",
      ...subscription,
    });
    return client;
  };
  const client = startAgain();
  await pass(2 * SECOND);
  const payloads = () => held.map(({ message }) => message.payload);
  const setNetwork = (up: boolean) => world.setNetwork(up);
  return { broker, client, pass, held, payloads, said, lost, failed, setNetwork, startAgain };
}

function handled(message: NodeMessage, held: Held[]): Promise<void> {
  return new Promise((resolve, reject) => void held.push({ message, resolve, reject }));
}

const NOTED = ["puback", "pubrec", "pubcomp", "disconnect"];

function noting(said: string[], protocolVersion: number): (peer: Peer) => Peer {
  return (peer) => (end, to) => {
    const packets = parser({ protocolVersion } as never);
    packets.on("packet", (packet: Packet & { reasonCode?: number }) => {
      if (!NOTED.includes(packet.cmd)) return;
      const { cmd, messageId, reasonCode } = packet;
      said.push([cmd, messageId, reasonCode || undefined].filter((part) => part !== undefined).join(" "));
    });
    const events = peer(end, to);
    return {
      ...events,
      received(bytes) {
        packets.parse(Buffer.from(bytes, "latin1"));
        events.received(bytes);
      },
    };
  };
}
