// A script in parts that are named by their content: after a change most parts are on the board already.
import { type Program, parse } from "acorn";
import { crc32, hex32 } from "../../files/crc32.ts";

/** One part: it runs by itself, after those before it. */
export interface ScriptPart {
  /** `HASH_DIGITS` hexadecimal digits of its content's hash; the first eight are its CRC-32. */
  hash: string;
  content: string;
  /** The line of the script, counted from 1, on which it begins. */
  firstLine: number;
}

/** 48 bits: two texts of one hash are not to be expected on one board. */
export const HASH_DIGITS = 12;

/** Shorter parts cost more of a directory than they save; longer ones are cut where a statement ends. */
const LEAST_BYTES = 512;
const MOST_BYTES = 2048;
/**
 * A part ends after a statement whose checksum is a multiple of this: so that a cut stays where it is when
 * text before it changes.
 */
const CUT_AT = 2;

/** Cuts a script between statements of its top level. Put together in order, the parts are the script. */
export function scriptParts(script: string): ScriptPart[] {
  const { body } = parse(script, { ecmaVersion: 2022 }) as Program;
  const parts: ScriptPart[] = [];
  let content = "";
  let firstLine = 1;
  const close = (): void => {
    if (content === "") return;
    parts.push({
      hash: hashOf(content),
      content,
      firstLine,
    });
    firstLine += content.split("\n").length - 1;
    content = "";
  };
  body.forEach((_, index) => {
    const statement = script.slice(index === 0 ? 0 : body[index]?.start, body[index + 1]?.start);
    if (content.length + statement.length > MOST_BYTES) close();
    content += statement;
    if (content.length >= LEAST_BYTES && crc32(statement) % CUT_AT === 0) close();
  });
  close();
  return parts;
}

/** The hash of a part's content. */
export function hashOf(content: string): string {
  return (hex32(crc32(content)) + hex32(fnv1a(content))).slice(0, HASH_DIGITS);
}

/** FNV-1a of a byte string, 32 bits: with the CRC beside it two texts of one name are not to be expected. */
function fnv1a(bytes: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < bytes.length; at += 1) {
    hash = Math.imul(hash ^ bytes.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}
