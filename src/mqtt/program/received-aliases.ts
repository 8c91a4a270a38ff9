// Topic aliases of the broker: numbers in place of topics that it has named once on this connection (MQTT
// 5.0, 3.3.2.3.4).
import { readUint16 } from "../../bytes/integers.ts";
import { lengthPrefixed } from "../../bytes/text.ts";
import { RECEIVED_ALIASES } from "../../features.ts";
import type { Client } from "../client.ts";
import { valueAt } from "../version-5/properties.ts";
import { TOPIC_ALIAS } from "../version-5/property.ts";
import { PROTOCOL_ERROR, SOUND, type Soundness, TOPIC_ALIAS_INVALID } from "../version-5/soundness.ts";

export interface ReceivedAliases {
  /** The number of aliases that the client has allowed the broker in its CONNECT; 0 is none. */
  most: number;
  /**
   * The topic of each alias from 1 on, behind its length; "" for an alias without a topic. Empty where no
   * alias has one.
   */
  names: string[];
}

/** No names. One list for thousands of clients: nothing is stored in it. */
const NO_NAMES: string[] = [];

export function createReceivedAliases(): ReceivedAliases {
  return { most: 0, names: NO_NAMES };
}

/** CONNECT allows the broker so many aliases: 0 to 65,535. */
export function allowAliases(client: Client, most: number): void {
  client.receivedAliases.most = most;
}

/** The connection has ended, and the aliases with it. @cold */
export function forgetAliases(client: Client): void {
  client.receivedAliases.names = NO_NAMES;
}

/**
 * Is the alias of a PUBLISH allowed [MQTT5-3.1.2-26] [MQTT5-3.1.2-27]? The topic is `topic`; the properties,
 * which are sound, have their length at `at` and end at `end`. An alias that comes with a topic stands for it
 * from now on. @cold
 */
export function aliasSoundness(
  client: Client,
  topic: string,
  bytes: string,
  at: number,
  end: number,
): Soundness {
  const aliasAt = valueAt(bytes, at, end, TOPIC_ALIAS);
  if (aliasAt === 0) return SOUND;
  if (!RECEIVED_ALIASES) return TOPIC_ALIAS_INVALID;
  const alias = readUint16(bytes, aliasAt);
  const { most } = client.receivedAliases;
  if (alias === 0 || alias > most) return TOPIC_ALIAS_INVALID;
  if (topic !== "") define(client, alias, topic);
  return aliasedName(client, alias) === "" ? PROTOCOL_ERROR : SOUND;
}

/** The topic of a PUBLISH with a sound alias: its own, or the alias's. @cold */
export function topicByAlias(client: Client, topic: string, bytes: string, at: number, end: number): string {
  if (!RECEIVED_ALIASES || topic !== "") return topic;
  const aliasAt = valueAt(bytes, at, end, TOPIC_ALIAS);
  return aliasAt === 0 ? "" : aliasedName(client, readUint16(bytes, aliasAt)).substring(2);
}

function aliasedName(client: Client, alias: number): string {
  return client.receivedAliases.names[alias - 1] ?? "";
}

function define(client: Client, alias: number, topic: string): void {
  if (client.receivedAliases.names.length === 0) {
    const names: string[] = [];
    for (let i = 0; i < client.receivedAliases.most; i++) names.push("");
    client.receivedAliases.names = names;
  }
  const { names } = client.receivedAliases;
  const name = lengthPrefixed(topic);
  // JavaScript keeps a joined text as its parts, and a part as a piece of its packet, until somebody looks
  // into it.
  if (alias <= names.length && name.charCodeAt(0) < 256) names[alias - 1] = name;
}
