// The roles of each pin of a board, in words, for a drawing of the board.
import type { Wiring } from "../../../boards/board.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { roleNameOf } from "./named-pins.ts";
import { pulsedReset, wakingPin } from "./sleep-fit.ts";
import { type NeededRole, neededRoles } from "./wiring.ts";

/**
 * What a drawing has beside each pin of the device: its roles, and both ends of the wire by which it wakes
 * from sleep.
 */
export function drawnByPin(declaration: DeviceDeclaration, wired: Wiring): Map<string, string> {
  const byPin = rolesByPin(neededRoles(declaration), wired);
  const { board } = wired;
  const pulsed = pulsedReset(declaration, wired);
  if (pulsed !== undefined) byPin.set(pulsed.to, `from ${pulsed.from} by 100 nF`);
  const wire = (declaration.sleep?.every ?? 0) > 0 ? board.sleep?.wire : undefined;
  const pin = wire && wakingPin(board, wire.gpio);
  if (wire === undefined || pin === undefined) return byPin;
  return byPin.set(pin, `to ${wire.to}`).set(wire.to, `from ${pin}`);
}

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
