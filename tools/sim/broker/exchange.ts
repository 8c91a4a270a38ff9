// Messages and their acknowledgements on one connection, in both directions (MQTT 3.1.1, 3.3 to 3.7).
import type { IPublishPacket, Packet } from "mqtt-packet";
import type { Breach } from "./breaches.ts";
import { topicBreach } from "./filters.ts";
import { createAnswerOrder } from "./order.ts";
import type { Session } from "./session.ts";
import type { TopicAliases } from "./topic-aliases.ts";

interface ExchangeHost {
  /** The connection's number, from 0. */
  number: number;
  /** Is the order of acknowledgements checked? */
  records: boolean;
  /** The topic aliases of this connection. */
  aliases: TopicAliases;
  note: (breach: Breach, which: string) => void;
  /** Ends the connection. */
  refuse: (breach: Breach, which: string) => void;
  send: (packet: Packet) => void;
  /** The most levels of a topic. */
  mostLevels: number;
  /** May the client publish it? */
  mayPublish: (packet: IPublishPacket) => boolean;
  /** Is there room for another retained message? */
  hasRoom: (packet: IPublishPacket) => boolean;
  /** Called when a message at QoS 1 or 2 is refused for lack of room or permission. */
  refuseMessage: (packet: IPublishPacket, why: "retained" | "unfinished" | "deniedMessage") => void;
  /** Is a SUBSCRIBE or UNSUBSCRIBE with this identifier unanswered? */
  isRequested: (id: number) => boolean;
  /** Called for every PUBLISH, new or repeated. */
  arrived: (packet: IPublishPacket) => void;
  /** Accepts a message for delivery. */
  accept: (packet: IPublishPacket) => void;
}

/** Reason codes of MQTT 5.0 from this value on mean a failure. */
const FAILED = 0x80;

export class Exchange {
  private readonly host: ExchangeHost;
  private isTainted = false;
  private readonly order = createAnswerOrder((breach, which) => {
    if (!this.isTainted) this.host.note(breach, which);
  });

  constructor(host: ExchangeHost) {
    this.host = host;
  }

  /** Handles a packet of a message's exchange; false for any other packet. */
  take(packet: Packet, session: Session): boolean {
    const id = packet.messageId as number;
    if (packet.cmd === "publish") this.takePublish(packet, session);
    else if (packet.cmd === "pubrel") this.takeRelease(id, session);
    else if (packet.cmd === "puback" || packet.cmd === "pubrec" || packet.cmd === "pubcomp") {
      if (packet.cmd !== "pubcomp" && this.host.records) this.order.took(packet.cmd, id);
      session.outgoing.answered(packet.cmd, id, (packet.reasonCode ?? 0) >= FAILED);
    } else return false;
    return true;
  }

  /** Called when the broker has written a packet. */
  wrote(packet: Packet, session: Session | undefined): void {
    if (this.host.records) this.order.wrote(packet);
    if (packet.cmd === "puback" || packet.cmd === "pubrec" || packet.cmd === "pubcomp")
      session?.incoming.answered(packet.cmd, packet.messageId as number);
  }

  /** Called for raw bytes to the client: its unexpected answers are then no violation. */
  taint(): void {
    this.isTainted = true;
  }

  private takePublish(received: IPublishPacket, session: Session): void {
    const packet = this.host.aliases.named(received);
    if (packet === undefined) {
      this.host.refuse("aliasUnknown", `alias ${received.properties?.topicAlias}`);
      return;
    }
    const { topic, qos, dup, messageId } = packet;
    const fault = propertyBreach(packet, this.host.mostLevels) ?? topicBreach(topic, this.host.mostLevels);
    if (fault !== undefined) {
      this.host.refuse(fault, topic);
      return;
    }
    this.host.arrived(packet);
    const isAllowed = this.host.mayPublish(packet);
    if (qos === 0) {
      if (dup) this.host.refuse("dupAtQos0", topic);
      else if (isAllowed) this.host.accept(packet);
      else this.host.refuseMessage(packet, "deniedMessage");
      return;
    }
    if (this.host.isRequested(messageId as number))
      this.host.note("identifierInUse", `PUBLISH under ${messageId}`);
    if (!isAllowed || !this.host.hasRoom(packet)) {
      // The message held under this identifier is dropped.
      session.incoming.released(messageId as number, this.host.number);
      this.host.refuseMessage(packet, isAllowed ? "retained" : "deniedMessage");
      return;
    }
    const verdict = session.incoming.took(packet, this.host.number);
    if (verdict === "tooMany") this.host.refuse("tooManyUnfinished", topic);
    else if (verdict === "noRoom") this.host.refuseMessage(packet, "unfinished");
    if (verdict !== "taken") return;
    if (qos === 1) this.host.accept(packet);
    this.host.send({ cmd: qos === 1 ? "puback" : "pubrec", messageId });
  }

  private takeRelease(id: number, session: Session): void {
    if (this.host.records) this.order.took("pubrel", id);
    const message = session.incoming.released(id, this.host.number);
    if (message !== undefined) this.host.accept(message);
    this.host.send({ cmd: "pubcomp", messageId: id });
  }
}

/** The fault in the properties of a PUBLISH of MQTT 5.0. */
function propertyBreach({ properties }: IPublishPacket, mostLevels: number): Breach | undefined {
  if (properties?.subscriptionIdentifier !== undefined) return "numberedPublish";
  return properties?.responseTopic === undefined
    ? undefined
    : topicBreach(properties.responseTopic, mostLevels);
}
