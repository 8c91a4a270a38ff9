// Fits the analog pins of a simulated device to what they feel.
import type { Acs712 } from "../../../src/drivers/acs712.ts";
import type { AnalogPercent } from "../../../src/drivers/analog-percent.ts";
import type { Battery } from "../../../src/drivers/battery.ts";
import type { BatteryCurve } from "../../../src/drivers/battery-curve.ts";
import type { Ntc } from "../../../src/drivers/ntc.ts";
import type { Relay } from "../../../src/drivers/relay.ts";
import { ANALOG_MILLIVOLTS } from "../../../src/features.ts";
import type { Lines } from "../../../src/platform/node/circuit.ts";
import type { Drivable, Part } from "../../../src/reading/part.ts";
import type { Known } from "../parts/around.ts";
import { countsAt, createAcs712, createBattery, createThermistor, createVoltage } from "../parts/voltages.ts";

/** The place of 90 % in a curve of tens. */
const NINE_TENTHS = 9;

/** Feeds each analog pin: the given millivolts, or what the model of its part makes of what is around. */
export function fitAnalogParts(parts: readonly Part[], lines: Lines, around: (part: Part) => Known): void {
  for (const part of parts) if (part.wire === "analog") feed(part, lines, around(part));
}

function givenCounts(millivolts: number | undefined): number | undefined {
  return millivolts === undefined ? undefined : countsAt(millivolts);
}

function feed(part: Part, circuit: Lines, { share, millivolts, amperes, air }: Known): void {
  const { role: pin } = part;
  const lines = powered(part, circuit);
  /** The same lines, on which given millivolts go before what a model feeds. */
  const feedLines: Pick<Lines, "feed"> = {
    feed: (to, counts) => lines.feed(to, () => givenCounts(millivolts?.(0)) ?? counts()),
  };
  if (part.chip === "ACS712") {
    const { millivoltsPerAmpere, upper, lower } = part as Acs712;
    createAcs712({ lines: feedLines, pin, millivoltsPerAmpere, upper, lower }, amperes);
  } else if (part.chip === "NTC") {
    const { resistor, nominal, beta, supply, above } = part as Ntc;
    createThermistor({ lines: feedLines, pin, resistor, nominal, beta, supply, above }, () => air().celsius);
  } else if (part.chip === "battery") {
    const { upper, lower, empty, full } = part as Battery;
    createBattery({ lines: feedLines, pin, upper, lower }, () => empty + 0.9 * (full - empty));
  } else if (part.chip === "battery curve") {
    const { upper, lower, cells, curve } = part as BatteryCurve;
    createBattery({ lines: feedLines, pin, upper, lower }, () => cells * (curve[NINE_TENTHS] ?? 0));
  } else if (part.chip === "analog percent") {
    const { none, full } = part as AnalogPercent;
    createVoltage({ lines, pin }, () => millivolts?.(0) ?? none + share() * (full - none));
  } else createVoltage({ lines, pin }, () => millivolts?.(0) ?? share() * ANALOG_MILLIVOLTS);
}

/** The lines of a part; behind a supply that is off it feeds nothing. */
function powered({ poweredFrom }: Part, lines: Lines): Pick<Lines, "feed"> {
  if (poweredFrom === undefined) return lines;
  const { role, onLevel = 1 } = poweredFrom.by as Partial<Relay> & Drivable;
  return { feed: (to, counts) => lines.feed(to, () => (lines.output(role) === onLevel ? counts() : 0)) };
}
