// ESP-01 and ESP-01S with 1 MB of flash running NodeMCU: two pins, and the console's two.
import type { Board } from "./board.ts";
import { ESP8266 } from "./chips/esp8266.ts";
import { ESP8266_POWER } from "./chips/power.ts";
import esp8266 from "./esp8266-nodemcu.ts";

/** It has no divider, and no analog input. */
const { analogMillivolts: _, ...common } = esp8266;

export default {
  ...common,
  name: "esp-01-nodemcu",
  title: "ESP-01 or ESP-01S (1 MB of flash) running NodeMCU",
  module: "ESP-01",
  power: ESP8266_POWER,
  sources: [
    ...esp8266.sources.filter((source) => !source.includes("DevKit")),
    "Ai-Thinker, ESP-01S specification: 1 MB of flash, names of the pins, pull-ups, LED",
    "NodeMCU firmware, branch dev, docs/modules/node.md: setting the size of the file system",
  ],
  // A file system of 128 KB behind the firmware, as node.setpartitiontable() can make it. Modules of 512 KB hold none.
  flashBytes: 128 * 1024,
  spi: { because: "GPIO12, 13 and 14 are not all free; take a D1 mini, or a NodeMCU DevKit" },
  pixels: { pins: ["IO2"] },
  budget: { flashBytes: 64 * 1024, held: esp8266.budget.held },
  headers: { left: ["RX", "IO0", "IO2", "GND"], right: ["3V3", "RST", "EN", "TX"] },
  pins: {
    IO0: { id: 3, ...ESP8266[0], has: "a pull-up (on the ESP-01S)" },
    IO2: { id: 4, ...ESP8266[2], has: "a pull-up and the LED, on at low (on the ESP-01S)" },
    RX: { id: 9, ...ESP8266[3] },
    TX: { id: 10, ...ESP8266[1], has: "the LED, on at low (on the ESP-01)" },
  },
} as const satisfies Board;
