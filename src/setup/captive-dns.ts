// DNS for a captive portal (RFC 1035): each name has the access point's address, so that a phone which looks
// for the internet comes to the page.
import { dnsNameEnd } from "../bytes/dns-name.ts";
import { readUint16, uint16 } from "../bytes/integers.ts";
import { MOST_DATAGRAM } from "../ports/udp.ts";

/** RFC 1035, 4.1.1: where the question begins. */
const HEADER_BYTES = 12;
/** Types and classes (3.2.2 and 3.2.4). */
const TYPE_A = 1;
const TYPE_ANY = 255;
const CLASS_IN = 1;
/**
 * The third byte of a header: what a query may have set, which is recursion desired; and what its answer has,
 * which is authoritative.
 */
const RECURSION_DESIRED = 1;
const RESPONSE = 0x84;
/** The name is the one at byte 12 of the message. */
const SAME_NAME = "\xc0\x0c";
const DOT = 46;
const ZERO = 48;
const COLON = 58;
/** A second: a phone that has left for another network must not keep this address. */
const LIFE = "\0\0\0\x01";

/** The four bytes of an address, "192.168.4.1"; what stands behind a colon is its port. @cold */
export function addressBytes(address: string): string {
  let bytes = "";
  let number = 0;
  for (let i = 0; i < address.length; i++) {
    const byte = address.charCodeAt(i);
    if (byte === COLON) break;
    if (byte === DOT) {
      bytes = bytes + String.fromCharCode(number);
      number = 0;
    } else number = number * 10 + byte - ZERO;
  }
  return bytes + String.fromCharCode(number);
}

/**
 * The answer to a datagram, which names `address` (four bytes) for any name; for a question of another type,
 * that there is none. "": no answer, for what is no query with one question. @cold
 */
export function captiveAnswer(query: string, address: string): string {
  const end = questionEnd(query);
  if (end < 0) return "";
  const flags = query.charCodeAt(2);
  // An answer, another operation than a query, or a message that was cut (4.1.1).
  if (flags !== RECURSION_DESIRED && flags !== 0) return "";
  if (readUint16(query, 4) !== 1 || readUint16(query, 6) !== 0 || readUint16(query, 8) !== 0) return "";
  if (readUint16(query, end - 2) !== CLASS_IN) return "";
  const type = readUint16(query, end - 4);
  const isAddress = type === TYPE_A || type === TYPE_ANY;
  const header =
    query.substring(0, 2) +
    String.fromCharCode(RESPONSE + flags) +
    "\0\0\x01" +
    (isAddress ? "\0\x01" : "\0\0") +
    "\0\0\0\0";
  const question = query.substring(HEADER_BYTES, end);
  if (!isAddress) return header + question;
  const answer = SAME_NAME + uint16(TYPE_A) + uint16(CLASS_IN) + LIFE + uint16(address.length) + address;
  const message = header + question + answer;
  return message.length > MOST_DATAGRAM ? "" : message;
}

/** Where the question ends, behind its name, type and class; -1 where it is not whole. @cold */
function questionEnd(query: string): number {
  const end = dnsNameEnd(query, HEADER_BYTES);
  // Nothing stands in front of it that its name could refer to.
  if (end < 0 || query.charCodeAt(end - 1) !== 0 || end + 4 > query.length) return -1;
  return end + 4;
}
