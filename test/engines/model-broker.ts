// A broker in virtual time: sessions, QoS 0 to 2 from a client and 0 to 1 to it, retained messages and wills, and everything that it may do wrong.
import { generate, type IPublishPacket, type Packet, parser } from "mqtt-packet";
import type { Peer, PeerEnd } from "../../tools/sim/link.ts";

/** A message that a client published, or its will. */
export interface Heard {
  /** Counted from 1; a will belongs to the connection that was lost. */
  connection: number;
  /** Its packet identifier at QoS 1 and 2. */
  id: number | undefined;
  topic: string;
  payload: string;
  qos: number;
  duplicate: boolean;
  isWill: boolean;
}

export interface ModelBroker {
  peer: Peer;
  /** What may be changed while it runs. */
  manners: {
    /** The return code of CONNACK. */
    connack: number;
    answersConnect: boolean;
    answersPings: boolean;
    answersSubscribe: boolean;
    /** The QoS granted, or 0x80. */
    grants: number | undefined;
    acknowledges: boolean;
    keepsSessions: boolean;
  };
  heard: Heard[];
  /** All bytes of each connection, in order, from the first one on. */
  connections: string[];
  /** Publishes as another client would; it is kept for the subscribers' sessions at QoS 1. */
  publish: (topic: string, payload: string, options?: { qos?: 0 | 1; retain?: boolean }) => void;
  /** Sends these bytes as they are on the newest connection. */
  say: (bytes: string) => void;
  /** Acknowledges a message by its identifier. */
  acknowledge: (id: number) => void;
  /** The same of a message at QoS 2: PUBREC, and PUBCOMP once it is released. */
  record: (id: number) => void;
  complete: (id: number) => void;
  /** Identifiers of messages that were not acknowledged, in their order. */
  owed: number[];
  hangUp: () => void;
  /** Loses every session. */
  forget: () => void;
  /** Has a session of a client from before, in which the first identifiers of QoS 2 are not released. */
  inherit: (clientId: string) => void;
}

interface Session {
  filters: Map<string, number>;
  /** Messages at QoS 1 that the client has not acknowledged, by identifier. */
  unacknowledged: Map<number, IPublishPacket>;
  /** Identifiers of the client's messages at QoS 2 that are not released. */
  unreleased: Set<number>;
  lastId: number;
  end: PeerEnd | undefined;
}

