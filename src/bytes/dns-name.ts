// Names as DNS has them on the wire (RFC 1035, 3.1): labels, each behind its length, and an empty one at the end.
import { readUint16 } from "./integers.ts";

/** 2.3.4: the longest label, and the longest name. */
const LONGEST_LABEL = 63;
const LONGEST_NAME = 255;
/** 4.1.4: from here on a length is none, but the first of two bytes that say where the rest of the name stands. */
const REFERENCE = 192;

/** A name with dots as it goes over the wire; "" for one with a label that is empty or too long. @cold */
export function dnsName(name: string): string {
  let wire = "";
  let rest = name + ".";
  while (rest !== "") {
    const end = rest.indexOf(".");
    if (end < 1 || end > LONGEST_LABEL) return "";
    wire = wire + String.fromCharCode(end) + rest.substring(0, end);
    rest = rest.substring(end + 1);
  }
  return wire.length >= LONGEST_NAME ? "" : wire + "\0";
}

/** The place behind the name at `at`, which may end in a reference; -1 where it is not whole, or none. @cold */
export function dnsNameEnd(bytes: string, at: number): number {
  let here = at;
  while (here < bytes.length && here - at < LONGEST_NAME) {
    const length = bytes.charCodeAt(here);
    if (length >= REFERENCE) return here + 2 > bytes.length ? -1 : here + 2;
    if (length > LONGEST_LABEL) return -1;
    here += length + 1;
    if (length === 0) return here;
  }
  return -1;
}

/**
 * The name at `at`, with dots; "" where it is not whole, or none. A reference leads back only, so that none
 * goes round. @cold
 */
export function dnsNameAt(bytes: string, at: number): string {
  let name = "";
  let here = at;
  while (here + 1 < bytes.length && name.length < LONGEST_NAME) {
    const length = bytes.charCodeAt(here);
    if (length === 0) break;
    if (length >= REFERENCE) {
      const there = readUint16(bytes, here) - REFERENCE * 256;
      if (there >= here) return "";
      here = there;
    } else {
      if (length > LONGEST_LABEL) return "";
      name = name + (name === "" ? "" : ".") + bytes.substring(here + 1, here + 1 + length);
      here += length + 1;
    }
  }
  return here < bytes.length && bytes.charCodeAt(here) === 0 ? name : "";
}
