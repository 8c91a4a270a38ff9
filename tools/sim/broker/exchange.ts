// Messages and their acknowledgements on one connection, both ways (MQTT 3.1.1, 3.3 to 3.7).
import type { IPublishPacket, Packet } from "mqtt-packet";
import type { Breach } from "./breaches.ts";
import { topicBreach } from "./filters.ts";
import { createAnswerOrder } from "./order.ts";
import type { Session } from "./session.ts";
import type { TopicAliases } from "./topic-aliases.ts";

export interface Exchange {
  /** Takes a packet of a message's exchange; false for any other. */
  take: (packet: Packet, session: Session) => boolean;
  /** The broker has written a packet. */
  wrote: (packet: Packet, session: Session | undefined) => void;
  /** Raw bytes go to the client: it may answer something that nobody knows of, and that is no breach. */
  taint: () => void;
}

interface ExchangeHost {
  /** The connection, counted from 0. */
  number: number;
  /** Is the order of answers looked at? */
  records: boolean;
  /** Those of this connection. */
  aliases: TopicAliases;
  note: (breach: Breach, which: string) => void;
  /** Ends the connection. */
  refuse: (breach: Breach, which: string) => void;
  send: (packet: Packet) => void;
  /** Topics have so many levels at most. */
  mostLevels: number;
  /** May the client publish it? */
  mayPublish: (packet: IPublishPacket) => boolean;
  /** Is there room for a message that is to be retained? */
  hasRoom: (packet: IPublishPacket) => boolean;
  /** There is no room for a message that wants an acknowledgement, or its client may not publish it. */
  turnDown: (packet: IPublishPacket, why: "retained" | "unfinished" | "deniedMessage") => void;
  /** Does a SUBSCRIBE or UNSUBSCRIBE with this identifier wait for its answer? */
  isRequested: (id: number) => boolean;
  /** A PUBLISH has come, whether or not it is news. */
  arrived: (packet: IPublishPacket) => void;
  /** The broker takes a message over. */
  takeOver: (packet: IPublishPacket) => void;
}

/** From here on reason codes of MQTT 5.0 say that something went wrong. */
const FAILED = 0x80;

export function createExchange(host: ExchangeHost): Exchange {
  return new AuthenticationExchange(host);
}

class AuthenticationExchange implements Exchange {
  private readonly host: ExchangeHost;
  private isTainted = false;
  private readonly order = createAnswerOrder((breach, which) => {
    if (!this.isTainted) this.host.note(breach, which);
  });

  constructor(host: ExchangeHost) {
    this.host = host;
  }

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

  wrote(packet: Packet, session: Session | undefined): void {
    if (this.host.records) this.order.wrote(packet);
    if (packet.cmd === "puback" || packet.cmd === "pubrec" || packet.cmd === "pubcomp")
      session?.incoming.answered(packet.cmd, packet.messageId as number);
  }

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
      else if (isAllowed) this.host.takeOver(packet);
      else this.host.turnDown(packet, "deniedMessage");
      return;
    }
    if (this.host.isRequested(messageId as number))
      this.host.note("identifierInUse", `PUBLISH under ${messageId}`);
    if (!isAllowed || !this.host.hasRoom(packet)) {
      // What was held under this identifier is given up with it.
      session.incoming.released(messageId as number, this.host.number);
      this.host.turnDown(packet, isAllowed ? "retained" : "deniedMessage");
      return;
    }
    const verdict = session.incoming.took(packet, this.host.number);
    if (verdict === "tooMany") this.host.refuse("tooManyUnfinished", topic);
    else if (verdict === "noRoom") this.host.turnDown(packet, "unfinished");
    if (verdict !== "taken") return;
    if (qos === 1) this.host.takeOver(packet);
    this.host.send({ cmd: qos === 1 ? "puback" : "pubrec", messageId });
  }

  private takeRelease(id: number, session: Session): void {
    if (this.host.records) this.order.took("pubrel", id);
    const message = session.incoming.released(id, this.host.number);
    if (message !== undefined) this.host.takeOver(message);
    this.host.send({ cmd: "pubcomp", messageId: id });
  }
}

/** What is wrong with the properties of a PUBLISH of MQTT 5.0. */
function propertyBreach({ properties }: IPublishPacket, mostLevels: number): Breach | undefined {
  if (properties?.subscriptionIdentifier !== undefined) return "numberedPublish";
  return properties?.responseTopic === undefined
    ? undefined
    : topicBreach(properties.responseTopic, mostLevels);
}
