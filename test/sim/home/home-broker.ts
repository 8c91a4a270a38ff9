// A broker for a whole home in virtual time, on mqtt-packet: many clients, kept sessions, retained messages and wills.
import { generate, type IConnectPacket, type IPublishPacket, type Packet, parser } from "mqtt-packet";
import { matches } from "../../../src/mqtt/topic.ts";
import type { Timers } from "../../../tools/sim/clock.ts";
import type { Peer, PeerEnd } from "../../../tools/sim/link.ts";

export interface HeardMessage {
  /** The time of the house's clock. */
  at: number;
  topic: string;
  payload: string;
}

export interface HomeBroker {
  peer: Peer;
  /** All that was published, the wills included. */
  heard: HeardMessage[];
  /** The newest payload that is kept for a topic. */
  kept: (topic: string) => string | undefined;
  /** What broke the protocol, in words. */
  breaches: string[];
}

interface Session {
  filters: Map<string, number>;
  /** QoS 1 messages that wait for the client. */
  waiting: IPublishPacket[];
  end: PeerEnd | undefined;
  /** Ends the connection without a word of the client's. */
  giveUp: () => void;
}

/** A client that is silent for one and a half times its keep-alive is given up (MQTT 3.1.1, 3.1.2.10). */
const PATIENCE = 1.5;

export function createHomeBroker({ now, after }: Timers): HomeBroker {
  const sessions = new Map<string, Session>();
  const retained = new Map<string, string>();
  const broker: HomeBroker = { peer, heard: [], breaches: [], kept: (topic) => retained.get(topic) };
  let nextId = 0;

  function pass(topic: string, payload: string, retain: boolean): void {
    broker.heard.push({ at: now(), topic, payload });
    if (retain) retained.set(topic, payload);
    for (const session of sessions.values()) {
      const granted = [...session.filters].filter(([filter]) => matches(filter, topic)).map(([, qos]) => qos);
      if (granted.length > 0) deliver(session, topic, payload, Math.max(...granted), false);
    }
  }

  function deliver(session: Session, topic: string, payload: string, qos: number, retain: boolean): void {
    nextId = (nextId % 65535) + 1;
    const packet = {
      cmd: "publish",
      topic,
      payload,
      qos,
      dup: false,
      retain,
      messageId: nextId,
    } as IPublishPacket;
    if (session.end !== undefined) send(session.end, packet);
    else if (qos > 0) session.waiting.push(packet);
  }

  function send(end: PeerEnd, packet: Packet): void {
    end.write(generate(packet).toString("latin1"));
  }

  function peer(end: PeerEnd) {
    const reader = parser({ protocolVersion: 4 });
    let greeting: IConnectPacket | undefined;
    let session: Session | undefined;
    let isOrderly = false;
    let isOver = false;
    let cancelPatience = () => {};

    function greet(packet: IConnectPacket): void {
      greeting = packet;
      const there = sessions.get(packet.clientId);
      if (there?.end !== undefined) there.giveUp();
      const before = packet.clean ? undefined : there;
      session = before ?? { filters: new Map(), waiting: [], end, giveUp };
      session.end = end;
      session.giveUp = giveUp;
      sessions.set(packet.clientId, session);
      send(end, { cmd: "connack", returnCode: 0, sessionPresent: before !== undefined });
      for (const waiting of session.waiting.splice(0)) send(end, waiting);
    }

    function grant(filter: string, qos: number): number {
      session?.filters.set(filter, qos);
      for (const [topic, payload] of retained) {
        if (session !== undefined && matches(filter, topic)) deliver(session, topic, payload, qos, true);
      }
      return qos;
    }

    function take(packet: Packet): void {
      if (packet.cmd === "connect") greet(packet);
      else if (packet.cmd === "publish") {
        if (packet.qos === 1) send(end, { cmd: "puback", messageId: packet.messageId });
        pass(packet.topic, packet.payload.toString(), packet.retain);
      } else if (packet.cmd === "subscribe") {
        const granted = packet.subscriptions.map(({ topic, qos }) => grant(topic, qos));
        send(end, { cmd: "suback", messageId: packet.messageId, granted });
      } else if (packet.cmd === "unsubscribe")
        send(end, { cmd: "unsuback", messageId: packet.messageId } as Packet);
      else if (packet.cmd === "pingreq") send(end, { cmd: "pingresp" });
      else if (packet.cmd === "disconnect") isOrderly = true;
      else if (packet.cmd !== "puback") broker.breaches.push(`${packet.cmd} came.`);
    }

    function giveUp(): void {
      end.close();
      closed();
    }

    function closed(): void {
      if (isOver) return;
      isOver = true;
      cancelPatience();
      if (session?.end === end) session.end = undefined;
      if (greeting?.clean) sessions.delete(greeting.clientId);
      const will = greeting?.will;
      if (!isOrderly && will !== undefined) pass(will.topic, will.payload.toString(), will.retain === true);
    }

    reader.on("error", (error: Error) => void broker.breaches.push(error.message));
    reader.on("packet", (packet: Packet) => {
      take(packet);
      cancelPatience();
      const keepAlive = (greeting?.keepalive ?? 0) * 1000;
      if (keepAlive > 0 && !isOver) cancelPatience = after(keepAlive * PATIENCE, giveUp);
    });
    return {
      received: (bytes: string) => void reader.parse(Buffer.from(bytes, "latin1")),
      closed,
    };
  }

  return broker;
}
