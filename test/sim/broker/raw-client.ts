// A client for tests of the broker model: it sends what it is told, keeps no state, and shows what came.
import {
  generate,
  type IConnectPacket,
  type IPublishPacket,
  type Packet,
  parser,
  type QoS,
} from "mqtt-packet";
import { createRandom } from "../../../src/platform/node/random.ts";
import { type Broker, type BrokerOptions, createBroker } from "../../../tools/sim/broker/broker.ts";
import { createVirtualClock, type VirtualClock } from "../../../tools/sim/worlds/clock.ts";
import { createSimulatedLink, type LinkPlan } from "../../../tools/sim/worlds/link.ts";

export interface RawClient {
  send: (...packets: Packet[]) => void;
  sendBytes: (bytes: string) => void;
  /** What came since it was asked last. */
  got: () => Packet[];
  /** All that came, as bytes. */
  bytes: () => string;
  /** Why the connection ended; undefined while it stands. */
  ended: () => string | undefined;
  /** Breaks the link. */
  cut: () => void;
}

export interface Scene {
  clock: VirtualClock;
  broker: Broker;
  /** Opens a connection, which sends nothing. */
  open: (plan?: LinkPlan) => RawClient;
  /** Opens a connection and sends CONNECT; what came up to CONNACK is left to be read. */
  greet: (clientId: string, options?: Partial<IConnectPacket>) => RawClient;
}

/** A broker, and clients whose links carry all at once. */
export function stage(options: Omit<BrokerOptions, "timers"> = {}): Scene {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock, ...options });

  function open(plan: LinkPlan = {}): RawClient {
    const reader = parser({ protocolVersion: 4 });
    const came: Packet[] = [];
    let all = "";
    let ended: string | undefined;
    reader.on("packet", (packet) => came.push(packet));
    const link = createSimulatedLink(
      clock,
      createRandom(1),
      plan,
      {
        opened: () => {},
        received: (bytes) => {
          all += bytes;
          reader.parse(Buffer.from(bytes, "latin1"));
        },
        drained: () => {},
        closed: (reason) => {
          ended = reason;
        },
      },
      (end) => broker.peer(end, { host: "broker", port: 1883, tls: false }),
    );
    const settle = () => clock.advance(0);
    settle();
    return {
      send(...packets) {
        for (const packet of packets) link.stream.write(generate(packet).toString("latin1"));
        settle();
      },
      sendBytes(bytes) {
        link.stream.write(bytes);
        settle();
      },
      got() {
        settle();
        return came.splice(0);
      },
      bytes() {
        settle();
        return all;
      },
      ended() {
        settle();
        return ended;
      },
      cut() {
        link.breakNow("cut");
        settle();
      },
    };
  }

  return {
    clock,
    broker,
    open,
    greet(clientId, options = {}) {
      const client = open();
      client.send({ cmd: "connect", clientId, clean: true, keepalive: 0, ...options });
      return client;
    },
  };
}

export function subscribePacket(topic: string, qos: QoS = 2, messageId = 1): Packet {
  return { cmd: "subscribe", messageId, subscriptions: [{ topic, qos }] };
}

export function publishPacket(
  topic: string,
  payload: string,
  { qos = 0, messageId, dup = false, retain = false }: Partial<IPublishPacket> = {},
): Packet {
  return { cmd: "publish", topic, payload, qos, dup, retain, messageId };
}

/** "publish t=5 q1 #7 dup retain", "connack 0 present", "puback #7"... */
export function said(packet: Packet): string {
  const id = packet.messageId === undefined ? "" : ` #${packet.messageId}`;
  if (packet.cmd === "publish") {
    const { topic, payload, qos, dup, retain } = packet;
    return `publish ${topic}=${payload} q${qos}${id}${dup ? " dup" : ""}${retain ? " retain" : ""}`;
  }
  if (packet.cmd === "connack")
    return `connack ${packet.returnCode}${packet.sessionPresent ? " present" : ""}`;
  if (packet.cmd === "suback") return `suback${id} ${packet.granted.join(",")}`;
  return packet.cmd + id;
}
