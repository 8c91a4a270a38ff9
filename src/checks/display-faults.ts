// Faults of displays: parts that show nothing, names, lines that do not fit. On a computer only.

import { shown } from "../arguments/given.ts";
import { nearestName } from "../arguments/nearest-name.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import { rowOf } from "../device/declare/display.ts";
import type { Display } from "../device/run/display.ts";
import type { TextPart } from "../reading/part.ts";
import { type Fault, fault } from "./fault.ts";

/** The characters of a display's font (drivers/ssd1306.ts). */
const SHOWABLE = /^[ -~°-µ]$/u;

/** One sentence for each display whose part shows no text. */
export function showlessFaults({ displays = [] }: DeviceDeclaration): Fault[] {
  return displays
    .filter(({ part }) => typeof (part as Partial<TextPart> | undefined)?.writeRow !== "function")
    .map((display) => {
      const { role } = (display.part ?? {}) as Partial<TextPart>;
      const given = role === undefined ? "no part" : `the part "${role}", which shows no text`;
      return fault(display, "", `A display has ${given}; make one, as in display(ssd1306("panel"), [...]).`);
    });
}

export function displayFaults(declaration: DeviceDeclaration): Fault[] {
  const { displays = [] } = declaration;
  return displays.flatMap((display, i) => {
    const { part, lines } = display;
    const of = (sentence: string) => [fault(display, "", `The display "${part.role}" ${sentence}`)];
    if (displays.slice(0, i).some((other) => isSame(other, display)))
      return of("is declared twice; join the lines in one list, or give each part an address of its own.");
    if (lines.length === 0) return of(`has no lines; it shows 1 to ${part.rows}, as ["{temperature} °C"].`);
    if (lines.length > part.rows) return of(`has ${lines.length} lines; ${part.rows} fit.`);
    return lines.flatMap((line) => {
      const wrong = lineFault(line, part, declaration);
      return wrong === undefined ? [] : of(wrong);
    });
  });
}

/** The same part, or two at one place. */
function isSame({ part: first }: Display, { part: second }: Display): boolean {
  const addressOf = (part: TextPart) => (part as { busAddress?: number }).busAddress;
  return first === second || (first.role === second.role && addressOf(first) === addressOf(second));
}

function lineFault(
  line: string,
  { columns }: TextPart,
  { sensors = [], actuators = [], clock }: DeviceDeclaration,
): string | undefined {
  const { front, values } = rowOf(line);
  const words = [front, ...values.map(({ after }) => after)].join("");
  const stray = line.replace(/\{[^{}]*\}/g, "").match(/[{}]/)?.[0];
  if (stray !== undefined)
    return `has the line "${line}" with a "${stray}" of its own; braces stand around names, as in "{temperature} °C".`;
  for (const { name } of values) {
    const actuator = actuators.find((candidate) => candidate.name === name);
    if (actuator?.behaviour.hasState === false)
      return `shows "${name}", a ${actuator.kind}, which has no state; leave it out.`;
    if (actuator !== undefined || sensors.some((sensor) => sensor.name === name)) continue;
    const isWall = name === "time" || name === "date";
    if (isWall && clock?.zone !== undefined) continue;
    if (isWall)
      return `shows the local ${name}, which the device does not know; write clock: { zone: "Europe/Berlin" }, or the zone of its place, in device({ ... }).`;
    const known = nearestName(name, [
      ...[...sensors, ...actuators].map((part) => part.name),
      ...(clock?.zone === undefined ? [] : ["time", "date"]),
    ]);
    return `shows "${name}": there is no such sensor or actuator${known}`;
  }
  const strange = [...words].find((character) => !SHOWABLE.test(character));
  if (strange !== undefined)
    return `has the line "${line}", and no ${shown(strange)}; it has ASCII and ° ± ² ³ ´ µ.`;
  const least = [...words].length + values.length;
  if (least <= columns) return undefined;
  return `has the line "${line}" of ${least} characters or more; ${columns} fit in one.`;
}
