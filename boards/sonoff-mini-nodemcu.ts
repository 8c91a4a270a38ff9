// Sonoff Mini (the first, with an ESP8285) running NodeMCU: a relay for mains voltage behind a wall switch, a button and a LED.
import type { Board } from "./board.ts";
import { ESP8266 } from "./chips/esp8266.ts";
import sonoffBasic from "./sonoff-basic-nodemcu.ts";

export default {
  ...sonoffBasic,
  name: "sonoff-mini-nodemcu",
  title: "Sonoff Mini running NodeMCU",
  module: "ESP8285, 1 MB of flash",
  sources: [
    ...sonoffBasic.sources.filter((source) => !source.includes("Sonoff Basic")),
    "ESPHome, device page of the Sonoff Mini: what is on GPIO0, 2, 4, 12, 13 and 16",
    "Tasmota, wiki page of the Sonoff Mini: the same, and that the pin of the OTA jumper is on a header",
  ],
  pixels: {
    because: "NodeMCU drives one at GPIO2 alone, which is on no header; take a D1 mini, or a NodeMCU DevKit",
  },
  headers: {
    left: ["OTA"],
    // Not on a header of a drawn order: its terminals, and what the board itself has. No source says which pads RX and TX are.
    right: ["S2", "RELAY", "LED", "BUTTON"],
  },
  pins: {
    OTA: { id: 0, ...ESP8266[16], has: "the OTA jumper" },
    S2: { id: 2, ...ESP8266[4], has: "the terminal of a wall switch, which joins it to S1 (ground)" },
    RELAY: { id: 6, ...ESP8266[12], has: "the relay and the red LED, on at high", isLeftAlone: true },
    LED: { id: 7, ...ESP8266[13], has: "the blue LED, on at low" },
    BUTTON: { id: 3, ...ESP8266[0], has: "the button, low when pressed" },
    RX: { id: 9, ...ESP8266[3] },
    TX: { id: 10, ...ESP8266[1] },
  },
} as const satisfies Board;
