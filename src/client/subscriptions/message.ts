// A message that comes in, as a program in Node receives it.
import type { Arrival } from "../../mqtt/program/arrival.ts";
import { type ReceivedProperties, receivedProperties } from "../message-properties.ts";
import type { Qos } from "../options.ts";
import { arrayOf, textOf } from "../text.ts";

/** A message. */
export interface NodeMessage {
  topic: string;
  /** As text; bytes that are no UTF-8 come one character a byte. */
  payload: string;
  /** The bytes as they came: a copy for each caller. */
  readonly bytes: Uint8Array;
  /** The broker has kept it since before the subscription. */
  retained: boolean;
  qos: Qos;
  /** The broker says that it may have sent it before. At QoS 1 it may have come before. */
  duplicate: boolean;
  /**
   * The sender's properties, in MQTT 5.0; empty without. Of its user properties the first 65,536 bytes: a
   * message may have 256 MB of them.
   */
  readonly properties: ReceivedProperties;
  /**
   * Its packet identifier, 1 to 65,535; 0 at QoS 0. It names the message until that is answered, and then
   * another.
   */
  id: number;
}

/** A piece of a payload that is longer than `limits.packetBytes`. */
export interface NodePart {
  topic: string;
  /** One character a byte. */
  bytes: string;
  /** Its place in the payload. A part at 0 begins a message, even if the one before broke off. */
  at: number;
  /** Bytes of the whole payload. */
  of: number;
}

/** Most programs need only the text: bytes and properties are made at the first request. */
export class Message implements NodeMessage {
  readonly topic: string;
  readonly payload: string;
  readonly retained: boolean;
  readonly qos: Qos;
  readonly duplicate: boolean;
  readonly id: number;
  readonly #bytes: string;
  /** The properties as they came, until they are requested. */
  #properties: string | ReceivedProperties;

  constructor(topic: string, bytes: string, retained: boolean, { qos, duplicate, id, properties }: Arrival) {
    this.topic = textOf(topic);
    this.payload = textOf(bytes);
    this.retained = retained;
    this.qos = qos as Qos;
    this.duplicate = duplicate;
    this.#properties = properties;
    this.id = id;
    this.#bytes = bytes;
  }

  get properties(): ReceivedProperties {
    if (typeof this.#properties === "string") this.#properties = receivedProperties(this.#properties);
    return this.#properties;
  }

  get bytes(): Uint8Array {
    return arrayOf(this.#bytes);
  }
}
