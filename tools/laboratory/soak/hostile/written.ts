// A device's numbers as a proxy has seen them: how each was written, and whether it was acknowledged.
import type { IPublishPacket, Packet } from "mqtt-packet";
import { TopicAliases } from "../../../sim/broker/topic-aliases.ts";
import type { SeenPacket } from "./proxy.ts";

export interface Written {
  /** Protocol levels of its CONNECTs, each once. */
  levels: number[];
  /** Numbers that were written again without DUP. */
  withoutDup: number[];
  /** Payloads whose topic alias the device had not defined on their connection. */
  withoutTopic: string[];
  /** How many numbers had an alias in place of their topic. */
  aliased: number;
  /**
   * Numbers that came again to the subscriber and were written once: the broker passed them on twice, as when
   * it restarts.
   */
  byBroker: number[];
  /** Numbers whose last acknowledgement (PUBACK, PUBCOMP) came to the device. */
  acknowledged: ReadonlySet<number>;
  /** Numbers that the broker refused by a reason code. */
  refused: number[];
}

const FIRST_ERROR = 0x80;
/** To the release of a message that the broker, which has restarted, knows no more. */
const UNKNOWN_IDENTIFIER = 0x92;

/** Looks at all packets of one device. `again` are the numbers that came to the subscriber more than once. */
export function writtenNumbers(
  seen: readonly SeenPacket[],
  topic: string,
  again: readonly number[],
): Written {
  return new WrittenBook(seen, topic, again).read();
}

class WrittenBook {
  private readonly seen: readonly SeenPacket[];
  private readonly topic: string;
  private readonly again: readonly number[];
  private readonly times = new Map<number, number>();
  private readonly withoutDup: number[] = [];
  private readonly withoutTopic: string[] = [];
  private readonly acknowledged = new Set<number>();
  private readonly refused: number[] = [];
  /** The number that an identifier stands for at the moment. */
  private readonly out = new Map<number, number>();
  private readonly aliases = new Map<number, TopicAliases>();
  private aliased = 0;

  constructor(seen: readonly SeenPacket[], topic: string, again: readonly number[]) {
    this.seen = seen;
    this.topic = topic;
    this.again = again;
  }

  read(): Written {
    const levels = new Set<number>();
    for (const { connection, fromDevice, packet } of this.seen) {
      if (fromDevice && packet.cmd === "connect") levels.add(packet.protocolVersion ?? 0);
      else if (fromDevice && packet.cmd === "publish") this.wrote(connection, packet);
      else if (!fromDevice) this.answered(packet);
    }
    return {
      levels: [...levels],
      withoutDup: this.withoutDup,
      withoutTopic: this.withoutTopic,
      aliased: this.aliased,
      byBroker: this.again.filter((number) => (this.times.get(number) ?? 0) < 2),
      acknowledged: this.acknowledged,
      refused: this.refused,
    };
  }

  private wrote(connection: number, packet: IPublishPacket): void {
    const known = this.aliases.get(connection) ?? new TopicAliases();
    this.aliases.set(connection, known);
    const named = known.named(packet);
    if (named === undefined || named.topic === "") this.withoutTopic.push(packet.payload.toString());
    if (named?.topic !== this.topic) return;
    const number = Number(packet.payload.toString());
    const before = this.times.get(number) ?? 0;
    if (before > 0 && !packet.dup) this.withoutDup.push(number);
    if (packet.topic === "") this.aliased += 1;
    this.times.set(number, before + 1);
    this.out.set(packet.messageId ?? 0, number);
  }

  private answered(packet: Packet): void {
    if (packet.cmd !== "puback" && packet.cmd !== "pubrec" && packet.cmd !== "pubcomp") return;
    const number = this.out.get(packet.messageId ?? 0);
    const { reasonCode = 0 } = packet;
    if (number === undefined) return;
    if (reasonCode >= FIRST_ERROR && reasonCode !== UNKNOWN_IDENTIFIER) this.refused.push(number);
    else if (packet.cmd !== "pubrec") this.acknowledged.add(number);
  }
}
