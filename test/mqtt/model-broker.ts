// A broker on mqtt-packet for virtual time: keeps sessions, acknowledges, delivers, and notes each breach of the protocol.
import { generate, type IConnectPacket, type IPublishPacket, type Packet, parser } from "mqtt-packet";
import type { Peer, PeerEnd } from "../../tools/sim/link.ts";

export interface ReceivedMessage {
  topic: string;
  payload: string;
  qos: number;
  dup: boolean;
  retain: boolean;
  /** Which connection brought it, counted from 0. */
  connection: number;
}

interface Session {
  /** Payloads of QoS 1 that this session has received. */
  seen: Set<string>;
  filters: Set<string>;
  /** What the device has not acknowledged, by identifier. */
  owed: Map<number, IPublishPacket>;
}

export interface ModelBroker {
  peer: Peer;
  received: ReceivedMessage[];
  /** The CONNECT of each connection. */
  greetings: IConnectPacket[];
  /** How many connections ended with DISCONNECT. */
  farewells: number;
  /** Sentences; empty when the device has kept to the protocol. */
  breaches: string[];
  /** Delivers at QoS 1 to the device's session, now or when it is back; `retain` as if kept from before. */
  deliver: (topic: string, payload: string, retain?: boolean) => void;
  /** How many messages the device has not acknowledged. */
  owed: () => number;
  /** Forgets the session, as a broker that restarts without its store. */
  forget: () => void;
  /** False: it takes packets and answers nothing but CONNECT. */
  acknowledges: boolean;
}

export function createModelBroker(): ModelBroker {
  let session: Session | undefined;
  let current: PeerEnd | undefined;
  let connections = 0;
  let nextId = 0;

  const broker: ModelBroker = {
    peer,
    received: [],
    greetings: [],
    farewells: 0,
    breaches: [],
    acknowledges: true,
    owed: () => session?.owed.size ?? 0,
    forget() {
      session = undefined;
    },
    deliver(topic, payload, retain = false) {
      if (session === undefined) return;
      nextId = (nextId % 65535) + 1;
      const packet = {
        cmd: "publish",
        topic,
        payload,
        qos: 1,
        dup: false,
        retain,
        messageId: nextId,
      } as const;
      session.owed.set(nextId, packet);
      if (current !== undefined) send(current, packet);
    },
  };

  function send(end: PeerEnd, packet: Packet): void {
    end.write(generate(packet).toString("latin1"));
  }

  function takePublish(end: PeerEnd, packet: IPublishPacket, connection: number): void {
    const { topic, qos, dup, retain, messageId } = packet;
    const payload = packet.payload.toString();
    broker.received.push({ topic, payload, qos, dup, retain, connection });
    if (qos !== 1 || session === undefined) return;
    if (session.seen.has(`${topic}=${payload}`) && !dup)
      broker.breaches.push(`${topic}=${payload} came again without DUP.`);
    session.seen.add(`${topic}=${payload}`);
    if (broker.acknowledges) send(end, { cmd: "puback", messageId });
  }

  function peer(end: PeerEnd) {
    const connection = connections;
    connections += 1;
    let greeted = false;
    const reader = parser({ protocolVersion: 4 });

    reader.on("error", (error: Error) => {
      broker.breaches.push(`Connection ${connection}: ${error.message}.`);
    });
    reader.on("packet", (packet: Packet) => {
      if ((packet.cmd === "connect") === greeted) {
        broker.breaches.push(`Connection ${connection}: ${packet.cmd} was out of place.`);
        return;
      }
      if (packet.cmd === "connect") {
        greeted = true;
        broker.greetings.push(packet);
        current = end;
        const sessionPresent = session !== undefined && packet.clean === false;
        if (!sessionPresent) session = { seen: new Set(), filters: new Set(), owed: new Map() };
        send(end, { cmd: "connack", returnCode: 0, sessionPresent });
        for (const owed of session?.owed.values() ?? []) send(end, { ...owed, dup: true });
      } else if (packet.cmd === "publish") takePublish(end, packet, connection);
      else if (packet.cmd === "puback") session?.owed.delete(packet.messageId as number);
      else if (!broker.acknowledges) return;
      else if (packet.cmd === "subscribe") {
        for (const { topic } of packet.subscriptions) session?.filters.add(topic);
        send(end, { cmd: "suback", messageId: packet.messageId, granted: packet.subscriptions.map(() => 1) });
      } else if (packet.cmd === "unsubscribe")
        send(end, { cmd: "unsuback", messageId: packet.messageId } as Packet);
      else if (packet.cmd === "pingreq") send(end, { cmd: "pingresp" });
      else if (packet.cmd === "disconnect") broker.farewells += 1;
      else broker.breaches.push(`Connection ${connection}: ${packet.cmd} came.`);
    });
    return {
      received: (bytes: string) => reader.parse(Buffer.from(bytes, "latin1")),
      closed() {
        if (current === end) current = undefined;
      },
    };
  }

  return broker;
}
