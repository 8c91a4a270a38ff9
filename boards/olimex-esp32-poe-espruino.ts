// Olimex ESP32-POE (with a WROOM module) running Espruino, which has no Ethernet: it is in the network by Wi-Fi. A pin is called as in
// Olimex's drawing of the pins.
import type { Board } from "./board.ts";
import { ESP32_POWER } from "./chips/power.ts";
import esp32Espruino from "./esp32-espruino.ts";

const { D0, D1, D2, D3, D4, D5, D13, D14, D15, D16, D32, D33, D34, D35, D36, D39 } = esp32Espruino.pins;

export default {
  ...esp32Espruino,
  name: "olimex-esp32-poe-espruino",
  title: "Olimex ESP32-POE (without Ethernet) running Espruino",
  power: ESP32_POWER,
  sources: [
    ...esp32Espruino.sources,
    "Olimex, ESP32-POE, DOCUMENTS/ESP32-POE-PINOUT.png: names on the headers, pull-ups, what else is on a pin, no insulation",
    "Espruino 2v29, boards/ESP32.py: no module for Ethernet",
  ],
  danger:
    "The ESP32-POE is not insulated: never plug in its USB port or another supply while its power comes by Ethernet.",
  headers: {
    left: ["+5V", "+3.3V", "GND", "ESP_EN", "GPIO0", "GPIO1", "GPIO2", "GPIO3", "GPIO4", "GPIO5"],
    right: ["GPI39", "GPI36", "GPI35", "GPI34", "GPIO33", "GPIO32", "GPIO16", "GPIO15", "GPIO14", "GPIO13"],
  },
  pins: {
    GPIO0: D0,
    GPIO1: D1,
    GPIO2: { ...D2, has: "a pull-up of 2.2 kOhm, and a line of the SD card" },
    GPIO3: D3,
    GPIO4: D4,
    GPIO5: { ...D5, has: "a pull-up of 10 kOhm" },
    GPIO13: { ...D13, has: "a pull-up of 2.2 kOhm" },
    GPIO14: { ...D14, has: "a line of the SD card" },
    GPIO15: { ...D15, has: "a pull-up of 10 kOhm, and a line of the SD card" },
    GPIO16: { ...D16, has: "a pull-up of 2.2 kOhm" },
    GPIO32: D32,
    GPIO33: D33,
    GPI34: { ...D34, has: "the button BUT1 with a pull-up of 10 kOhm" },
    GPI35: { ...D35, has: "the voltage of the battery where the jumper BAT_SENS_E1 is closed" },
    GPI36: { ...D36, has: "a pull-up of 2.2 kOhm" },
    GPI39: { ...D39, has: "the voltage of the supply, until its jumper is opened" },
  },
} as const satisfies Board;
