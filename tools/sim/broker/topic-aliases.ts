// The topic aliases of one connection: numbers that a client has defined for topics (MQTT 5.0, 3.3.2.3.4).
import type { IPublishPacket, Packet } from "mqtt-packet";
import type { Unreadable } from "./protocol.ts";

/** The most aliases that a client may define, as in Mosquitto. */
export const MOST_TOPIC_ALIASES = 10;

export class TopicAliases {
  private readonly topics = new Map<number, string>();

  /**
   * The same PUBLISH with its topic and without its alias, which is then defined; undefined for an undefined
   * alias.
   */
  named(packet: IPublishPacket): IPublishPacket | undefined {
    if (packet.properties?.topicAlias === undefined) return packet;
    const { topicAlias, ...properties } = packet.properties;
    if (topicAlias < 1 || topicAlias > MOST_TOPIC_ALIASES) return undefined;
    const topic = packet.topic === "" ? this.topics.get(topicAlias) : packet.topic;
    if (topic === undefined) return undefined;
    this.topics.set(topicAlias, topic);
    return { ...packet, topic, properties };
  }

  /** The topic of an unprocessed PUBLISH. */
  topicOf(packet: Packet | Unreadable): string | undefined {
    if (!("cmd" in packet) || packet.cmd !== "publish") return undefined;
    return packet.topic === "" ? this.topics.get(packet.properties?.topicAlias ?? 0) : packet.topic;
  }
}
