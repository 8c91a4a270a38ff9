// Sonoff S20 (a plug with an ESP8266) running NodeMCU: a relay for mains voltage, a button and a LED.
import type { Board } from "./board.ts";
import { ESP8266 } from "./chips/esp8266.ts";
import sonoffBasic from "./sonoff-basic-nodemcu.ts";

export default {
  ...sonoffBasic,
  name: "sonoff-s20-nodemcu",
  title: "Sonoff S20 running NodeMCU",
  sources: [
    ...sonoffBasic.sources.filter((source) => !source.includes("Sonoff Basic")),
    "ESPHome, device page of the Sonoff S20: what is on GPIO0, 12 and 13",
    "Tasmota, wiki page of the Sonoff S20: the four pins of its serial connection, from top to bottom",
  ],
  headers: {
    left: ["VCC", "RX", "TX", "GND"],
    // Not on a header: what the board itself has.
    right: ["RELAY", "LED", "BUTTON"],
  },
  pins: {
    RELAY: { id: 6, ...ESP8266[12], has: "the relay and its LED, on at high", isLeftAlone: true },
    LED: { id: 7, ...ESP8266[13], has: "the green LED, on at low" },
    BUTTON: { id: 3, ...ESP8266[0], has: "the button, low when pressed" },
    RX: { id: 9, ...ESP8266[3] },
    TX: { id: 10, ...ESP8266[1] },
  },
} as const satisfies Board;