export function createModelBroker(): ModelBroker {
  const manners: ModelBroker["manners"] = {
    connack: 0,
    answersConnect: true,
    answersPings: true,
    answersSubscribe: true,
    grants: undefined,
    acknowledges: true,
    keepsSessions: true,
  };
  const sessions = new Map<string, Session>();
  const retained = new Map<string, IPublishPacket>();
  const heard: Heard[] = [];
  const connections: string[] = [];
  const owed: number[] = [];
  let newest: PeerEnd | undefined;

  function answer(cmd: "puback" | "pubrec" | "pubcomp", id: number): void {
    send(newest, { cmd, messageId: id });
    if (owed.includes(id)) owed.splice(owed.indexOf(id), 1);
  }

  const send = (end: PeerEnd | undefined, packet: Packet) => end?.write(generate(packet).toString("latin1"));

  const peer: Peer = (end) => {
    const connection = connections.push("");
    const reader = parser({ protocolVersion: 4 });
    let session: Session | undefined;
    let will: IPublishPacket | undefined;
    newest = end;
    reader.on("packet", (packet) => take(packet));
    reader.on("error", () => end.close());

    function take(packet: Packet): void {
      if (packet.cmd === "connect") {
        will =
          packet.will === undefined
            ? undefined
            : ({ cmd: "publish", ...packet.will } as unknown as IPublishPacket);
        if (manners.answersConnect) session = greet(end, packet.clientId, packet.clean === true);
      } else if (packet.cmd === "publish") takePublish(packet);
      else if (packet.cmd === "pubrel") takeRelease(packet.messageId as number);
      else if (packet.cmd === "subscribe" && manners.answersSubscribe) takeSubscribe(packet);
      else if (packet.cmd === "puback") session?.unacknowledged.delete(packet.messageId as number);
      else if (packet.cmd === "pingreq" && manners.answersPings) send(end, { cmd: "pingresp" });
      else if (packet.cmd === "disconnect") will = undefined;
    }

    function takePublish(packet: IPublishPacket): void {
      const id = packet.messageId as number;
      // At QoS 2 the same message comes under the same identifier until it is released.
      if (packet.qos < 2 || session?.unreleased.has(id) !== true) hear(connection, packet, false);
      if (packet.qos === 0) return;
      if (packet.qos === 2) session?.unreleased.add(id);
      if (manners.acknowledges) send(end, { cmd: packet.qos === 1 ? "puback" : "pubrec", messageId: id });
      else owed.push(id);
    }

    function takeRelease(id: number): void {
      session?.unreleased.delete(id);
      if (manners.acknowledges) send(end, { cmd: "pubcomp", messageId: id });
    }

    function takeSubscribe(packet: Extract<Packet, { cmd: "subscribe" }>): void {
      for (const { topic, qos } of packet.subscriptions) session?.filters.set(topic, qos);
      const granted = packet.subscriptions.map(({ qos }) => manners.grants ?? qos);
      send(end, { cmd: "suback", messageId: packet.messageId, granted });
      for (const { topic } of packet.subscriptions) {
        const kept = retained.get(topic);
        if (kept !== undefined && session !== undefined) deliver(session, { ...kept, retain: true });
      }
    }

    return {
      received(bytes) {
        connections[connection - 1] += bytes;
        reader.parse(Buffer.from(bytes, "latin1"));
      },
      closed() {
        if (session?.end === end) session.end = undefined;
        if (will !== undefined) hear(connection, will, true);
      },
    };
  };

  function greet(end: PeerEnd, clientId: string, isClean: boolean): Session | undefined {
    const kept = isClean || !manners.keepsSessions ? undefined : sessions.get(clientId);
    const returnCode = manners.connack;
    send(end, { cmd: "connack", sessionPresent: returnCode === 0 && kept !== undefined, returnCode });
    if (returnCode !== 0) {
      end.close();
      return undefined;
    }
    const session = kept ?? newSession();
    session.end = end;
    sessions.set(clientId, session);
    for (const packet of session.unacknowledged.values()) send(end, { ...packet, dup: true });
    return session;
  }

  function hear(connection: number, packet: IPublishPacket, isWill: boolean): void {
    const { topic, qos, dup, messageId: id, payload } = packet;
    heard.push({ connection, id, topic, payload: text(payload), qos, duplicate: dup === true, isWill });
    if (packet.retain) retained.set(topic, packet);
  }

  function deliver(session: Session, packet: IPublishPacket): void {
    const granted = session.filters.get(packet.topic);
    if (granted === undefined) return;
    if (packet.qos === 0 || granted === 0) {
      send(session.end, { ...packet, qos: 0 });
      return;
    }
    session.lastId += 1;
    const identified = { ...packet, messageId: session.lastId };
    session.unacknowledged.set(session.lastId, identified);
    send(session.end, identified);
  }

  return {
    peer,
    manners,
    heard,
    connections,
    owed,
    publish(topic, payload, { qos = 0, retain = false } = {}) {
      const packet: IPublishPacket = {
        cmd: "publish",
        topic,
        payload: Buffer.from(payload, "latin1"),
        qos,
        retain,
        dup: false,
      };
      if (retain) retained.set(topic, packet);
      for (const session of sessions.values()) deliver(session, { ...packet, retain: false });
    },
    say: (bytes) => newest?.write(bytes),
    acknowledge: (id) => answer("puback", id),
    record: (id) => answer("pubrec", id),
    complete: (id) => answer("pubcomp", id),
    hangUp: () => newest?.close(),
    forget: () => sessions.clear(),
    inherit: (clientId) => void sessions.set(clientId, { ...newSession(), unreleased: new Set([257, 258]) }),
  };
}

function newSession(): Session {
  return {
    filters: new Map(),
    unacknowledged: new Map(),
    unreleased: new Set(),
    lastId: 0,
    end: undefined,
  };
}

function text(payload: string | Buffer): string {
  return typeof payload === "string" ? payload : payload.toString("latin1");
}
