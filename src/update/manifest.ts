// Manifest of an update: lines of `key=value` in one order, and behind the last one the tag that signs them,
// as bytes. Whatever is not as written here is refused, so that a manifest has one meaning.
import { wholeNumber } from "../bytes/whole-number.ts";

/** The most of everything: a device holds a whole manifest while it reads it. */
export const MOST_MANIFEST_BYTES = 8192;
export const MOST_PARTS = 96;
const MOST_VALUE_BYTES = 96;
const MOST_NAME_BYTES = 28;
const MOST_PART_BYTES = 1048576;
/** Of a digest its first bytes, and so many hexadecimal digits. */
const DIGEST_BYTES = 16;
export const DIGEST_DIGITS = 32;
/** The line before the tag, and the end of that before it. */
const TAG_LINE = "\ntag=";
const HEX = "0123456789abcdef";

export interface ManifestPart {
  name: string;
  bytes: number;
  /** `DIGEST_DIGITS` digits of the native digest of its content. */
  digest: string;
}

export interface Manifest {
  /** What is wrong with it, as a sentence; "": nothing, and only then is the rest to be read. */
  fault: string;
  id: string;
  board: string;
  target: string;
  version: string;
  /** Grows with each update of a device: 1 to 999,999,999. */
  counter: number;
  /** The only one that it is for. */
  device: string;
  /** In the order in which they run. */
  parts: ManifestPart[];
}

/** What signs a manifest. */
export interface Signature {
  /** How it is signed; "": it has no tag. */
  scheme: string;
  /** What is signed, and the tag that signs it. */
  signed: string;
  tag: string;
}

/** Where a text is read, and the first fault that was found; "": none. */
interface Lines {
  text: string;
  at: number;
  fault: string;
}

/**
 * The signature of what may be a manifest, without reading that: whoever has no key is not to have a device parse
 * much. @cold
 */
export function signatureOf(text: string): Signature {
  const line = text.indexOf(TAG_LINE) + 1;
  const end = line === 0 ? -1 : text.indexOf("\n", line);
  if (end < 0) return { scheme: "", signed: "", tag: "" };
  return {
    scheme: text.substring(line + TAG_LINE.length - 1, end),
    signed: text.substring(0, end + 1),
    tag: text.substring(end + 1),
  };
}

/** @cold */
export function readManifest(text: string): Manifest {
  const isLong = text.length > MOST_MANIFEST_BYTES;
  const fault = isLong ? `it has ${text.length} bytes, and at most ${MOST_MANIFEST_BYTES} are read` : "";
  const lines: Lines = { text, at: 0, fault };
  const id = takeWord(lines, "id");
  const board = takeWord(lines, "board");
  const target = takeWord(lines, "target");
  const version = takeWord(lines, "version");
  const counter = takeNumber(lines, takeWord(lines, "counter"), 999999999);
  const device = takeWord(lines, "device");
  const parts = takeParts(lines);
  takeWord(lines, "tag");
  return {
    fault: lines.fault,
    id,
    board,
    target,
    version,
    counter,
    device,
    parts,
  };
}

/** @cold */
function begins(lines: Lines, key: string): boolean {
  return lines.text.substring(lines.at, lines.at + key.length + 1) === `${key}=`;
}

/** The value of the line here, which has this key; "": a fault. @cold */
function takeLine(lines: Lines, key: string): string {
  const start = lines.at + key.length + 1;
  if (lines.fault === "" && !begins(lines, key)) lines.fault = `"${key}=" is missing where it belongs`;
  if (lines.fault !== "") return "";
  const end = lines.text.indexOf("\n", start);
  if (end <= start || end - start > MOST_VALUE_BYTES) {
    lines.fault = `the value of "${key}" has not 1 to ${MOST_VALUE_BYTES} bytes in a line of its own`;
    return "";
  }
  lines.at = end + 1;
  return lines.text.substring(start, end);
}

/** A value of visible ASCII without a space. @cold */
function takeWord(lines: Lines, key: string): string {
  const value = takeLine(lines, key);
  for (let i = 0; i < value.length; i++) {
    const byte = value.charCodeAt(i);
    if (byte <= 0x20 || byte >= 0x7f) lines.fault = `the value of "${key}" is no word of ASCII`;
  }
  return value;
}

/** A whole number from 1 on, without zeros in front. @cold */
function takeNumber(lines: Lines, digits: string, most: number): number {
  const value = wholeNumber(digits) ?? 0;
  const isWhole = value > 0 && value <= most && `${value}` === digits;
  if (lines.fault === "" && !isWhole) lines.fault = `"${digits}" is no number from 1 to ${most}`;
  return value;
}

/** @cold */
function takeParts(lines: Lines): ManifestPart[] {
  const parts: ManifestPart[] = [];
  // At least one.
  do {
    const value = takeLine(lines, "part");
    const first = value.indexOf(" ");
    const second = value.indexOf(" ", first + 1);
    if (first <= 0 || second < 0) {
      if (lines.fault === "") lines.fault = '"part" has not a name, a length and a digest';
      return parts;
    }
    const name = value.substring(0, first);
    const bytes = takeNumber(lines, value.substring(first + 1, second), MOST_PART_BYTES);
    const digest = value.substring(second + 1);
    if (lines.fault === "") lines.fault = partFault(parts, name, digest);
    parts.push({ name, bytes, digest });
  } while (lines.fault === "" && begins(lines, "part"));
  return parts;
}

/** @cold */
function partFault(before: readonly ManifestPart[], name: string, digest: string): string {
  if (before.length >= MOST_PARTS) return `it has more than ${MOST_PARTS} parts`;
  if (name.length > MOST_NAME_BYTES)
    return `the part's name "${name}" has more than ${MOST_NAME_BYTES} bytes`;
  for (const part of before) {
    if (part.name === name) return `the part "${name}" is there twice`;
  }
  let isDigest = digest.length === DIGEST_DIGITS;
  for (let i = 0; i < digest.length; i++) {
    if (HEX.indexOf(digest.substring(i, i + 1)) < 0) isDigest = false;
  }
  return isDigest ? "" : `the digest of the part "${name}" has not ${DIGEST_DIGITS} hexadecimal digits`;
}

/** A digest as a manifest writes it; "": it is too short. @cold */
export function digestText(digest: string): string {
  let text = "";
  if (digest.length < DIGEST_BYTES) return text;
  for (let i = 0; i < DIGEST_BYTES; i++) {
    const byte = digest.charCodeAt(i);
    text += HEX.substring(byte >> 4, (byte >> 4) + 1) + HEX.substring(byte & 15, (byte & 15) + 1);
  }
  return text;
}
