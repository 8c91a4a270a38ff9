// Decoding and encoding a mixed stream, beside mqtt-packet.
//
// Both are given the same buffers, hand topic and payload of each message to whoever asked, and leave bytes
// that a socket can take as they are. Ours pays for the byte string at both edges: out of the buffer, and
// into one.
import { generate, type Packet, parser } from "mqtt-packet";
import type { Stream } from "../../../../src/client/transport/stream.ts";
import { connectPacket } from "../../../../src/mqtt/connect-packet.ts";
import { CONNECTED } from "../../../../src/mqtt/connection-state.ts";
import { linkDrained, linkOpened, linkReceived } from "../../../../src/mqtt/link-events.ts";
import { identifiedPacket, packetStart, prepare, publishPacket } from "../../../../src/mqtt/publication.ts";
import { requestedFilter, subscribePacket } from "../../../../src/mqtt/subscribe-packet.ts";
import { type Subscriber, subscribe } from "../../../../src/mqtt/subscriptions.ts";
import { benchRow, type Figure, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { begin, createBenchClient } from "./bench-client.ts";
import {
  COMMAND_TOPIC,
  CONNACK,
  chunksOf,
  incomingPackets,
  mixedPayload,
  READING_TOPIC,
  SUBSCRIBE_ID,
} from "./mixed-stream.ts";
import { cpuMicroseconds, inTurn, middlePair } from "./pairs.ts";

interface CodecEffort {
  rounds: number;
  /** Times that the stream is taken or made in each round. */
  repeats: number;
}

/** Messages of the stream in each direction. */
const MESSAGES = 100;
const MICROSECONDS = 1_000_000;

export const codec: Section = {
  title: "Decode and encode a mixed stream: Node",
  subject: "the client in Node",
  measure: async () => codecRows({ rounds: 9, repeats: 400 }),
};

/** A contender takes the stream, or makes it, this often; returns the bytes it has seen or made. */
type Work = (repeats: number) => number;

async function codecRows(effort: CodecEffort): Promise<Row[]> {
  const chunks = chunksOf(incomingPackets(MESSAGES));
  const decoding = { ours: decodeOurs(chunks), theirs: decodeTheirs(chunks) };
  const encoding = { ours: encodeOurs(), theirs: encodeTheirs() };
  const both = (one: Work, other: Work): Work => {
    return (repeats) => one(repeats) + other(repeats);
  };
  const name = "a mixed stream, bytes for each second of CPU time";
  return [
    await codecRow(`decode ${name} (an incoming QoS 1 message is acknowledged)`, decoding, effort),
    await codecRow(`encode ${name}`, encoding, effort),
    await codecRow(
      `decode and encode ${name}`,
      { ours: both(decoding.ours, encoding.ours), theirs: both(decoding.theirs, encoding.theirs) },
      effort,
      { target: { ratioAtLeast: 3 }, headline: "Node: decode and encode, bytes a second" },
    ),
  ];
}

async function codecRow(
  name: string,
  { ours, theirs }: { ours: Work; theirs: Work },
  { rounds, repeats }: CodecEffort,
  told: Pick<Figure, "target" | "headline"> = {},
): Promise<Row> {
  if (ours(1) !== theirs(1)) throw new Error(`The contenders do not do the same work: ${name}.`);
  const speed = async (work: Work): Promise<number> => {
    let bytes = 0;
    const micros = await cpuMicroseconds(() => {
      bytes = work(repeats);
    });
    return (bytes / micros) * MICROSECONDS;
  };
  // The first round is warm-up for both.
  const pairs = await inTurn(
    rounds + 1,
    () => speed(ours),
    () => speed(theirs),
  );
  const { ours: our, theirs: their } = middlePair(pairs.slice(1));
  return benchRow({
    engine: "Node",
    unit: "byte",
    name,
    ours: our,
    peer: "mqtt-packet",
    value: their,
    ...told,
  });
}

/** The client itself, connected, with one subscription; its link is a buffer. */
function decodeOurs(chunks: readonly Buffer[]): Work {
  let seen = 0;
  const link = createSocketBuffer();
  const stream: Stream = { write: link.put, close: () => {}, drop: () => {} };
  const client = createBenchClient(() => stream);
  const subscriber: Subscriber = {
    deliver: (_subscriber, payload, _retained, topic) => {
      seen += topic.length + payload.length;
    },
  };
  subscribe(client, COMMAND_TOPIC, 1, subscriber);
  begin(client);
  linkOpened(client, 1);
  linkReceived(client, generate(CONNACK).toString("latin1"), 1);
  link.take();
  return (repeats) => {
    seen = 0;
    let made = 0;
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      for (const chunk of chunks) {
        linkReceived(client, chunk.toString("latin1"), 1);
        made += link.take();
        linkDrained(client, 1);
      }
    }
    if (client.connection.state !== CONNECTED)
      throw new Error("The client of the bench has lost its connection.");
    return seen + made;
  };
}

