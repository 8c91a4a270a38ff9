// Espruino: the button that asks for the set-up at a start.
import type { Pin } from "../../ports/pins.ts";
import { staysAt } from "../../setup/is-held.ts";

/** Is it held? `level`: the one that it has then. */
export function isHeld(pin: Pin, pulledUp: boolean, level: number): boolean {
  pinMode(pin, pulledUp ? "input_pullup" : "input");
  return staysAt((of) => digitalRead(of), pin, level);
}
