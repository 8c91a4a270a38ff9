// The limits of a program's client in Node: how much it holds.
import { LONGEST } from "../bytes/variable-length.ts";
import { keepInRing } from "../mqtt/alone.ts";
import { type Client, type ClientHost, type ClientLimits, createClient } from "../mqtt/client.ts";
import { allowInFlight } from "../mqtt/in-flight.ts";
import type { LinkPort } from "../mqtt/link.ts";
import { isShortEnough } from "../mqtt/outbox.ts";
import { giveAll } from "../mqtt/packet-id.ts";
import { allowAliases } from "../mqtt/program/received-aliases.ts";
import { allowBytes } from "../mqtt/program/ring-room.ts";
import { giveIdentifiers } from "../mqtt/program/subscription-identifiers.ts";
import { allowOlder, speaks5 } from "../mqtt/protocol.ts";
import type { Publication } from "../mqtt/publication.ts";
import { rememberAll } from "../mqtt/qos2-received-ids.ts";
import { WIDEST_WINDOW } from "../mqtt/window.ts";
import { greetingOf, keepAliveOf, olderGreetingOf, unansweredOf } from "./greeting.ts";
import type { NodeClientOptions } from "./options.ts";
import { lengthOf, type Payload } from "./text.ts";

/** The longest packet of all: its length takes four bytes after the first. */
export const LONGEST_PACKET = LONGEST + 5;

const IDENTIFIER_BYTES = 2;
/** In MQTT 5.0 the length of the properties, a topic alias and an expiry. */
const PROPERTIES_BYTES = 12;

export interface NodeClientLimits extends ClientLimits {
  /** Messages at QoS 1 and 2 that may be out at once: 1 to 28,672, at QoS 2 to 255. */
  window: number;
  /** Messages at QoS 1 and 2 that a broker of MQTT 5.0 may have unanswered: 1 to 65,535. */
  unanswered: number;
}

/**
 * Where it is not told otherwise: it takes all that MQTT lets a broker send, and keeps what a slow network
 * leaves behind.
 */
const USUAL: ClientLimits = {
  slots: 1000,
  bytes: 1_048_576,
  packetBytes: LONGEST_PACKET,
  linkBytes: 65536,
};

/** The core's client, at rest, which holds as much as its options say. */
export function createLimitedClient(link: LinkPort, host: ClientHost, options: NodeClientOptions): Client {
  const limits = clientLimits(options.limits);
  const isClean = options.session !== "persistent";
  const greeting = greetingOf(options, isClean, isClean || options.cleanStart === true);
  const client = createClient(link, host, greeting, keepAliveOf(options), { ...limits, bytes: 0 });
  allowOlder(client, olderGreetingOf(options, isClean));
  allowBytes(client, limits.bytes);
  allowInFlight(client, limits.window);
  keepInRing(client);
  rememberAll(client);
  giveAll(client);
  allowAliases(client, options.topicAliasMaximum ?? 0);
  if (speaks5(client)) giveIdentifiers(client);
  return client;
}

/** Its limits, as far as they are given. */
function clientLimits(given: Partial<NodeClientLimits> = {}): NodeClientLimits {
  const slots = given.slots ?? USUAL.slots;
  return {
    slots,
    window: given.window ?? Math.min(slots, WIDEST_WINDOW),
    bytes: given.bytes ?? USUAL.bytes,
    packetBytes: given.packetBytes ?? USUAL.packetBytes,
    linkBytes: given.linkBytes ?? USUAL.linkBytes,
    unanswered: unansweredOf(given),
  };
}

/** Is this payload short enough to be published? */
export function takes(client: Client, publication: Publication, payload: Payload): boolean {
  const { topicBytes, qos, fixedProperties } = publication;
  const properties = speaks5(client) ? PROPERTIES_BYTES + fixedProperties.length : 0;
  const besidesPayload = topicBytes + (qos > 0 ? IDENTIFIER_BYTES : 0) + properties;
  // Counted before it is made into bytes: those of a text that is too long may be more than a string can
  // hold.
  const bytes = lengthOf(payload);
  return isShortEnough(client, publication, bytes) && bytes <= LONGEST - besidesPayload;
}
