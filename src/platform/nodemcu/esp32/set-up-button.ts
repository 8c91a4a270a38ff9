// NodeMCU on the ESP32: the button that asks for the set-up at a start.
import type { Pin } from "../../../ports/pins.ts";
import { staysAt } from "../../../setup/is-held.ts";

/** Is it held? `level`: the one that it has then. */
export function isHeld(pin: Pin, pulledUp: boolean, level: number): boolean {
  gpio.config({ gpio: [pin], dir: gpio.IN, pull: pulledUp ? gpio.PULL_UP : gpio.FLOATING });
  return staysAt((of) => gpio.read(of), pin, level);
}
