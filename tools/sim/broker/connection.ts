// One connection of a client: its packets are taken in turn, and what it does against the protocol ends it [MQTT-4.8.0-1].
import type { IConnectPacket, IDisconnectPacket, IPublishPacket, Packet } from "mqtt-packet";
import type { Timers } from "../clock.ts";
import type { PeerEnd, PeerEvents } from "../link.ts";
import { type Breach, breachSentence } from "./breaches.ts";
import { createExchange, type Exchange } from "./exchange.ts";
import { greet } from "./greeting.ts";
import type { Hub } from "./hub.ts";
import { createIntake } from "./intake.ts";
import { type Watch, watchClient } from "./keep-alive.ts";
import type { Limits } from "./limits.ts";
import type { Qos } from "./message.ts";
import { createMqtt5 } from "./mqtt-5.ts";
import { createMqtt311 } from "./mqtt-311.ts";
import { levelOf } from "./packet-text.ts";
import type { Ending, Protocol, Terms, Unreadable, Will } from "./protocol.ts";
import { createRequests, type Requests } from "./requests.ts";
import { createSender, type Misdeed, type Sender } from "./sender.ts";
import type { Session } from "./session.ts";

/** What a connection needs of the broker. */
export interface ConnectionHost {
  timers: Timers;
  limits: Limits;
  keepAliveSlackMs: number;
  judges: boolean;
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
  hub: Hub;
  /** So many more bytes of packets that are not whole are held, or fewer. */
  holds: (bytes: number) => void;
  /** The client was silent for too long, and its connection is closed for it. */
  gaveUp: () => void;
  /** It has ended, by whomever; `isOrderly`: with DISCONNECT. */
  ended: (connection: Connection, isOrderly: boolean) => void;
}

export interface Connection {
  /** Counted from 0. */
  number: number;
  protocol: Protocol;
  terms: Terms;
  clientId: string;
  will: Will | undefined;
  session: Session | undefined;
  send: (packet: Packet) => void;
  /** Sends a PUBLISH, unless it is longer than the client takes: then it says false. */
  sendIfItFits: (packet: IPublishPacket) => boolean;
  /** The client does not keep up: what may be lost is better not sent. */
  isBehind: () => boolean;
  /** Bytes of a packet that is not whole. */
  held: () => number;
  /** Sends a packet past the broker's manners. */
  insist: (packet: Packet) => void;
  /** Sends these bytes as they are. */
  say: (bytes: string) => void;
  /** The broker ends it, at once. */
  hangUp: (why?: Ending | Breach) => void;
  events: PeerEvents;
}

const WITH_WILL = 4;

