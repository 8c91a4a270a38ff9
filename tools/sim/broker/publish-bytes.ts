// The bytes of a PUBLISH. One message goes to many receivers, each with its own QoS, packet identifier and
// subscription identifiers. So topic and payload are reused, and the properties, which take the longest, are
// written once for consecutive receivers.
import { generate, type IPublishPacket } from "mqtt-packet";
import type { Properties } from "./message.ts";
import { packetBodyAt } from "./packet-text.ts";

const PUBLISH = 0x30;
const MESSAGE_EXPIRY_INTERVAL = "\x02";
const SUBSCRIPTION_IDENTIFIER = "\x0b";

const twoBytes = (value: number) => String.fromCharCode((value >> 8) & 0xff, value & 0xff);
const fourBytes = (value: number) => twoBytes(value >>> 16) + twoBytes(value);

/** A Variable Byte Integer (MQTT 5.0, 1.5.5). */
function variable(value: number): string {
  const low = value % 128;
  return value < 128
    ? String.fromCharCode(low)
    : String.fromCharCode(low + 128) + variable((value - low) / 128);
}

/**
 * The bytes of a PUBLISH whose properties, with their length, are these; MQTT 3.1.1 has none. Writes messages
 * one after another. At QoS 0 one message is the same bytes for all: they are joined once, when they are
 * written to the first.
 */
export function createPublishBytes(): (packet: IPublishPacket, properties?: string) => string {
  let lastStart = "";
  let lastPayload: IPublishPacket["payload"] = "";
  let lastBytes = "";

  return ({ topic, payload, qos, dup, retain, messageId }, properties = "") => {
    const flags = (dup ? 8 : 0) + 2 * qos + (retain ? 1 : 0);
    const id = qos > 0 ? twoBytes(messageId as number) : "";
    const head = twoBytes(topic.length) + topic + id + properties;
    const start = String.fromCharCode(PUBLISH + flags) + variable(head.length + payload.length) + head;
    if (start === lastStart && payload === lastPayload) return lastBytes;
    lastStart = start;
    lastPayload = payload;
    lastBytes = start + payload;
    return lastBytes;
  };
}

/** Writes the properties of messages one after another, with their length. */
export function createPropertyBytes(): (properties: Properties | undefined) => string {
  let last: Properties = {};
  let lastBytes = "";

  function bytesOf(properties: Properties): string {
    if (!isSame(properties, last)) {
      lastBytes = newBytes(properties);
      last = properties;
    }
    return lastBytes;
  }

  return (properties = {}) => {
    const { messageExpiryInterval: seconds, subscriptionIdentifier, ...same } = properties;
    const numbers = [subscriptionIdentifier ?? []].flat();
    const bytes =
      bytesOf(same) +
      (seconds === undefined ? "" : MESSAGE_EXPIRY_INTERVAL + fourBytes(seconds)) +
      numbers.map((number) => SUBSCRIPTION_IDENTIFIER + variable(number)).join("");
    return variable(bytes.length) + bytes;
  };
}

/** Are the values identical, not only equal? */
function isSame(left: Properties, right: Properties): boolean {
  const names = Object.keys(left) as (keyof Properties)[];
  return names.length === Object.keys(right).length && names.every((name) => left[name] === right[name]);
}

function newBytes({ userPropertyBytes, ...own }: Properties): string {
  if (userPropertyBytes !== undefined) {
    const { userProperties: _, ...others } = own;
    return newBytes(others) + userPropertyBytes;
  }
  const properties = own;
  const packet = {
    cmd: "publish",
    topic: "t",
    payload: "",
    qos: 0,
    dup: false,
    retain: false,
    properties,
  } as const;
  const bytes = generate(packet, { protocolVersion: 5 }).toString("latin1");
  // Behind the topic, and behind the length, which ends as the remaining length does.
  const behindTopic = bytes.substring(packetBodyAt(bytes) + 2);
  return behindTopic.substring(packetBodyAt(behindTopic));
}
