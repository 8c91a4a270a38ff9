// One connection of a client: its packets in both directions, its peer, and its end.
//
//   ways to end      called by                                        sends before
//   hangUp(reason)   broker: breach, quota, take-over, expiry, end    DISCONNECT with the reason, in MQTT 5.0
//   hangUp()         broker: no CONNECT in time, stopped, tests       nothing
//   disconnected()   conversation: the client's DISCONNECT            nothing
//   sender's closed  conversation: keep-alive, failed authentication  what the sender still has
//   peer's closed    network: the client closed its socket            nothing
//   overflowed()     network: the client reads too slowly             nothing
//
// Each leads to `finish`, which runs once and calls the host's `ended`. Only `disconnected` is orderly.
import type { IPublishPacket, Packet } from "mqtt-packet";
import type { PeerEnd, PeerEvents } from "../worlds/link.ts";
import { laterExpiry } from "./access/expiry.ts";
import type { PublishLimits, PublishRate } from "./access/publish-rate.ts";
import { type Breach, breachSentence } from "./breaches.ts";
import type { ConnectionHost } from "./connection-host.ts";
import { Conversation } from "./conversation.ts";
import { Exchange } from "./exchange.ts";
import { Intake } from "./intake.ts";
import { brokerMessage } from "./message.ts";
import { MQTT_311 } from "./mqtt-311.ts";
import { publishTopic, releasedBy } from "./packet-text.ts";
import type { Ending, Protocol, Terms, Will } from "./protocol.ts";
import { Requests } from "./requests.ts";
import { Sender } from "./sender.ts";
import type { Session } from "./session.ts";
import type { Shortage } from "./shortages.ts";
import { TopicAliases } from "./topic-aliases.ts";

export class Connection {
  /** Counted from 0. */
  readonly number: number;
  readonly events: PeerEvents;
  protocol: Protocol = MQTT_311;
  terms: Terms = { lasts: 0, window: 0, packetBytes: 0 };
  clientId = "";
  will: Will | undefined = undefined;
  session: Session | undefined = undefined;
  private readonly host: ConnectionHost;
  private readonly end: PeerEnd;
  private readonly sender: Sender;
  private readonly requests: Requests;
  private readonly exchange: Exchange;
  private readonly conversation: Conversation;
  private readonly intake: Intake;
  private readonly aliases = new TopicAliases();
  private isOver = false;
  private rate: PublishRate | undefined = undefined;
  private stopWaiting = () => {};

  constructor(host: ConnectionHost, end: PeerEnd, number: number) {
    this.host = host;
    this.end = end;
    this.number = number;
    this.sender = this.createSender();
    this.requests = this.createRequests();
    this.exchange = this.createExchange();
    const { sender, requests, exchange } = this;
    this.conversation = new Conversation(host, this, { sender, requests, exchange });
    this.intake = this.createIntake();
    this.events = {
      received: this.intake.take,
      closed: () => this.finish(false),
      overflowed: () => this.overflowed(),
    };
  }

  send(packet: Packet): void {
    this.sender.send(packet);
  }

  /** Sends a PUBLISH; false if the packet is longer than the client's maximum. */
  sendIfItFits(packet: IPublishPacket): boolean {
    const { packetBytes } = this.terms;
    if (packetBytes !== Number.POSITIVE_INFINITY && this.protocol.write(packet).length > packetBytes)
      return false;
    this.sender.send(packet);
    return true;
  }

  /** Sends a packet, bypassing `misbehaves`. */
  forceSend(packet: Packet): void {
    this.sender.forceSend(packet);
  }

  /** Sends these bytes unchanged. */
  sendBytes(bytes: string): void {
    this.exchange.taint();
    this.sender.sendBytes(bytes);
  }

  /** The client reads too slowly: messages at QoS 0 are dropped. */
  isBehind(): boolean {
    return this.end.isBehind?.() === true;
  }

  /** The number of unprocessed bytes. */
  held(): number {
    return this.intake.held();
  }

  /** Admits the client, with its own publish rate or the common one. */
  publishes(own: Partial<PublishLimits> = {}): void {
    const { messagesPerSecond, bytesPerSecond } = this.host.limits;
    const { messages = messagesPerSecond, bytes = bytesPerSecond } = own;
    if (messages === Number.POSITIVE_INFINITY && bytes === Number.POSITIVE_INFINITY) return;
    this.rate = this.host.rates.of(this.clientId, { messages, bytes });
  }

  /** Counts the client's will, which cannot wait, against its publish rate. */
  charge(bytes: number): void {
    this.rate?.charge(bytes);
  }

  /** Has a PUBLISH wait for its client's publish rate. Returns whether it must. */
  private slowDown(bytes: string, goOn: () => void): boolean {
    const waitMs = this.rate?.take(bytes.length) ?? 0;
    if (waitMs === 0) return false;
    this.host.short("rate", this.clientId);
    this.stopWaiting = laterExpiry(this.host.timers, waitMs, goOn);
    return true;
  }

