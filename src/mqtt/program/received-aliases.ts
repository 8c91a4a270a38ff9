// Topic aliases of the broker: numbers in place of topics that it has named once on this connection (MQTT
// 5.0, 3.3.2.3.4).
import { lengthPrefixed } from "../../bytes/text.ts";
import { RECEIVED_ALIASES } from "../../features.ts";
import type { Client } from "../client.ts";
import { PROTOCOL_ERROR, type Soundness, TOPIC_ALIAS_INVALID } from "../version-5/soundness.ts";

export interface ReceivedAliases {
  /** The number of aliases that the client has allowed the broker in its CONNECT; 0 is none. */
  most: number;
  /**
   * The topic of each alias from 1 on, after its length; "" for an alias without a topic. Empty where no
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
 * The topic of a PUBLISH with `alias`: its own, for which the alias stands from now on, or the alias's. ""
 * where `aliasFault` has one. @cold
 */
export function topicByAlias(client: Client, topic: string, alias: number): string {
  if (aliasFault(client, alias) === TOPIC_ALIAS_INVALID) return "";
  if (topic !== "") define(client, alias, topic);
  return aliasedName(client, alias).substring(2);
}

/**
 * The fault of an alias without a topic: the client does not allow it, or the broker has not named its topic
 * [MQTT5-3.1.2-26] [MQTT5-3.1.2-27]. @cold
 */
export function aliasFault(client: Client, alias: number): Soundness {
  if (!RECEIVED_ALIASES || alias === 0 || alias > client.receivedAliases.most) return TOPIC_ALIAS_INVALID;
  return PROTOCOL_ERROR;
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
