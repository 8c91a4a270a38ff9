// M5Stack Atom Lite running Espruino. A pin is called as printed on it.
import type { Board } from "./board.ts";
import { ESP32_POWER } from "./chips/power.ts";
import esp32Espruino from "./esp32-espruino.ts";

const { D12, D19, D21, D22, D23, D25, D26, D27, D32, D33, D39 } = esp32Espruino.pins;

export default {
  ...esp32Espruino,
  name: "m5stack-atom-lite-espruino",
  title: "M5Stack Atom Lite (ESP32) running Espruino",
  module: "ESP32-PICO-D4",
  power: ESP32_POWER,
  sources: [
    ...esp32Espruino.sources,
    "M5Stack, Atom Lite (and its bottom as others describe it): the two rows of pins, those of the HY2.0 socket, RGB LED, button, infrared LED",
  ],
  headers: {
    // The two rows on its bottom.
    left: ["3V3", "G22", "G19", "G23", "G33"],
    // And the socket HY2.0, with what the board itself has.
    right: ["G21", "G25", "5V", "GND", "G26", "G32", "LED", "BUTTON", "IR"],
  },
  pins: {
    IR: { ...D12, has: "the infrared LED" },
    G19: D19,
    G21: D21,
    G22: D22,
    G23: D23,
    G25: D25,
    G26: { ...D26, has: "the yellow wire of the socket HY2.0" },
    LED: { ...D27, has: "the RGB LED, which takes its own protocol (SK6812)" },
    G32: { ...D32, has: "the white wire of the socket HY2.0" },
    G33: D33,
    BUTTON: { ...D39, has: "the button, low when pressed" },
  },
} as const satisfies Board;
