// Packets that no broker may send, to a program: the connection ends, MQTT 5.0 says why, and the client comes back.
import type { Packet } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { SECOND } from "../../client/program-client.ts";
import { BROKEN_PACKETS, type BrokenPacket } from "../../mqtt/broken-packets.ts";
import { PASSED_ON, UNSOUND } from "../../mqtt/version-5/unsound-packets.ts";
import { scriptedBroker } from "./scripted-broker.ts";

/** Connected and subscribed to "a"; then comes what `bytes` are. */
async function given(mqtt: 3 | 5, bytes: readonly number[], topicAliasMaximum?: number) {
  const broker = scriptedBroker({ mqtt });
  const lost: string[] = [];
  const heard: string[] = [];
  const client = broker.start({
    session: "persistent",
    lost: ({ reason }) => void lost.push(reason),
    ...(topicAliasMaximum === undefined ? {} : { topicAliasMaximum }),
  });
  client.subscribe("+", ({ topic, payload }) => void heard.push(`${topic}=${payload}`));
  await broker.pass(SECOND);
  broker.sayBytes(...bytes);
  await broker.pass(10);
  const said = broker.words(0).slice(1);
  await broker.pass(120 * SECOND);
  return { ...broker, client, lost, heard, said };
}

const bytesOf = (text: string) => [...text].map((character) => character.charCodeAt(0));

/** Whole ones, of which a client that takes packets of any length awaits no more. What depends on messages under way is the core's. */
const wholeAnywhere = ({ name, packets, ends }: BrokenPacket) =>
  !/length beyond all sense|are not MQTT|SUBACK with (too|reserved)|answers? a message/.test(name)
    ? packets.map((packet) => [packet, ends] as const)
    : [];

test.each(BROKEN_PACKETS.flatMap(wholeAnywhere))(
  "in MQTT 3.1.1 %s ends the connection",
  async (packet, ends) => {
    const { lost, said, client } = await given(
      3,
      packet.split(" ").map((byte) => Number.parseInt(byte, 16)),
    );
    expect([said, lost.length, lost[0]?.startsWith(ends)]).toEqual([[], 1, true]);
    expect([client.isConnected(), client.counters().connects]).toEqual([true, 2]);
  },
);

/** Where a message at QoS 1 and one at QoS 2 are out, and a SUBSCRIBE of two filters. */
test.each([
  ["a PUBACK for QoS 2", ["puback"], 1],
  ["a PUBREC for QoS 1", ["pubrec"], 0],
  ["a PUBCOMP for QoS 1", ["pubcomp"], 0],
] as const)("in MQTT 3.1.1 %s ends the connection", async (_what, [cmd], which) => {
  const broker = scriptedBroker({ mqtt: 3, answers: (one) => (one.cmd === "publish" ? [] : undefined) });
  const lost: string[] = [];
  const client = broker.start({ session: "persistent", lost: ({ reason }) => void lost.push(reason) });
  await broker.pass(SECOND);
  for (const qos of [1, 2] as const) client.send("t", "x", { qos }).catch(() => {});
  await broker.pass(SECOND);
  const ids = broker.words().map((word) => Number(word.split(" ")[1]));
  broker.say({ cmd, messageId: ids[which] } as Packet);
  await broker.pass(10);
  expect(lost).toEqual([expect.stringContaining("protocol error by the broker")]);
});

test.each([[[1]], [[1, 1, 1]], [[1, 3]]])(
  "a SUBACK of %j for two filters ends the connection",
  async (codes) => {
    for (const mqtt of [3, 5] as const) {
      const broker = scriptedBroker({ mqtt, answers: ({ cmd }) => (cmd === "subscribe" ? [] : undefined) });
      const lost: string[] = [];
      const client = broker.start({ lost: ({ reason }) => void lost.push(reason) });
      client.subscribe(["a", "b"], () => {}).catch(() => {});
      await broker.pass(SECOND);
      const id = Number(broker.words()[0]?.split(" ")[1]);
      const properties = mqtt === 5 ? [0] : [];
      broker.sayBytes(0x90, 2 + properties.length + codes.length, id >> 8, id & 255, ...properties, ...codes);
      await broker.pass(10);
      expect([mqtt, lost.length]).toEqual([mqtt, 1]);
    }
  },
);

test.each(UNSOUND.filter(([, header]) => header !== 0x20))(
  "in MQTT 5.0 the broker is told of %s",
  async (_what, header, body, code) => {
    const { lost, said, client } = await given(5, [header, body.length, ...bytesOf(body)]);
    expect([said, lost.length]).toEqual([[`disconnect 0x${code.toString(16)}`], 1]);
    expect([client.isConnected(), client.counters().connects]).toEqual([true, 2]);
  },
);

test.each(PASSED_ON)("a message with %s is delivered", async (_what, properties) => {
  const body = `\0\x01a\0\x07${String.fromCharCode(properties.length)}${properties}1`;
  const { lost, heard, said } = await given(5, [0x32, body.length, ...bytesOf(body)]);
  expect([heard, said, lost]).toEqual([["a=1"], ["puback 7"], []]);
});

describe("topic aliases of the broker", () => {
  const publish = (topic: string, alias: number) => [
    0x30,
    topic.length + 7,
    0,
    topic.length,
    ...bytesOf(topic),
    3,
    0x23,
    0,
    alias,
    0x78,
  ];

  test.each([
    ["an alias above the announced maximum", publish("a", 3), "0x94"],
    ["an alias that no message has named", publish("", 1), "0x82"],
  ])("%s ends the connection", async (_what, bytes, code) => {
    const { said, lost, heard } = await given(5, bytes, 2);
    expect([said, lost.length, heard]).toEqual([[`disconnect ${code}`], 1, []]);
  });

  test("an alias may be given another topic, up to the announced maximum", async () => {
    const bytes = [publish("a", 1), publish("b", 2), publish("", 1), publish("c", 1), publish("", 1)];
    const { heard, lost } = await given(5, bytes.flat(), 2);
    expect([heard, lost]).toEqual([["a=x", "b=x", "a=x", "c=x", "c=x"], []]);
  });

  test("an alias of the connection before is none", async () => {
    const broker = scriptedBroker();
    const heard: string[] = [];
    const client = broker.start({ topicAliasMaximum: 2 });
    client.subscribe("+", ({ topic }) => void heard.push(topic));
    await broker.pass(SECOND);
    broker.sayBytes(...publish("a", 1));
    await broker.pass(SECOND);
    broker.hangUp();
    await broker.pass(5 * SECOND);
    broker.sayBytes(...publish("", 1));
    await broker.pass(SECOND);
    expect([heard, broker.words(1).at(-1)]).toEqual([["a"], "disconnect 0x82"]);
  });
});
