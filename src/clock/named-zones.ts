// The zones of a device, by their names: as one text, which the build puts into an image and `device` reads
// while it is built.
import type { YearRule, Zone } from "./zone.ts";

export interface NamedZone {
  /** "Europe/Berlin". */
  name: string;
  zone: Zone;
}

/**
 * A line of the text: the name, ten numbers, and those of `changes`, with a space between them. A zone
 * without a rule has 0 for each month.
 */
const SPACE = " ";
const LINE_FEED = "\n";
const MINUS = "-";

/** Reads what `zonesText` (platform/node/zone-of.ts) wrote. */
export function zonesIn(text: string): NamedZone[] {
  const zones: NamedZone[] = [];
  let rest = text;
  while (rest !== "") {
    const end = rest.indexOf(LINE_FEED);
    zones.push(zoneIn(rest.substring(0, end)));
    rest = rest.substring(end + 1, rest.length);
  }
  return zones;
}

function zoneIn(line: string): NamedZone {
  const space = line.indexOf(SPACE);
  const numbers = numbersIn(line.substring(space + 1, line.length));
  const changes: number[] = [];
  for (let i = 10; i < numbers.length; i++) changes.push(numbers[i] as number);
  const zone: Zone = {
    standard: numbers[0] as number,
    summer: numbers[1] as number,
    begins: ruleAt(numbers, 2),
    ends: ruleAt(numbers, 6),
    changes,
  };
  return { name: line.substring(0, space), zone };
}

function ruleAt(numbers: readonly number[], at: number): YearRule | undefined {
  const month = numbers[at] as number;
  if (month === 0) return undefined;
  return {
    month,
    week: numbers[at + 1] as number,
    weekday: numbers[at + 2] as number,
    minute: numbers[at + 3] as number,
  };
}

function numbersIn(text: string): number[] {
  const numbers: number[] = [];
  let rest = text + SPACE;
  while (rest !== "") {
    const end = rest.indexOf(SPACE);
    numbers.push(numberIn(rest.substring(0, end)));
    rest = rest.substring(end + 1, rest.length);
  }
  return numbers;
}

function numberIn(digits: string): number {
  let value = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(i) - 48;
    if (digit >= 0) value = value * 10 + digit;
  }
  return digits.indexOf(MINUS) === 0 ? -value : value;
}
