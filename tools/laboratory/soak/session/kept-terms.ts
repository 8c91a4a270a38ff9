// Checks that the client keeps to the terms of MQTT 5.0: no more messages unfinished than the CONNACK of
// its connection allows [MQTT5-3.3.4-7], a session that does not expire, and with each message no more
// time than its deadline leaves.
import {
  type IConnackPacket,
  type IConnectPacket,
  type IPublishPacket,
  type Packet,
  parser,
} from "mqtt-packet";
import type { Topic } from "./topics.ts";

const LEVEL_5 = 5;
/** Where CONNACK has none (3.2.2.3.3). */
const RECEIVE_MAXIMUM = 65535;
const NEVER = 0xffffffff;
const FIRST_ERROR = 0x80;
const MS = 1000;

/** It is told of every byte at the client's end, what comes before the client is. */
export class KeptTerms {
  readonly faults: string[] = [];
  private readonly now: () => number;
  /** When each message with a deadline is late, by its number. */
  private readonly late = new Map<number, number>();
  /** Identifiers of messages at QoS 1 and 2 that went out on this connection and have no last answer. */
  private readonly unfinished = new Set<number>();
  private most = RECEIVE_MAXIMUM;
  private version: Pick<IConnectPacket, "protocolVersion"> = {};
  private said = parser();
  private came = parser();

  constructor(now: () => number) {
    this.now = now;
  }

  connects(): void {
    this.version = {};
    this.unfinished.clear();
    this.most = RECEIVE_MAXIMUM;
    this.said = parser(this.version);
    this.said.on("packet", (packet) => this.takeSaid(packet));
    this.came = parser(this.version);
    this.came.on("packet", (packet) => this.takeCame(packet));
  }

  heard(bytes: string): void {
    this.came.parse(Buffer.from(bytes, "latin1"));
  }

  wrote(bytes: string): void {
    this.said.parse(Buffer.from(bytes, "latin1"));
  }

  /** The device is about to publish a message with this number. */
  publishing(number: number, { deadline }: Topic): void {
    if (deadline > 0) this.late.set(number, this.now() + deadline);
  }

  private takeSaid(packet: Packet): void {
    if (packet.cmd === "connect") this.takeConnect(packet);
    else if (packet.cmd === "publish" && this.version.protocolVersion === LEVEL_5) this.takePublish(packet);
  }

  private takeConnect({ protocolVersion, clean, properties }: IConnectPacket): void {
    this.version.protocolVersion = protocolVersion;
    if (clean) this.faults.push("CONNECT asks for a clean start.");
    if (protocolVersion === LEVEL_5 && properties?.sessionExpiryInterval !== NEVER)
      this.faults.push(`CONNECT has the session expiry ${properties?.sessionExpiryInterval}.`);
  }

  private takePublish({ qos, messageId, payload, properties }: IPublishPacket): void {
    const number = Number(/^<(\d+)>/.exec(payload.toString())?.[1]);
    const expiry = properties?.messageExpiryInterval;
    const late = this.late.get(number);
    // A late one that was written before goes out once more, and 0 is no expiry for some brokers.
    const most = late === undefined ? undefined : Math.max(1, Math.ceil((late - this.now()) / MS));
    if (late === undefined ? expiry !== undefined : expiry === undefined || expiry > (most as number))
      this.faults.push(`Message ${number} was written with the expiry ${expiry}, and ${most} s were left.`);
    if (qos === 0) return;
    this.unfinished.add(messageId as number);
    if (this.unfinished.size > this.most)
      this.faults.push(`${this.unfinished.size} messages were unfinished, and CONNACK allows ${this.most}.`);
  }

  private takeCame(packet: Packet): void {
    if (packet.cmd === "connack") this.takeConnack(packet);
    else if (packet.cmd === "puback" || packet.cmd === "pubcomp")
      this.unfinished.delete(packet.messageId as number);
    else if (packet.cmd === "pubrec" && (packet.reasonCode ?? 0) >= FIRST_ERROR)
      this.unfinished.delete(packet.messageId as number);
  }

  private takeConnack({ properties }: IConnackPacket): void {
    this.most = properties?.receiveMaximum ?? RECEIVE_MAXIMUM;
  }
}
