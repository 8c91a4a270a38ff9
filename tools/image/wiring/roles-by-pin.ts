// The roles of each pin of a board, in words, for a drawing of the board.
import type { Wiring } from "../../../boards/board.ts";
import { roleNameOf } from "./named-pins.ts";
import type { NeededRole } from "./wiring.ts";

/** "heater", "air sda", "blind forward", by the pin's name; a bus with several parts has all of them. */
export function rolesByPin(needed: readonly NeededRole[], { roles }: Wiring): Map<string, string> {
  const byPin = new Map<string, string>();
  const add = (pin: string, text: string) =>
    byPin.set(pin, byPin.has(pin) ? `${byPin.get(pin)}, ${text}` : text);
  for (const role of new Set(needed.map(roleNameOf))) {
    const wire = roles[role] ?? {};
    if (typeof wire === "string") add(wire, role);
    else
      for (const [line, pin] of Object.entries(wire))
        if (typeof pin === "string") add(pin, `${role} ${line}`);
  }
  return byPin;
}
