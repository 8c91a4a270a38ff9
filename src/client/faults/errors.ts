// Errors of a program's requests: each says why the request has failed.

import { KICKED, KICKED_BY_OTHER } from "../../mqtt/backoff.ts";
import type { Client } from "../../mqtt/client.ts";
import { refusal } from "../../mqtt/connect-packet.ts";
import { speaks5 } from "../../mqtt/protocol.ts";
import { SESSION_TAKEN_OVER } from "../../mqtt/version-5/reason.ts";
import type { Qos } from "../options.ts";
import { type BrokerRefusal, brokerWords } from "./broker-refusal.ts";

/**
 * Return codes of CONNACK that refuse a connection: MQTT 3.1.1 knows 1 to 5 (3.2.2.3), and brokers others.
 */
const RETURN_CODES = Array.from({ length: 255 }, (_, before) => before + 1);

/** A connection, or an attempt at one, has ended. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  /** In words, without a capital and a full stop. */
  readonly reason: string;
  /**
   * The return code of the broker's refusal: 1 protocol, 2 identifier, 3 unavailable, 4 user or secret, 5 not
   * authorized, up to 255 for codes that MQTT 3.1.1 does not know. None when nobody has refused the
   * connection, and in MQTT 5.0.
   */
  readonly returnCode: number | undefined;
  /**
   * In MQTT 5.0, the code by which the broker has refused the connection, or ended it with a reason: 128 to
   * 162 (2.4), 0 for none.
   */
  readonly reasonCode: number | undefined;
  /**
   * In MQTT 5.0, the broker that this one names for the client (3.2.2.3.16): "other.lan:1883", or several
   * separated by spaces. undefined for none. With `followServerReference` the client goes there.
   */
  readonly serverReference: string | undefined;

  constructor(reason: string, reasonCode?: number, serverReference = "") {
    super(`Not connected: ${reason}.`);
    this.reason = reason;
    this.reasonCode = reasonCode;
    this.serverReference = brokerWords(serverReference);
    this.returnCode =
      reasonCode === undefined ? RETURN_CODES.find((code) => refusal(code) === reason) : undefined;
  }
}

const ENDED_OFTEN = "the connection has ended 5 times within a minute";

/**
 * Why the newest connection has ended, in words. A device has memory for a question alone; a program gets all
 * that may be the cause, unless the broker of MQTT 5.0 has named it.
 */
export function endWords(client: Client, reason: string): string {
  if (reason !== KICKED && reason !== KICKED_BY_OTHER) return reason;
  return client.protocol.reasonCode === SESSION_TAKEN_OVER
    ? `${ENDED_OFTEN}: another client uses this identifier; give one of them another`
    : `${ENDED_OFTEN}: another client may use this identifier, the broker may refuse something in the session, such as a packet, or the link may be bad`;
}

/** The newest connection of the client, or its newest attempt at one, has ended. */
export function connectionError(client: Client, reason: string): ConnectionError {
  const { reasonCode, reference } = client.protocol;
  return new ConnectionError(reason, speaks5(client) || reasonCode !== 0 ? reasonCode : undefined, reference);
}

/** A message was not delivered, as far as its client knows. */
export class SendError extends Error {
  override readonly name = "SendError";
  readonly topic: string;
  /** What became of it: "was dropped: the ring was full". */
  readonly why: string;
  /** In MQTT 5.0, of the broker that has refused it: 128 to 162 (2.4). undefined where none has. */
  readonly reasonCode: number | undefined;
  /** What that broker says of it, one line of at most 200 characters; undefined for nothing. */
  readonly reasonString: string | undefined;

  constructor(topic: string, why: string, refusal?: BrokerRefusal) {
    super(`The message to ${topic} ${why}.`);
    this.topic = topic;
    this.why = why;
    this.reasonCode = refusal?.reasonCode;
    this.reasonString = refusal?.reasonString;
  }
}

/** A request has no answer. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly topic: string;

  constructor(topic: string, why: string) {
    super(`The request to ${topic} ${why}.`);
    this.topic = topic;
  }
}

/** A subscription is not what was asked for, or nobody knows. */
export class SubscriptionError extends Error {
  override readonly name = "SubscriptionError";
  readonly filter: string;
  /** None where it was to be ended. */
  readonly asked: Qos | undefined;
  /** In MQTT 5.0, as in `SendError`. */
  readonly reasonCode: number | undefined;
  readonly reasonString: string | undefined;

  constructor(filter: string, asked: Qos | undefined, why: string, refusal?: BrokerRefusal) {
    super(`The subscription ${filter} ${why}.`);
    this.filter = filter;
    this.asked = asked;
    this.reasonCode = refusal?.reasonCode;
    this.reasonString = refusal?.reasonString;
  }
}
