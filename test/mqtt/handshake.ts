// A driven client that publishes and takes messages at QoS 2, and its packets in words.
import type { Packet } from "mqtt-packet";
import { publish } from "../../src/mqtt/outbox.ts";
import type { Outcome } from "../../src/mqtt/outcome.ts";
import { prepare } from "../../src/mqtt/publication.ts";
import { subscribe } from "../../src/mqtt/subscriptions.ts";
import { bytesOf, type DrivenClient, type DrivenOptions, driveClient } from "./driven-client.ts";

type Answer = "puback" | "pubrec" | "pubrel" | "pubcomp";

export interface Handshake {
  driven: DrivenClient;
  /** Publishes at QoS 2; with a number in front, at that QoS: "1:a". */
  say: (...payloads: string[]) => Outcome[];
  /** The broker sends this packet, once for each identifier. */
  answer: (cmd: Answer, ...ids: number[]) => void;
  /** The broker sends a message at QoS 2. */
  message: (payload: string, id: number, dup?: boolean) => void;
  /** What went out since the last time: "publish a 257", with "!" for DUP, "pubrel 257". */
  heard: () => string[];
  /** Messages that were delivered, in order. */
  messages: string[];
}

const TOPIC = "in";

export function shake(options: DrivenOptions = {}, onMessage = (_payload: string) => {}): Handshake {
  const driven = driveClient(options);
  const messages: string[] = [];
  subscribe(driven.client, TOPIC, 2, {
    deliver(_self, payload) {
      messages.push(payload);
      onMessage(payload);
    },
  });
  const publications = [1, 2].map((qos) => prepare(`out/${qos}`, qos, false, "reject"));
  return {
    driven,
    messages,
    say: (...payloads) =>
      payloads.map((payload) =>
        payload.startsWith("1:")
          ? publish(driven.client, publications[0], payload.slice(2))
          : publish(driven.client, publications[1], payload),
      ),
    answer: (cmd, ...ids) => driven.receive(...ids.map((messageId) => ({ cmd, messageId }) as const)),
    message: (payload, messageId, dup = false) => driven.receive(messagePacket(payload, messageId, dup)),
    heard: () => driven.sent().map(inWords),
  };
}

/** A message at QoS 2, as the broker sends it in 3.1.1. */
export function messageBytes(payload: string, messageId: number, dup = false): string {
  return bytesOf(messagePacket(payload, messageId, dup));
}

function messagePacket(payload: string, messageId: number, dup: boolean): Packet {
  return { cmd: "publish", topic: TOPIC, payload, qos: 2, dup, retain: false, messageId };
}

function inWords(packet: Packet): string {
  if (packet.cmd !== "publish") return `${packet.cmd} ${packet.messageId ?? ""}`.trim();
  return `publish ${packet.payload} ${packet.messageId}${packet.dup ? "!" : ""}`;
}
