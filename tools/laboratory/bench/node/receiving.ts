// A process with one contender that takes messages and hands each to whoever subscribed to its topic:
// `receiving.ts <contender>`.
import type { Duplex } from "node:stream";
import { MqttClient } from "mqtt";
import type { StreamEvents } from "../../../../src/client/transport/stream.ts";
import { linkDrained, linkOpened, linkReceived } from "../../../../src/mqtt/link-events.ts";
import { type Subscriber, subscribe } from "../../../../src/mqtt/subscriptions.ts";
import { publishPacket } from "../canned-broker.ts";
import { answerQuestions } from "./child.ts";
import { payloadOf } from "./contender.ts";
import { createNullPeer } from "./null-peer.ts";
import { cpuMicroseconds } from "./pairs.ts";
import { begin, createBenchClient, overNullPeer } from "./ringmote.ts";

export interface ReceivingQuestion {
  messages: number;
  subscriptions: number;
}

/** Microseconds of CPU time of all messages together. */
export type ReceivingAnswer = number;

/** Subscribes to all topics, and calls `taken` for each message once its subscriber has it. */
type Connect = (peer: Duplex, topics: readonly string[], taken: () => void) => Promise<void>;

/** Messages that come in at once: about as many as fit into an Ethernet frame. */
const AT_ONCE = 20;

const connect = process.argv[2] === "mqtt" ? connectMqttJs : connectRingmote;
const receivers = new Map<number, Promise<(messages: number) => Promise<void>>>();

answerQuestions<ReceivingQuestion, ReceivingAnswer>(async ({ messages, subscriptions }) => {
  const known = receivers.get(subscriptions) ?? createReceiver(connect, subscriptions);
  receivers.set(subscriptions, known);
  const receive = await known;
  return cpuMicroseconds(() => receive(messages));
});

/** A connected client; what it returns sends it that many messages, and resolves when all have been taken. */
async function createReceiver(connectTo: Connect, subscriptions: number) {
  const peer = createNullPeer();
  const topics = Array.from({ length: subscriptions }, (_, index) => `home/room-${1000 + index}/heater/set`);
  let taken = 0;
  let checkTaken = () => {};
  await connectTo(peer, topics, () => {
    taken += 1;
    checkTaken();
  });
  const chunks = topics.map((_, first) => {
    const packets = Array.from({ length: AT_ONCE }, (_packet, index) =>
      publishPacket(topics[(first + index) % subscriptions] as string, payloadOf(index), { qos: 0 }),
    );
    return Buffer.from(packets.join(""), "latin1");
  });
  return (messages: number): Promise<void> =>
    new Promise((resolve) => {
      let turn = 0;
      taken = 0;
      checkTaken = () => {
        if (taken >= messages) resolve();
        else if (taken % AT_ONCE === 0) setImmediate(send);
      };
      function send(): void {
        peer.push(chunks[turn % chunks.length]);
        turn += 1;
      }
      send();
    });
}

async function connectRingmote(peer: Duplex, topics: readonly string[], taken: () => void): Promise<void> {
  let answered = () => {};
  const events: StreamEvents = {
    opened: () => linkOpened(client, 1),
    received(bytes) {
      linkReceived(client, bytes, 1);
      answered();
    },
    drained: () => linkDrained(client, 1),
    closed: () => {},
  };
  const client = createBenchClient(() => overNullPeer(events, peer));
  const subscriber: Subscriber = { deliver: taken };
  for (const topic of topics) subscribe(client, topic, 0, subscriber);
  await new Promise<void>((resolve) => {
    answered = () => {
      if (client.connection.connects === 1 && client.subscriptions.requested === 0) resolve();
    };
    begin(client);
  });
  answered = () => {};
}

/** Its users route for themselves: here by a table, as ringmote does. */
async function connectMqttJs(peer: Duplex, topics: readonly string[], taken: () => void): Promise<void> {
  const client = new MqttClient(() => peer, { clientId: "mqtt.js", protocolVersion: 4, keepalive: 60 });
  const routes = new Map(topics.map((topic) => [topic, (_payload: string) => taken()]));
  client.on("message", (topic, payload) => routes.get(topic)?.(payload.toString()));
  for (const topic of topics) await client.subscribeAsync(topic, { qos: 0 });
}
