// What is wrong with the one-wire parts of a device, on a computer: two that would answer at once. Never in an image.
import type { DeviceDeclaration } from "../device/device.ts";
import type { Part } from "../reading/part.ts";
import { type Fault, fault } from "./fault.ts";

/** A one-wire line of a board, and how the codes of the parts on it are found, as the end of a sentence. */
export interface OneWireLine {
  pin: string;
  howToFind: string;
}

/**
 * One sentence for each part that shares a line with others and has no ROM code: it speaks to all of them, and all answer.
 * `lineOf` tells where a role is on a board; without a board a line is its role.
 */
export function sharedLineFaults(
  { sensors = [] }: DeviceDeclaration,
  lineOf: (role: string) => OneWireLine | undefined = () => undefined,
): Fault[] {
  const parts = [...new Set(sensors.map(({ quantity }) => quantity.part))].filter(isOneWire);
  const placeOf = ({ role }: Part) => lineOf(role)?.pin ?? role;
  return parts.flatMap((part) => {
    const others = parts.filter((one) => one !== part && placeOf(one) === placeOf(part));
    return part.rom !== undefined || others.length === 0
      ? []
      : [fault(part, "", sentenceOf(part, others, lineOf(part.role)))];
  });
}

function isOneWire({ wire }: Part): boolean {
  return wire === "one-wire";
}

function sentenceOf({ role }: Part, others: readonly Part[], line: OneWireLine | undefined): string {
  const where = line === undefined ? "one-wire line" : `one-wire line, pin "${line.pin}",`;
  const withWhom = [...new Set(others.map((one) => `"${one.role}"`))].join(", ");
  const howToFind = line?.howToFind ?? '"npx ringmote scan" asks a board for the codes';
  return (
    `The part "${role}" shares its ${where} with ${others.length === 1 ? "" : `${others.length} parts of `}${withWhom} and has no ROM code: ` +
    `all would answer it at once. Give it the eight bytes of its code, as in ds18b20("${role}", "\\x28..."); ${howToFind}.`
  );
}
