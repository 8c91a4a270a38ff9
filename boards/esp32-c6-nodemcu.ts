// ESP32-C6-DevKitC-1 running NodeMCU. A pin is called as printed on the board, with IO before its number; the firmware counts by GPIO
// numbers. The console is on the port "UART".
import type { Board } from "./board.ts";
import { ESP32_C6 } from "./chips/esp32-c6.ts";
import esp32NodeMcu from "./esp32-nodemcu.ts";

const { analogMillivolts: _, power: __, ...esp32 } = esp32NodeMcu;

export default {
  ...esp32,
  name: "esp32-c6-nodemcu",
  title: "ESP32-C6-DevKitC-1 running NodeMCU",
  variant: "esp32c6",
  module: "ESP32-C6-WROOM-1",
  sources: [
    ...esp32.sources.filter((source) => !/DevKitC|Series Datasheet|ledc.c|chipid/.test(source)),
    "NodeMCU firmware, branch dev-esp32, components/modules/node.c: no number of the chip; its MAC address stands for it",
    "NodeMCU firmware, branch dev-esp32, components/modules/ledc.c: one speed, of four timers",
    "Espressif, ESP-IDF Programming Guide for the ESP32-C6: pin list, strapping pins, UART, LED Control",
    "Espressif, ESP32-C6-DevKitC-1 User Guide v1.2: names on the headers, RGB LED",
  ],
  pwm: {
    // Periods of 1024 ticks, of 80 MHz divided by 1 to 1023. For slower ones the driver takes another clock, which all timers share:
    // one that runs already refuses it, so none is asked for.
    hertz: { least: 77, most: 78125 },
    // Each timer has a frequency, and a pin has a timer of its own.
    pins: 4,
  },
  uart: { parts: 1 },
  headers: {
    left: [
      "3V3",
      "RST",
      "IO4",
      "IO5",
      "IO6",
      "IO7",
      "IO0",
      "IO1",
      "IO8",
      "IO10",
      "IO11",
      "IO2",
      "IO3",
      "5V",
      "G",
      "NC",
    ],
    right: [
      "G",
      "TX",
      "RX",
      "IO15",
      "IO23",
      "IO22",
      "IO21",
      "IO20",
      "IO19",
      "IO18",
      "IO9",
      "G",
      "IO13",
      "IO12",
      "G",
      "NC",
    ],
  },
  pins: {
    IO0: { id: 0, ...ESP32_C6[0] },
    IO1: { id: 1, ...ESP32_C6[1] },
    IO2: { id: 2, ...ESP32_C6[2] },
    IO3: { id: 3, ...ESP32_C6[3] },
    IO4: { id: 4, ...ESP32_C6[4] },
    IO5: { id: 5, ...ESP32_C6[5] },
    IO6: { id: 6, ...ESP32_C6[6] },
    IO7: { id: 7, ...ESP32_C6[7] },
    IO8: { id: 8, ...ESP32_C6[8], has: "the RGB LED, which takes its own protocol" },
    IO9: { id: 9, ...ESP32_C6[9], has: "the BOOT button, low when pressed" },
    IO10: { id: 10, ...ESP32_C6[10] },
    IO11: { id: 11, ...ESP32_C6[11] },
    IO12: { id: 12, ...ESP32_C6[12] },
    IO13: { id: 13, ...ESP32_C6[13] },
    IO15: { id: 15, ...ESP32_C6[15] },
    IO18: { id: 18, ...ESP32_C6[18] },
    IO19: { id: 19, ...ESP32_C6[19] },
    IO20: { id: 20, ...ESP32_C6[20] },
    IO21: { id: 21, ...ESP32_C6[21] },
    IO22: { id: 22, ...ESP32_C6[22] },
    IO23: { id: 23, ...ESP32_C6[23] },
    TX: { id: 16, ...ESP32_C6[16] },
    RX: { id: 17, ...ESP32_C6[17] },
  },
} as const satisfies Board;
