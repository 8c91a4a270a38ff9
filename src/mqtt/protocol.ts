// The version of MQTT that a client speaks, and in 5.0 the terms of its connection, as
// the broker's CONNACK has them.
import { MANY_CLIENTS, MQTT5 } from "../features.ts";
import type { Client } from "./client.ts";
import { LEVEL_3_1_1, LEVEL_5, levelOf } from "./connect-packet.ts";
import type { ServerReferences } from "./program/server-references.ts";
import type { Publication } from "./publication.ts";
import { createTerms, type Terms } from "./version-5/terms.ts";

/**
 * Before the first connection, and in 3.1.1. One record for thousands of clients: nothing writes its fields.
 */
const NO_TERMS = createTerms();

export interface Protocol {
  /** The protocol level of CONNECT (3.1.2.2). */
  level: number;
  /** A CONNECT in 3.1.1, for a broker that refuses 5.0; "" where the client speaks one version alone. */
  older: string;
  /** Of the newest connection, in 5.0. */
  terms: Terms;
  /**
   * The reason code by which the broker has refused the newest attempt, or ended the newest connection, in
   * 5.0; 0 for none.
   */
  reasonCode: number;
  /** The other broker that it has named then; "" for none. */
  reference: string;
  /** Where the host lets the client go to other brokers. */
  references: ServerReferences | undefined;
  /** Publications that are used on more than one connection, in 5.0. */
  publications: Publication[];
}

/** None. One list for thousands of clients: nothing is stored in it. */
const NO_PUBLICATIONS: Publication[] = [];

/** The version that a CONNECT asks for. */
export function createProtocol(connect: string): Protocol {
  return {
    level: MQTT5 ? levelOf(connect) : LEVEL_3_1_1,
    older: "",
    terms: NO_TERMS,
    reasonCode: 0,
    reference: "",
    references: undefined,
    publications: MANY_CLIENTS ? NO_PUBLICATIONS : [],
  };
}

/** Does the client speak MQTT 5.0? @inline */
export function speaks5(client: Client): boolean {
  return MQTT5 && client.protocol.level === LEVEL_5;
}

/** A broker that refuses 5.0 is greeted with this CONNECT in 3.1.1. @cold */
export function allowOlder(client: Client, connect: string): void {
  client.protocol.older = connect;
}

/** From now on the client speaks 3.1.1. @cold */
export function speakOlder(client: Client): void {
  client.protocol.level = LEVEL_3_1_1;
  client.protocol.terms = NO_TERMS;
}

/** May the packets of a publication differ on the next connection? */
export function mayChange(client: Client): boolean {
  return speaks5(client) || client.protocol.older !== "";
}

/** May a broker still refuse 5.0, so that the client then speaks 3.1.1? */
export function mayFallBack(client: Client): boolean {
  return speaks5(client) && client.protocol.older !== "";
}

/** Has the broker just refused 5.0, so that the client now speaks 3.1.1? Forgets the reason. */
export function endRefusedVersion(client: Client): boolean {
  if (speaks5(client) || client.protocol.reasonCode === 0) return false;
  client.protocol.reasonCode = 0;
  return true;
}

/** Adopts a publication: its packets are made anew for each connection. */
export function addPublication(client: Client, publication: Publication): void {
  if (MANY_CLIENTS && client.protocol.publications === NO_PUBLICATIONS) client.protocol.publications = [];
  client.protocol.publications.push(publication);
}

export function adoptTerms(client: Client, terms: Terms): void {
  client.protocol.terms = terms;
}

/** Notes the broker's reason; 0 when a new attempt begins. */
export function noteReasonCode(client: Client, code: number): void {
  client.protocol.reasonCode = code;
}

/** Notes the other broker that the broker names; "" for none. */
export function noteReference(client: Client, other: string): void {
  client.protocol.reference = other;
}

/** In 5.0: is the packet longer than the broker takes [MQTT5-3.2.2-15]? @cold */
export function isTooLong(client: Client, packet: string): boolean {
  return packet.length > client.protocol.terms.packetBytes;
}

/** From now on the client goes where its broker sends it. */
export function adoptReferences(client: Client, references: ServerReferences): void {
  client.protocol.references = references;
}

/** A length of 0 [MQTT5-2.2.2-1]. */
const NO_PROPERTIES = "\0";

/** The part of a packet from its properties on, which only 5.0 has. `rest` stands after them. @inline */
export function afterProperties(client: Client, rest: string): string {
  return MQTT5 && speaks5(client) ? NO_PROPERTIES + rest : rest;
}
