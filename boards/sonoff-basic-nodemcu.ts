// Sonoff Basic (the first, with an ESP8266) running NodeMCU: a relay for mains voltage, a button, a LED, and one free pin.
import type { Board } from "./board.ts";
import { ESP8266 } from "./chips/esp8266.ts";
import esp01 from "./esp-01-nodemcu.ts";

export default {
  ...esp01,
  name: "sonoff-basic-nodemcu",
  title: "Sonoff Basic (R1) running NodeMCU",
  module: "ESP8266EX, 1 MB of flash",
  sources: [
    ...esp01.sources.filter((source) => !source.startsWith("Ai-Thinker")),
    "ESPHome, device pages of the Sonoff Basic: what is on GPIO0, 12, 13 and 14",
    "Tasmota, wiki page of the Sonoff Basic: the pins beside the button, and which versions have GPIO14",
  ],
  pixels: {
    because: "NodeMCU drives one at GPIO2 alone, which is on no header; take a D1 mini, or a NodeMCU DevKit",
  },
  danger:
    "Every part of a Sonoff is connected to the mains while it is plugged in: never open it, wire it or put a serial cable on it then.",
  headers: {
    left: ["3V3", "RX", "TX", "GND", "IO14"],
    // Not on a header: what the board itself has.
    right: ["RELAY", "LED", "BUTTON"],
  },
  pins: {
    RELAY: { id: 6, ...ESP8266[12], has: "the relay and its LED, on at high", isLeftAlone: true },
    LED: { id: 7, ...ESP8266[13], has: "the LED, on at low" },
    BUTTON: { id: 3, ...ESP8266[0], has: "the button, low when pressed" },
    IO14: { id: 5, ...ESP8266[14] },
    RX: { id: 9, ...ESP8266[3] },
    TX: { id: 10, ...ESP8266[1] },
  },
} as const satisfies Board;
