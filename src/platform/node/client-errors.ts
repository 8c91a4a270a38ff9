// Why something that a program has asked of its client has not come true.
import { refusal } from "../../mqtt/connect-packet.ts";
import type { Qos } from "./client-options.ts";

/** Return codes of CONNACK that refuse a connection (MQTT 3.1.1, 3.2.2.3). */
const RETURN_CODES = [1, 2, 3, 4, 5] as const;

export type ReturnCode = (typeof RETURN_CODES)[number];

/** A connection, or an attempt at one, has ended. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  /** In words, without a capital and a full stop. */
  readonly reason: string;
  /** Of the broker that has refused it: 1 protocol, 2 identifier, 3 unavailable, 4 user or secret, 5 not authorized. */
  readonly returnCode: ReturnCode | undefined;

  constructor(reason: string) {
    super(`Not connected: ${reason}.`);
    this.reason = reason;
    this.returnCode = RETURN_CODES.find((code) => refusal(code) === reason);
  }
}

/** A message was not delivered, as far as its client knows. */
export class SendError extends Error {
  override readonly name = "SendError";
  readonly topic: string;

  constructor(topic: string, why: string) {
    super(`The message to ${topic} ${why}.`);
    this.topic = topic;
  }
}

/** A subscription is not what was asked for, or nobody knows. */
export class SubscriptionError extends Error {
  override readonly name = "SubscriptionError";
  readonly filter: string;
  readonly asked: Qos;

  constructor(filter: string, asked: Qos, why: string) {
    super(`The subscription ${filter} ${why}.`);
    this.filter = filter;
    this.asked = asked;
  }
}
