// Seeed Studio XIAO ESP32C3 running Espruino, whose build for this chip is a beta. A pin is called as printed on the board; the console is on
// its USB port, which is the chip's own.
import type { Board } from "./board.ts";
import { ESP32_C3_POWER, XIAO_ESP32C3_ASLEEP_MA } from "./chips/power.ts";
import esp32C3Espruino from "./esp32-c3-espruino.ts";

const { IO2, IO3, IO4, IO5, IO6, IO7, IO8, IO9, IO10, RX, TX } = esp32C3Espruino.pins;

export default {
  ...esp32C3Espruino,
  name: "xiao-esp32c3-espruino",
  title: "XIAO ESP32C3 running Espruino (beta)",
  module: "ESP32-C3, 4 MB of flash",
  power: { ...ESP32_C3_POWER, asleepMa: XIAO_ESP32C3_ASLEEP_MA },
  sources: [
    ...esp32C3Espruino.sources.filter((source) => !source.includes("DevKitM")),
    "Seeed Studio, XIAO ESP32C3: the GPIO behind each pin, the BOOT button, no LED of the program's, 4 MB of flash",
  ],
  pixels: { pins: ["D0", "D1", "D2", "D3", "D4", "D5", "D8", "D9", "D10"] },
  headers: {
    left: ["D0", "D1", "D2", "D3", "D4", "D5", "D6"],
    right: ["5V", "GND", "3V3", "D10", "D9", "D8", "D7"],
  },
  pins: {
    D0: IO2,
    D1: IO3,
    D2: IO4,
    D3: IO5,
    D4: IO6,
    D5: IO7,
    D6: TX,
    D7: RX,
    D8: { id: IO8.id, gpio: IO8.gpio, can: IO8.can, trap: IO8.trap },
    D9: { ...IO9, has: "the BOOT button, low when pressed" },
    D10: IO10,
  },
} as const satisfies Board;