  /** Records a violation of the protocol. */
  note(breach: Breach, which = ""): void {
    if (!this.host.records) return;
    const clientName = this.clientId === "" ? "somebody" : this.clientId;
    this.host.breached(breachSentence(clientName, this.number, breach, which));
  }

  /** Records a violation and ends the connection; its will is published [MQTT-4.8.0-1]. */
  refuse(breach: Breach, which = ""): void {
    this.note(breach, which);
    this.hangUp(breach);
  }

  /** Refuses a message with the reason code of its acknowledgement. */
  private refuseMessage(packet: IPublishPacket, why: Shortage): void {
    this.host.short(why, this.clientId);
    if (packet.qos === 0) return;
    const refusal = this.protocol.refusal(packet, why === "deniedMessage" ? "denied" : "noRoom");
    if (refusal === undefined) this.hangUp("quota");
    else this.sender.send(refusal);
  }

  /** The broker ends the connection at once. */
  hangUp(why?: Ending | Breach): void {
    if (this.isOver) return;
    const isTold = why !== undefined && this.session !== undefined;
    const disconnect = isTold ? this.protocol.disconnect(why) : undefined;
    if (disconnect !== undefined) this.end.write(this.protocol.write(disconnect));
    this.close(false);
  }

  /** The client has ended the connection with DISCONNECT. */
  disconnected(): void {
    this.close(true);
  }

  private overflowed(): void {
    if (!this.isOver) this.host.short("unread", this.clientId);
    this.finish(false);
  }

  private close(isOrderly: boolean): void {
    this.sender.stop();
    this.end.close();
    this.finish(isOrderly);
  }

  private finish(isOrderly: boolean): void {
    if (this.isOver) return;
    this.isOver = true;
    this.conversation.stop();
    this.sender.stop();
    this.intake.stop();
    this.stopWaiting();
    this.host.ended(this, isOrderly);
    if (this.rate !== undefined) this.host.rates.left(this.clientId);
  }

  private createSender(): Sender {
    const { host } = this;
    return new Sender(host.timers, this.end, {
      misdeed: (packet) => {
        const misdeed = host.misdeed(packet, this);
        if (typeof misdeed === "object" && "bytes" in misdeed) this.exchange.taint();
        return misdeed;
      },
      bytesOf: (packet) => this.protocol.write(packet),
      wrote: (packet) => {
        this.exchange.wrote(packet, this.session);
        if (packet.cmd === "suback" || packet.cmd === "unsuback")
          this.requests.answered(packet.messageId as number);
      },
      closed: () => this.finish(false),
    });
  }

  private createRequests(): Requests {
    const { host } = this;
    return new Requests({
      mostLevels: host.limits.levels,
      note: (breach, which) => this.note(breach, which),
      refuse: (breach, which) => this.refuse(breach, which),
      send: this.sender.send,
      grant: (filter, qos) => {
        if (this.session?.permissions.subscribe(filter, qos) !== false) return host.grant(filter, qos, this);
        host.short("deniedFilter", this.clientId);
        return this.protocol.deniedFilter;
      },
      noRoom: () => this.protocol.noRoom,
      dispatcher: host.dispatcher,
    });
  }

  /** The topic of an unprocessed PUBLISH; for an alias alone, the topic that it stands for. */
  private topicOf(bytes: string): string | undefined {
    const topic = publishTopic(bytes);
    return topic === "" ? this.aliases.topicOf(this.protocol.read(bytes)) : topic;
  }

  private createExchange(): Exchange {
    const { host } = this;
    return new Exchange({
      number: this.number,
      records: host.records,
      aliases: this.aliases,
      note: (breach, which) => this.note(breach, which),
      refuse: (breach, which) => this.refuse(breach, which),
      send: this.sender.send,
      mostLevels: host.limits.levels,
      mayPublish: ({ topic, qos, retain }) => this.session?.permissions.publish(topic, qos, retain) !== false,
      hasRoom: (packet) =>
        !packet.retain ||
        this.session === undefined ||
        host.dispatcher.hasRoom(brokerMessage(packet, host.timers.now()), this.session),
      refuseMessage: (packet, shortage) => this.refuseMessage(packet, shortage),
      isRequested: this.requests.isOpen,
      arrived: (packet) => host.arrived(packet, this),
      accept: (packet) => host.takeOver(packet, this),
    });
  }

  private createIntake(): Intake {
    const { host, end, conversation } = this;
    return new Intake(host.turns, host.limits, {
      mustWait: (bytes, goOn) => {
        if (conversation.mustWait(goOn)) return true;
        const released = releasedBy(bytes);
        const topic = released === undefined ? this.topicOf(bytes) : this.session?.incoming.topicOf(released);
        if (topic !== undefined && host.dispatcher.mustWait(topic, goOn)) return true;
        return released === undefined && topic !== undefined && this.slowDown(bytes, goOn);
      },
      packet: (bytes) => {
        conversation.take(bytes);
        return !this.isOver;
      },
      failed: (why) => this.refuse(why),
      leftOver: () => conversation.leftOver(),
      holds: host.holds,
      hold: (isHeld) => end.hold?.(isHeld),
    });
  }
}
