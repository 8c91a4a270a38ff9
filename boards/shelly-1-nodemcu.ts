// Shelly 1 (of the first generation, with an ESP8266) running NodeMCU: a relay for mains voltage, and the terminal of a wall switch. What a
// meter measures is on the 1PM alone, and no source says how.
import type { Board } from "./board.ts";
import { ESP8266 } from "./chips/esp8266.ts";
import sonoffBasic from "./sonoff-basic-nodemcu.ts";

export default {
  ...sonoffBasic,
  name: "shelly-1-nodemcu",
  title: "Shelly 1 (first generation) running NodeMCU",
  module: "ESP8266EX, 2 MB of flash",
  sources: [
    ...sonoffBasic.sources.filter((source) => !source.includes("Sonoff Basic")),
    "ESPHome, device page of the Shelly 1: what is on GPIO4 and GPIO5",
    "Tasmota, wiki page of the Shelly 1: 2 MB of flash, ground on the live wire, nothing at its pins",
  ],
  danger:
    "The ground of a Shelly 1 is the live wire: never connect anything to its pins, and no serial cable, while it is on the mains.",
  // Of its header none is for parts, and it is not drawn.
  headers: { left: [], right: ["RELAY", "SW"] },
  pins: {
    RELAY: { id: 2, ...ESP8266[4], has: "the relay, on at high", isLeftAlone: true },
    SW: { id: 1, ...ESP8266[5], has: "the terminal SW of a wall switch" },
    IO0: { id: 3, ...ESP8266[0], has: "a pin of the programming header" },
    RX: { id: 9, ...ESP8266[3] },
    TX: { id: 10, ...ESP8266[1] },
  },
} as const satisfies Board;
