// NodeMCU on the ESP8266: the button that asks for the set-up at a start.
import type { Pin } from "../../../ports/pins.ts";
import { staysAt } from "../../../setup/is-held.ts";

/** Is it held? `level`: the one that it has then. */
export function isHeld(pin: Pin, pulledUp: boolean, level: number): boolean {
  gpio.mode(pin, gpio.INPUT, pulledUp ? gpio.PULLUP : gpio.FLOAT);
  return staysAt((of) => gpio.read(of), pin, level);
}
