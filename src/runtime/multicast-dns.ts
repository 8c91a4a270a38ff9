// Multicast DNS, as one who asks once (RFC 6762, 5.1): from a port of its own, to which whoever knows the
// name answers (6.7), so that no group has to be joined. Pure functions of bytes.

import { dnsName, dnsNameAt, dnsNameEnd } from "../bytes/dns-name.ts";
import { readUint16, uint16 } from "../bytes/integers.ts";

/** Where all that know a name of their own listen (RFC 6762, 3). */
export const MULTICAST_GROUP = "224.0.0.251";
export const MULTICAST_PORT = 5353;

/** As the setting `host`: any broker that announces itself (RFC 6763), else the one at Home Assistant's address. */
export const ANY_BROKER = "_mqtt._tcp.local";
const HOME_ASSISTANT = "homeassistant.local";

/** Names that are asked for so. */
const DOMAIN = ".local";

/** RFC 1035, 3.2.2 and 3.2.4; RFC 2782. */
const TYPE_A = 1;
const TYPE_PTR = 12;
const TYPE_SRV = 33;
const CLASS_IN = 1;
/** 4.1.1: bytes of the header. */
const HEADER_BYTES = 12;
/** Bytes between the name of a record and its data (4.1.3). */
const RECORD_BYTES = 10;
const QUESTION_BYTES = 4;
/** RFC 2782: priority and weight stand before the port, and the name behind it. */
const SRV_PORT_AT = 4;
const SRV_NAME_AT = 6;

export function isMulticastName(host: string): boolean {
  return host.length > DOMAIN.length && host.substring(host.length - DOMAIN.length) === DOMAIN;
}

/** The question for a host, which `id`, two bytes, comes back with; "" for a name that is none in DNS. @cold */
export function multicastQuestion(id: number, host: string): string {
  if (host === ANY_BROKER) return header(id, 2) + question(host, TYPE_PTR) + question(HOME_ASSISTANT, TYPE_A);
  return dnsName(host) === "" ? "" : header(id, 1) + question(host, TYPE_A);
}

function header(id: number, questions: number): string {
  return uint16(id) + "\0\0" + uint16(questions) + "\0\0\0\0\0\0";
}

function question(name: string, type: number): string {
  return dnsName(name) + uint16(type) + uint16(CLASS_IN);
}

/**
 * What a datagram says of the question for a host with this `id`: "192.168.1.20:1884" of a service,
 * "192.168.1.20" of a host; "" for no answer to it. @cold
 */
export function multicastAnswer(bytes: string, id: number, host: string): string {
  if (bytes.length < HEADER_BYTES || readUint16(bytes, 0) !== id) return "";
  // An answer to a query, without an error (4.1.1).
  if (bytes.charCodeAt(2) >> 3 !== 16 || bytes.charCodeAt(3) % 16 !== 0) return "";
  if (host !== ANY_BROKER) return addressOf(bytes, host);
  const service = dataOf(bytes, TYPE_SRV, "");
  if (service < 0) return addressOf(bytes, HOME_ASSISTANT);
  const address = addressOf(bytes, dnsNameAt(bytes, service + SRV_NAME_AT));
  return address === "" ? "" : address + ":" + readUint16(bytes, service + SRV_PORT_AT);
}

/** The address of a name; "" where it has none here. A computer names several, as that of its containers. @cold */
function addressOf(bytes: string, name: string): string {
  const at = name === "" ? -1 : dataOf(bytes, TYPE_A, name);
  return at < 0 ? "" : dotted(bytes, at);
}

/** Where the data of the first record of a type begin, of a name or ("") of any; -1 for none. @cold */
function dataOf(bytes: string, type: number, name: string): number {
  let at = HEADER_BYTES;
  for (let i = readUint16(bytes, 4); i > 0; i--) {
    const end = dnsNameEnd(bytes, at);
    if (end < 0) return -1;
    at = end + QUESTION_BYTES;
  }
  while (at < bytes.length) {
    const end = dnsNameEnd(bytes, at);
    const data = end + RECORD_BYTES;
    if (end < 0 || data > bytes.length) return -1;
    const length = readUint16(bytes, end + 8);
    if (data + length > bytes.length) return -1;
    const isOfType = readUint16(bytes, end) === type && length >= (type === TYPE_A ? 4 : SRV_NAME_AT);
    if (isOfType && (name === "" || dnsNameAt(bytes, at) === name)) return data;
    at = data + length;
  }
  return -1;
}

function dotted(bytes: string, at: number): string {
  let text = "" + bytes.charCodeAt(at);
  for (let i = 1; i < 4; i++) text = text + "." + bytes.charCodeAt(at + i);
  return text;
}
