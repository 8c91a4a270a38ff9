// An application message as the broker delivers it. Topic and payload are byte strings; properties, which
// only MQTT 5.0 has, stay as mqtt-packet reads them.
import type { IPublishPacket } from "mqtt-packet";
import type { Permissions } from "./access/permissions.ts";

export type Qos = 0 | 1 | 2;

export type Properties = NonNullable<IPublishPacket["properties"]> & {
  /** The user properties as bytes, where a record would lose their order [MQTT5-3.3.2-18]. */
  userPropertyBytes?: string;
};

export interface Message {
  topic: string;
  payload: string;
  qos: Qos;
  retain: boolean;
  /** The properties forwarded to every subscriber. */
  properties?: Properties;
  /** The time at which it expires, by the world's clock (MQTT 5.0, 3.3.2.3.3). */
  endsAt?: number;
  /** The subscription identifiers for this delivery (MQTT 5.0, 3.3.4-3). */
  subscriptions?: number[];
  /**
   * The published message, the subscriptions of its receiver, and the permissions; undefined for a message
   * without a subscription.
   */
  cause?: { published: Message; subscribed: readonly Subscribed[]; permissions: Permissions };
  /**
   * Called once its client has acknowledged all of it; or if it was not sent, because it had expired, or was
   * too long for its client.
   */
  settled?: (isAcknowledged: boolean) => void;
}

interface Subscribed {
  filter: string;
  subscription: { qos: Qos };
}

const MS = 1000;

/** The lower of the QoS that was published and the QoS that was granted (MQTT 3.1.1, 3.8.4-6). */
export function lowerQos(published: Qos, granted: Qos): Qos {
  return published < granted ? published : granted;
}

/** The message in a PUBLISH, or in a will. */
export function brokerMessage(
  {
    topic,
    payload,
    qos,
    retain,
    properties,
  }: Pick<IPublishPacket, "topic" | "payload" | "qos" | "retain" | "properties">,
  now: number,
): Message {
  const message: Message = { topic, payload: payload as string, qos, retain };
  if (properties === undefined) return message;
  const seconds = properties.messageExpiryInterval;
  return {
    ...message,
    properties: ownProperties(properties),
    ...(seconds === undefined ? {} : { endsAt: now + seconds * MS }),
  };
}

export function hasEnded({ endsAt }: Message, now: number): boolean {
  return endsAt !== undefined && endsAt <= now;
}

/** The PUBLISH that carries a message; it says how long the message still lives. */
export function publishOf(message: Message, dup: boolean, now: number): IPublishPacket {
  const { topic, payload, qos, retain, properties, endsAt, subscriptions } = message;
  const packet: IPublishPacket = { cmd: "publish", topic, payload, qos, retain, dup };
  if (properties === undefined && subscriptions === undefined) return packet;
  packet.properties = { ...properties };
  if (endsAt !== undefined)
    packet.properties.messageExpiryInterval = Math.max(1, Math.ceil((endsAt - now) / MS));
  if (subscriptions !== undefined) packet.properties.subscriptionIdentifier = subscriptions;
  return packet;
}

/** About as many bytes of memory as it takes while it is kept. */
export function weightOf({ topic, payload, properties }: Message): number {
  return topic.length + payload.length + weightOfProperty(properties) + 200;
}

const PROPERTY_BYTES = 64;

function weightOfProperty(property: unknown): number {
  if (typeof property === "string") return property.length;
  if (Buffer.isBuffer(property)) return property.length + PROPERTY_BYTES;
  if (typeof property !== "object" || property === null) return 0;
  const each = Object.entries(property).map(
    ([name, property]) => name.length + weightOfProperty(property) + PROPERTY_BYTES,
  );
  return each.reduce((sum, bytes) => sum + bytes, 0);
}

/**
 * The same properties, of which none is a part of the packet that they came in: a part keeps all of it in
 * memory.
 */
function ownProperties(properties: Properties): Properties {
  const { correlationData } = properties;
  if (correlationData === undefined) return properties;
  const own = Buffer.allocUnsafeSlow(correlationData.length);
  correlationData.copy(own);
  return { ...properties, correlationData: own };
}
