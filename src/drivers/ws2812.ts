// WS2812: a strip of addressable LEDs, all of one colour here, by one data line. So are WS2812B, WS2813 and
// SK6812 without white. Datasheet: Worldsemi, "WS2812B Intelligent control LED integrated light source",
// version 5: "composition of 24bit data". Each level follows a square law, as with `rgb-light.ts`: colours
// are meant for screens, and these LEDs are linear. A strip does not answer, and keeps what it has heard
// until it hears more: one that gets its power back stays dark until the next colour. Its data line is meant
// for 5 V: a long one needs a level shifter. An LED takes 60 mA at white. Not implemented: a colour for each
// LED, LEDs with white, other orders than green, red, blue.
import { blueOf, greenOf, redOf } from "../bytes/colour.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import type { Drivable, Wires } from "../reading/part.ts";

/** What fits a board's memory while it is sent, and keeps the program from all else for 9 ms. */
const MOST_LEDS = 300;

export interface Ws2812 extends Drivable {
  wire: "pixels";
  most: 16777215;
  leds: number;
  ports: Ports | undefined;
  pin: Pin;
}

/**
 * The strip whose data line (DIN) is on the pin that the wiring calls `role`. It takes a colour, for `colorLight`, which all of its
 * LEDs show. `leds`: how many it has, 1 to 300.
 *
 * @part strip of WS2812, WS2812B ("NeoPixel")
 * @esphome neopixelbus esp32_rmt_led_strip fastled_clockless
 * @takes a colour, each by a square law; 1 to 300 LEDs
 * @example ws2812(role, 60)
 * @note NodeMCU on an ESP8266 drives one strip, on D4 (GPIO2); the Sonoff and Linux none. A strip does not answer: one
 * that has lost its power stays dark until the next colour.
 */
export function ws2812(role: string, leds: number): Ws2812 {
  return {
    role,
    wire: "pixels",
    setUp,
    drive,
    most: 16777215,
    leds,
    ports: undefined,
    pin: "",
    given: [{ what: "LEDs", value: leds, least: 1, most: MOST_LEDS }],
  };
}

function setUp(part: Ws2812, ports: Ports, wires: Wires, value: number): void {
  part.ports = ports;
  part.pin = wires[part.role] as Pin;
  ports.pixels.setUp(part.pin);
  drive(part, value);
}

function drive(part: Ws2812, value: number): void {
  const ports = part.ports as Ports;
  const bytes = String.fromCharCode(lightOf(greenOf(value)), lightOf(redOf(value)), lightOf(blueOf(value)));
  if (!ports.pixels.send(part.pin, bytes, part.leds)) ports.log("WS2812: " + part.role + " was not sent");
}

/** Rounded up: the least level is not darkness. */
function lightOf(level: number): number {
  return Math.floor((level * level + 254) / 255);
}