export function createConnection(host: ConnectionHost, end: PeerEnd, number: number): Connection {
  const { timers, limits } = host;
  let watch: Watch | undefined;
  let isOver = false;
  let isGreeted = false;
  let hasLeft = false;

  const note = (breach: Breach, which = "") => {
    if (!host.judges) return;
    const who = connection.clientId === "" ? "somebody" : connection.clientId;
    host.breached(breachSentence(who, number, breach, which));
  };
  const sender: Sender = createSender(timers, end, {
    misdeed(packet) {
      const misdeed = host.misdeed(packet, connection);
      if (typeof misdeed === "object" && "bytes" in misdeed) exchange.taint();
      return misdeed;
    },
    bytesOf: (packet) => connection.protocol.write(packet),
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
    noRoom: () => connection.protocol.noRoom,
    hub: host.hub,
  });
  const exchange: Exchange = createExchange({
    number,
    judges: host.judges,
    note,
    refuse,
    send: sender.send,
    isRequested: requests.isOpen,
    arrived: (packet) => host.arrived(packet, connection),
    takeOver: (packet) => host.takeOver(packet, connection),
  });
  const intake = createIntake(timers, limits, {
    packet(bytes) {
      if (!isGreeted && levelOf(bytes) === 5) connection.protocol = createMqtt5();
      take(connection.protocol.read(bytes));
      return !isOver;
    },
    failed: (why) => refuse(why),
    leftOver() {
      if (hasLeft) note("afterDisconnect");
    },
    holds: host.holds,
    hold: (isHeld) => end.hold?.(isHeld),
  });
  const stopGreeting = limitGreeting();

  /** Whoever connects and says nothing is not waited for. */
  function limitGreeting(): () => void {
    if (limits.greetingMs === Number.POSITIVE_INFINITY) return () => {};
    return timers.after(limits.greetingMs, () => {
      if (connection.session === undefined) hangUp();
    });
  }

  function finish(isOrderly: boolean): void {
    if (isOver) return;
    isOver = true;
    stopGreeting();
    watch?.stop();
    sender.stop();
    intake.stop();
    host.ended(connection, isOrderly);
  }

  function hangUp(why?: Ending | Breach): void {
    if (isOver) return;
    const isTold = why !== undefined && connection.session !== undefined;
    const farewell = isTold ? connection.protocol.farewell(why) : undefined;
    if (farewell !== undefined) end.write(connection.protocol.write(farewell));
    sender.stop();
    end.close();
    finish(false);
  }

  /** The client broke the protocol: the connection ends, and its will is published. */
  function refuse(breach: Breach, which = ""): void {
    note(breach, which);
    hangUp(breach);
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
    if (why === "badLevel") turnAway(connection.protocol.badLevel);
    else refuse(why, words);
  }

  function turnAway(code: number): void {
    sender.send(connection.protocol.connack(code));
    sender.close();
  }

  function takeConnect(packet: IConnectPacket): void {
    if (isGreeted) {
      refuse("connectAgain");
      return;
    }
    isGreeted = true;
    greet(
      { timers, limits, note, refuse, turnAway, admit: host.greet, admitted: watchOver },
      packet,
      connection,
    );
  }

  function watchOver(keepAlive: number): void {
    watch = watchClient(timers, keepAlive, host.keepAliveSlackMs, () => {
      host.gaveUp();
      const farewell = connection.protocol.farewell("silent");
      if (farewell !== undefined) sender.send(farewell);
      sender.close();
    });
  }

  function takeGreeted(packet: Packet, session: Session): void {
    if (exchange.take(packet, session)) return;
    if (packet.cmd === "subscribe" || packet.cmd === "unsubscribe") requests.take(packet, session);
    else if (packet.cmd === "pingreq") sender.send({ cmd: "pingresp" });
    else if (packet.cmd === "disconnect") takeDisconnect(packet, session);
    else refuse("serversPacket", packet.cmd.toUpperCase());
  }

  function takeDisconnect({ reasonCode, properties }: IDisconnectPacket, session: Session): void {
    const lasts = properties?.sessionExpiryInterval;
    if (lasts !== undefined && lasts > 0 && session.lasts === 0) {
      refuse("longerSession", `${lasts} s`);
      return;
    }
    if (lasts !== undefined) session.lasts = Math.min(lasts, limits.awaySeconds);
    hasLeft = true;
    if (reasonCode !== WITH_WILL) connection.will = undefined;
    sender.stop();
    end.close();
    finish(true);
  }

  const connection: Connection = {
    number,
    protocol: createMqtt311(),
    terms: { lasts: 0, window: 0, packetBytes: 0 },
    clientId: "",
    will: undefined,
    session: undefined,
    send: (packet) => sender.send(packet),
    sendIfItFits(packet) {
      const { packetBytes } = connection.terms;
      if (packetBytes !== Number.POSITIVE_INFINITY && connection.protocol.write(packet).length > packetBytes)
        return false;
      sender.send(packet);
      return true;
    },
    isBehind: () => end.isBehind?.() === true,
    held: intake.held,
    insist: (packet) => sender.insist(packet),
    say(bytes) {
      exchange.taint();
      sender.say(bytes);
    },
    hangUp,
    events: {
      received: intake.take,
      closed: () => finish(false),
    },
  };
  return connection;
}
