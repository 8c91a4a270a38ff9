// A program that allows its broker topic aliases, in MQTT 5.0; mqtt-packet makes them of the messages of a
// broker that uses none.
import { generate, type IConnectPacket, type Packet, parser } from "mqtt-packet";
import { expect, test } from "vitest";
import type { Peer } from "../../tools/sim/worlds/link.ts";
import { program, SECOND } from "./program-client.ts";

const VERSION_5 = { protocolVersion: 5 };

/** The packets that a text of whole ones has. */
function packetsOf(bytes: string): Packet[] {
  const packets: Packet[] = [];
  const reader = parser(VERSION_5);
  reader.on("packet", (packet) => packets.push(packet));
  reader.parse(Buffer.from(bytes, "latin1"));
  return packets;
}

/**
 * Gives each topic an alias on its way to the client, as many as its CONNECT allows, and counts the topics
 * that are left out.
 */
function aliasing(): { inFront: (peer: Peer) => Peer; allowed: unknown[]; short: () => number } {
  const allowed: unknown[] = [];
  let short = 0;
  const inFront =
    (peer: Peer): Peer =>
    (end, to) => {
      const aliases = new Map<string, number>();
      let most = 0;
      const named = (packet: Packet): Packet => {
        if (packet.cmd !== "publish") return packet;
        const known = aliases.get(packet.topic);
        const topicAlias = known ?? aliases.size + 1;
        if (topicAlias > most) return packet;
        aliases.set(packet.topic, topicAlias);
        if (known !== undefined) short += 1;
        const properties = { ...packet.properties, topicAlias };
        return { ...packet, topic: known === undefined ? packet.topic : "", properties };
      };
      const write = (bytes: string) =>
        end.write(
          packetsOf(bytes)
            .map((packet) => generate(named(packet), VERSION_5).toString("latin1"))
            .join(""),
        );
      const events = peer({ ...end, write }, to);
      return {
        ...events,
        received(bytes) {
          if (bytes.startsWith("\x10")) {
            const [connect] = packetsOf(bytes) as IConnectPacket[];
            most = connect?.properties?.topicAliasMaximum ?? 0;
            allowed.push(connect?.properties?.topicAliasMaximum);
          }
          events.received(bytes);
        },
      };
    };
  return { inFront, allowed, short: () => short };
}

test.each([undefined, 0, 2, 1000])(
  "a client with Topic Alias Maximum %s receives each message's topic",
  async (most) => {
    const { inFront, allowed, short } = aliasing();
    const { world, pass, start } = program({}, () => ({}), inFront);
    const heard: string[] = [];
    const hears = start({ id: "hears", mqtt: 5, session: "persistent", topicAliasMaximum: most });
    hears.subscribe("home/#", ({ topic, payload }) => void heard.push(`${topic} ${payload}`), 2);
    const says = start({ id: "says", mqtt: 5, session: "persistent" });
    await pass(5 * SECOND);
    const say = async () => {
      for (const qos of [0, 1, 2] as const)
        for (const room of ["attic", "küche", "hall"]) void says.send(`home/${room}`, `${qos}`, { qos });
      await pass(5 * SECOND);
    };
    const all = ["0", "1", "2"].flatMap((qos) =>
      ["attic", "küche", "hall"].map((room) => `home/${room} ${qos}`),
    );
    await say();
    expect(heard.sort()).toEqual([...all].sort());
    const before = short();
    expect(before).toBe(3 * Math.min(most ?? 0, 3) - Math.min(most ?? 0, 3));
    world.setNetwork(false);
    await pass(SECOND);
    world.setNetwork(true);
    await pass(10 * SECOND);
    heard.length = 0;
    await say();
    expect(heard.sort()).toEqual([...all].sort());
    expect([allowed[0], hears.isConnected()]).toEqual([most === 0 ? undefined : most, true]);
  },
);

test("Topic Alias Maximum needs MQTT 5.0 and is at most a thousand", () => {
  const { start } = program();
  expect(() => start({ topicAliasMaximum: 5 })).toThrow("The option topicAliasMaximum needs MQTT 5.0");
  expect(() => start({ mqtt: 5, topicAliasMaximum: 1001 })).toThrow(
    "The option topicAliasMaximum is 1001; it is a whole number from 0 to 1000",
  );
  start({ mqtt: "either", topicAliasMaximum: 1000 }).kill();
});
