// A passive infrared motion detector with a digital output: HC-SR501, AM312, SR602 and the like. Its output is high for
// some seconds after it saw motion; how long, and whether more motion prolongs it, is set on the module.
// Datasheet: "HC-SR501 Passive Infrared (PIR) Motion Sensor", initialisation time "about a minute", in which the output
// rises once or more for nothing. The AM312's data sheet asks for some ten seconds. Both give 3.3 V.
import { elapsed, seconds } from "../bytes/milliseconds.ts";
import type { Clock } from "../ports/clock.ts";
import { describePart, setReading } from "../reading/part.ts";
import { type Contact, collectState, newContact } from "./contact.ts";

const WARM_UP_MS = seconds(60);
/** The module has a timer of its own; a spike from the radio is shorter. */
const SETTLE_MS = 20;

export interface Pir extends Contact {
  /** Milliseconds without readings, from the first look on; 0 when they are over. */
  warmUpMs: number;
  /** When it was first looked at; below 0 before that. */
  startedAt: number;
}

/**
 * The detector on the input that the wiring calls `role`. Its `state` is 1 while it sees motion, else 0, and no reading
 * for `warmUpMs` after start (default: a minute; at most ten).
 *
 * @part HC-SR501, AM312
 * @esphome gpio
 * @gives `state` 1 is motion
 * @example pir(role, seconds(60))
 */
export function pir(role: string, warmUpMs?: number): Pir {
  const part = newContact<Pir>(role, false, 1, SETTLE_MS, collect);
  part.warmUpMs = warmUpMs === undefined ? WARM_UP_MS : warmUpMs;
  part.startedAt = -1;
  describePart(part, "PIR", [
    { what: "milliseconds to warm up", value: part.warmUpMs, least: 0, most: 600000 },
  ]);
  return part;
}

function collect(part: Pir): string {
  collectState(part);
  if (part.warmUpMs > 0) {
    const now = (part.ports as Clock).milliseconds();
    if (part.startedAt < 0) part.startedAt = now;
    if (elapsed(now, part.startedAt) < part.warmUpMs) setReading(part.state, undefined);
    else part.warmUpMs = 0;
  }
  return "";
}
