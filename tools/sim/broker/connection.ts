// One connection of a client: its packets are taken in turn, and what it does against the protocol ends it [MQTT-4.8.0-1].
import type { IConnectPacket, IPublishPacket, Packet } from "mqtt-packet";
import type { Timers } from "../clock.ts";
import type { PeerEnd, PeerEvents } from "../link.ts";
import { type Breach, breachSentence } from "./breaches.ts";
import { createExchange, type Exchange } from "./exchange.ts";
import { topicBreach } from "./filters.ts";
import { createFrames } from "./frames.ts";
import { type Watch, watchClient } from "./keep-alive.ts";
import type { Message, Qos } from "./message.ts";
import type { Protocol, Unreadable } from "./protocol.ts";
import { createRequests, type Requests } from "./requests.ts";
import { createSender, type Misdeed, type Sender } from "./sender.ts";
import type { Session } from "./session.ts";

/** What a connection needs of the broker. */
export interface ConnectionHost {
  timers: Timers;
  longestPacket: number;
  keepAliveSlackMs: number;
  misdeed: (packet: Packet, connection: Connection) => Misdeed | undefined;
  breached: (sentence: string) => void;
  /** The return code for this CONNECT, or the session that it goes on with, and whether there was one. */
  greet: (connect: IConnectPacket, connection: Connection) => number | { session: Session; present: boolean };
  /** A PUBLISH has come, whether or not it is news. */
  arrived: (packet: IPublishPacket, connection: Connection) => void;
  /** The broker takes a message over. */
  takeOver: (packet: IPublishPacket, connection: Connection) => void;
  /** The QoS that a filter is granted, or the code that refuses it. */
  grant: (filter: string, qos: Qos, connection: Connection) => number;
  /** SUBACK is out: retained messages follow. */
  subscribed: (session: Session, granted: readonly (readonly [filter: string, qos: Qos])[]) => void;
  /** The client was silent for too long, and its connection is closed for it. */
  gaveUp: () => void;
  /** It has ended, by whomever; `isOrderly`: with DISCONNECT. */
  ended: (connection: Connection, isOrderly: boolean) => void;
}

export interface Connection {
  /** Counted from 0. */
  number: number;
  protocol: Protocol;
  clientId: string;
  will: Message | undefined;
  session: Session | undefined;
  send: (packet: Packet) => void;
  /** Sends a packet past the broker's manners. */
  insist: (packet: Packet) => void;
  /** Sends these bytes as they are. */
  say: (bytes: string) => void;
  /** The broker ends it, at once. */
  hangUp: () => void;
  events: PeerEvents;
}

