// Messages that a device in Node publishes, read off the packets that it writes: whole ones, each once.
import { parser } from "mqtt-packet";
import type { World } from "../../../src/platform/node/world.ts";
import { watchWrites } from "./watched-writes.ts";

export interface Published {
  topic: string;
  payload: Uint8Array;
  qos: number;
  retained: boolean;
}

/**
 * From now on calls `published` with each message of the world's device as it leaves; what is sent again is
 * none.
 */
export function watchPublished(world: World, published: (message: Published) => void): void {
  watchWrites(world, () => {
    // It reads what comes behind a CONNECT in that one's version.
    const reader = parser();
    /** In MQTT 5.0, by their topic aliases. */
    const topics = new Map<number, string>();
    reader.on("packet", (packet) => {
      if (packet.cmd !== "publish" || packet.dup) return;
      const alias = packet.properties?.topicAlias;
      if (alias !== undefined && packet.topic !== "") topics.set(alias, packet.topic);
      const topic = packet.topic === "" ? (topics.get(alias ?? 0) ?? "") : packet.topic;
      const payload = Buffer.from(packet.payload);
      published({ topic, payload, qos: packet.qos, retained: packet.retain });
    });
    return (bytes) => void reader.parse(Buffer.from(bytes, "latin1"));
  });
}