function decodeTheirs(chunks: readonly Buffer[]): Work {
  let seen = 0;
  const reader = parser({ protocolVersion: 4 });
  reader.on("packet", (packet) => {
    if (packet.cmd !== "publish") return;
    seen += packet.topic.length + packet.payload.length;
    if (packet.qos === 1) seen += generate({ cmd: "puback", messageId: packet.messageId }).length;
  });
  return (repeats) => {
    seen = 0;
    for (let repeat = 0; repeat < repeats; repeat += 1) for (const chunk of chunks) reader.parse(chunk);
    return seen;
  };
}

const CONNECT_OPTIONS = { clientId: "living-room-a1b2c3", cleanSession: false, keepAlive: 60 };
/**
 * A reading at QoS 0 and one at QoS 1 for each message of the stream; at its beginning the device connects.
 */
const IDS = Array.from({ length: MESSAGES }, (_, index) => index + 1);
const PAYLOADS = IDS.map(mixedPayload);

function encodeOurs(): Work {
  const socket = createSocketBuffer();
  const atQos0 = prepare(READING_TOPIC, 0, true, "reject");
  const atQos1 = prepare(READING_TOPIC, 1, true, "reject");
  return (repeats) => {
    let made = 0;
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      socket.put(
        connectPacket(CONNECT_OPTIONS) + subscribePacket(SUBSCRIBE_ID, requestedFilter(COMMAND_TOPIC, 1)),
      );
      for (const id of IDS) {
        const payload = PAYLOADS[id - 1] as string;
        socket.put(publishPacket(atQos0, payload));
        const start = packetStart(atQos1, payload.length);
        socket.put(identifiedPacket(atQos1, start, id, payload));
      }
      made += socket.take();
    }
    return made;
  };
}

function encodeTheirs(): Work {
  const { clientId, cleanSession: clean, keepAlive: keepalive } = CONNECT_OPTIONS;
  const greeting: Packet[] = [
    { cmd: "connect", protocolId: "MQTT", protocolVersion: 4, clientId, clean, keepalive },
    { cmd: "subscribe", messageId: SUBSCRIBE_ID, subscriptions: [{ topic: COMMAND_TOPIC, qos: 1 }] },
  ];
  return (repeats) => {
    let made = 0;
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      for (const packet of greeting) made += generate(packet).length;
      for (const messageId of IDS) {
        const payload = PAYLOADS[messageId - 1] as string;
        made += generate({
          cmd: "publish",
          topic: READING_TOPIC,
          payload,
          qos: 0,
          dup: false,
          retain: true,
        }).length;
        made += generate({
          cmd: "publish",
          topic: READING_TOPIC,
          payload,
          qos: 1,
          messageId,
          dup: false,
          retain: true,
        }).length;
      }
    }
    return made;
  };
}

/**
 * What a socket does with byte strings: copies them into a buffer. `take` says how many bytes that were since
 * the last time.
 */
function createSocketBuffer(bytes = 65_536): { put: (packet: string) => void; take: () => number } {
  const buffer = Buffer.alloc(bytes);
  let at = 0;
  let total = 0;
  return {
    put(packet) {
      if (at + packet.length > bytes) at = 0;
      buffer.write(packet, at, "latin1");
      at += packet.length;
      total += packet.length;
    },
    take() {
      const taken = total;
      total = 0;
      return taken;
    },
  };
}