export function createConnection(
  host: ConnectionHost,
  protocol: Protocol,
  end: PeerEnd,
  number: number,
): Connection {
  let watch: Watch | undefined;
  let isOver = false;
  let isGreeted = false;
  let hasLeft = false;

  const note = (breach: Breach, which = "") => {
    const who = connection.clientId === "" ? "somebody" : connection.clientId;
    host.breached(breachSentence(who, number, breach, which));
  };
  const sender: Sender = createSender(host.timers, end, {
    misdeed(packet) {
      const misdeed = host.misdeed(packet, connection);
      if (typeof misdeed === "object" && "bytes" in misdeed) exchange.taint();
      return misdeed;
    },
    bytesOf: protocol.write,
    wrote(packet) {
      exchange.wrote(packet, connection.session);
      if (packet.cmd === "suback" || packet.cmd === "unsuback") requests.answered(packet.messageId as number);
    },
    closed: () => finish(false),
  });
  const requests: Requests = createRequests({
    note,
    refuse,
    send: sender.send,
    grant: (filter, qos) => host.grant(filter, qos, connection),
    subscribed: host.subscribed,
  });
  const exchange: Exchange = createExchange({
    number,
    note,
    refuse,
    send: sender.send,
    isRequested: requests.isOpen,
    arrived: (packet) => host.arrived(packet, connection),
    takeOver: (packet) => host.takeOver(packet, connection),
  });
  const frames = createFrames(host.longestPacket, {
    packet(bytes) {
      take(protocol.read(bytes));
      return !isOver;
    },
    failed: (why) => refuse(why),
    leftOver() {
      if (hasLeft) note("afterDisconnect");
    },
  });

  function finish(isOrderly: boolean): void {
    if (isOver) return;
    isOver = true;
    watch?.stop();
    sender.stop();
    host.ended(connection, isOrderly);
  }

  /** The client broke the protocol: the connection ends, and its will is published. */
  function refuse(breach: Breach, which = ""): void {
    note(breach, which);
    sender.stop();
    end.close();
    finish(false);
  }

  function take(packet: Packet | Unreadable): void {
    const silence = watch?.heard();
    if (silence !== undefined) note("silent", `${silence} ms`);
    if (packet.cmd === "unreadable") takeUnreadable(packet);
    else if (!isGreeted && packet.cmd !== "connect") refuse("connectMissing", packet.cmd.toUpperCase());
    else if (packet.cmd === "connect") takeConnect(packet);
    else if (connection.session !== undefined) takeGreeted(packet, connection.session);
  }

  function takeUnreadable({ why, words }: Unreadable): void {
    if (why !== "badLevel") {
      refuse(why === "zeroIdentifier" ? "zeroIdentifier" : why, words);
      return;
    }
    sender.send({ cmd: "connack", returnCode: protocol.badLevel, sessionPresent: false });
    sender.close();
  }

  function takeConnect(packet: IConnectPacket): void {
    if (isGreeted) {
      refuse("connectAgain");
      return;
    }
    isGreeted = true;
    connection.clientId = packet.clientId;
    const will = protocol.willOf(packet);
    const fault = will === undefined ? undefined : willBreach(will);
    if (fault !== undefined) {
      refuse(fault, `the will for ${will?.topic}`);
      return;
    }
    if (packet.clientId === "" && packet.clean === false) note("emptyIdentifier");
    const greeting = host.greet(packet, connection);
    if (typeof greeting === "number") {
      sender.send({ cmd: "connack", returnCode: greeting, sessionPresent: false });
      sender.close();
      return;
    }
    const { session, present } = greeting;
    connection.session = session;
    connection.will = will;
    watch = watchClient(host.timers, packet.keepalive ?? 0, host.keepAliveSlackMs, () => {
      host.gaveUp();
      sender.close();
    });
    sender.send({ cmd: "connack", returnCode: protocol.accepted, sessionPresent: present });
    session.outgoing.resume(sender.send);
  }

  function takeGreeted(packet: Packet, session: Session): void {
    if (exchange.take(packet, session)) return;
    if (packet.cmd === "subscribe" || packet.cmd === "unsubscribe") requests.take(packet, session);
    else if (packet.cmd === "pingreq") sender.send({ cmd: "pingresp" });
    else if (packet.cmd === "disconnect") {
      hasLeft = true;
      connection.will = undefined;
      sender.stop();
      end.close();
      finish(true);
    } else refuse("serversPacket", packet.cmd.toUpperCase());
  }

  const connection: Connection = {
    number,
    protocol,
    clientId: "",
    will: undefined,
    session: undefined,
    send: (packet) => sender.send(packet),
    insist: (packet) => sender.insist(packet),
    say(bytes) {
      exchange.taint();
      sender.say(bytes);
    },
    hangUp() {
      sender.stop();
      end.close();
      finish(false);
    },
    events: {
      received: (bytes) => {
        if (!isOver) frames.take(bytes);
      },
      closed: () => finish(false),
    },
  };
  return connection;
}

function willBreach({ topic, qos }: Message): Breach | undefined {
  // mqtt-packet reads both bits and does not look at them.
  return (qos as number) === 3 ? "willAtQos3" : topicBreach(topic);
}
