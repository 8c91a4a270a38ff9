// A push button between the pin and ground, debounced. Buttons bounce for some 6 ms and in bad cases for more
// (J. Ganssle, "A Guide to Debouncing"); a finger stays for 50 ms at least. Not implemented: double and long
// presses. Both edges are readings: whoever takes them can count and time them.
import type { Quantity } from "../reading/part.ts";
import { setReading } from "../reading/part.ts";
import { type Contact, collectState, newContact } from "./contact.ts";

const SETTLE_MS = 25;

export interface Button extends Contact {
  /** How often it was pressed since start. It only grows, so a rule or a listener that missed one sees that it did. */
  presses: Quantity;
}

/**
 * The button on the input that the wiring calls `role`. Its `state` is 1 while it is pressed, else 0.
 *
 * @part push button
 * @esphome gpio
 * @gives `state` 1 is pressed, `presses` counted
 * @example button(role)
 */
export function button(role: string): Button {
  const part = newContact<Button>(role, true, 0, SETTLE_MS, collect);
  part.presses = { part, decimals: 0, value: 0 };
  return part;
}

function collect(part: Button): string {
  const before = part.state.value;
  collectState(part);
  // Held while the device starts is no press: nobody knows when it was pressed.
  if (part.state.value === 1 && before === 0) setReading(part.presses, (part.presses.value as number) + 1);
  return "";
}
