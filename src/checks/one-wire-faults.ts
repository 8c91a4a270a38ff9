// Faults of a device's one-wire parts: two that would answer at once, and ROM codes that no chip has. On a
// computer only, never in an image.

import { shown } from "../arguments/given.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import { checksum } from "../drivers/ds18b20.ts";
import type { Part } from "../reading/part.ts";
import { type Fault, fault } from "./fault.ts";
import { measuringParts } from "./measuring-parts.ts";

/** A one-wire line of a board, and the way to find the codes of the parts on it, as the end of a sentence. */
export interface OneWireLine {
  pin: string;
  howToFind: string;
}

const ROM_BYTES = 8;

/**
 * One sentence for each ROM code that is not one of the chip's, and for each part that has the code of one
 * before it.
 */
export function romCodeFaults(declaration: DeviceDeclaration): Fault[] {
  const parts = oneWireParts(declaration);
  return parts.flatMap((part, i) => {
    const twin = parts.slice(0, i).find(({ rom }) => rom !== undefined && rom === part.rom);
    const sentence = wrongCode(part) ?? (twin === undefined ? undefined : sameCode(part, twin));
    return sentence === undefined ? [] : [fault(part, "", sentence)];
  });
}

function wrongCode({ role, rom, chip, family }: Part): string | undefined {
  if (rom === undefined) return undefined;
  // The types' promises do not hold where nobody checks them.
  if (typeof rom !== "string" || rom.length !== ROM_BYTES)
    return `The ROM code of the part "${role}" ${misspelt(rom)}.`;
  const opposite = reversed(rom);
  if (checksum(rom) !== 0)
    return checksum(opposite) === 0
      ? `The ROM code of the part "${role}" begins with its end; write its bytes in the order of the line, family first: "${inBytes(opposite)}".`
      : `The ROM code of the part "${role}" is "${inBytes(rom)}", whose last byte is not the checksum of the others; "npx ringmote scan" asks a board for the codes.`;
  return family === undefined || rom[0] === family
    ? undefined
    : `The ROM code of the part "${role}" is that of another chip: it begins with ${inBytes(rom.slice(0, 1))}, and that of a ${chip} with ${inBytes(family)}.`;
}

/** The fault of a code without its eight bytes, and the way to write it. */
function misspelt(rom: unknown): string {
  const [, family, serial] = /^([0-9a-f]{2})-([0-9a-f]{12})$/i.exec(String(rom)) ?? [];
  if (family !== undefined && serial !== undefined) {
    const seven = ofDigits(family) + reversed(ofDigits(serial));
    const code = seven + String.fromCharCode(checksum(seven));
    return `is as Linux names it, with its serial number turned round and without its checksum; write its bytes in the order of the line, checksum last: "${inBytes(code)}"`;
  }
  const digits = String(rom)
    .replace(/^0x/i, "")
    .replace(/[\s:.-]/g, "");
  if (typeof rom === "string" && /^[0-9a-f]{16}$/i.test(digits))
    return `is written as digits; write its bytes, "${inBytes(ofDigits(digits))}"`;
  return `is ${shown(rom)}; it is a text of ${ROM_BYTES} bytes in the order of the line, as "\\x28\\xff...", and "npx ringmote scan" asks a board for it`;
}

function ofDigits(digits: string): string {
  return Buffer.from(digits, "hex").toString("latin1");
}

function reversed(bytes: string): string {
  return [...bytes].reverse().join("");
}

function sameCode(part: Part, twin: Part): string {
  return `The parts "${twin.role}" and "${part.role}" have the same ROM code, which one chip alone has; "npx ringmote scan" asks a board for the other one's.`;
}

/** The code as it stands in a device file. */
function inBytes(code: string): string {
  return [...code].map((byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`).join("");
}

/**
 * One sentence for each part that shares a line with others and has no ROM code: it speaks to all of them,
 * and all answer. `lineOf` returns the line of a role on a board; without a board a line is its role.
 */
export function sharedLineFaults(
  declaration: DeviceDeclaration,
  lineOf: (role: string) => OneWireLine | undefined = () => undefined,
): Fault[] {
  const parts = oneWireParts(declaration);
  const placeOf = ({ role }: Part) => lineOf(role)?.pin ?? role;
  return parts.flatMap((part) => {
    const others = parts.filter((neighbour) => neighbour !== part && placeOf(neighbour) === placeOf(part));
    return part.rom !== undefined || others.length === 0
      ? []
      : [fault(part, "", sentenceOf(part, others, lineOf(part.role)))];
  });
}

function oneWireParts(declaration: DeviceDeclaration): Part[] {
  return measuringParts(declaration).filter(({ wire }) => wire === "one-wire");
}

function sentenceOf({ role }: Part, others: readonly Part[], line: OneWireLine | undefined): string {
  const where = line === undefined ? "one-wire line" : `one-wire line, pin "${line.pin}",`;
  const withWhom = [...new Set(others.map((neighbour) => `"${neighbour.role}"`))].join(", ");
  const howToFind = line?.howToFind ?? '"npx ringmote scan" asks a board for the codes';
  return (
    `The part "${role}" shares its ${where} with ${others.length === 1 ? "" : `${others.length} parts of `}${withWhom} and has no ROM code: ` +
    `all would answer it at once. Give it the eight bytes of its code, as in ds18b20("${role}", "\\x28..."); ${howToFind}.`
  );
}
