// ESP32-C3-DevKitM-1 running NodeMCU. A pin is called as printed on the board; the firmware counts by GPIO numbers.
import type { Board } from "./board.ts";
import { ESP32_C3, ESP32_C3_ANALOG_MILLIVOLTS } from "./chips/esp32-c3.ts";
import { ESP32_C3_POWER } from "./chips/power.ts";
import esp32NodeMcu from "./esp32-nodemcu.ts";

const { analogMillivolts: _, ...esp32 } = esp32NodeMcu;

export default {
  ...esp32,
  name: "esp32-c3-nodemcu",
  title: "ESP32-C3-DevKitM-1 running NodeMCU",
  variant: "esp32c3",
  module: "ESP32-C3-MINI-1",
  power: ESP32_C3_POWER,
  sources: [
    ...esp32.sources.filter((source) => !/DevKitC|Series Datasheet|ledc.c|chipid/.test(source)),
    "NodeMCU firmware, branch dev-esp32, components/modules/node.c: no number of the chip; its MAC address stands for it",
    "NodeMCU firmware, branch dev-esp32, components/modules/ledc.c: one speed, of four timers",
    "Espressif, ESP-IDF Programming Guide for the ESP32-C3: pin list, strapping pins, ADC, UART, LED Control",
    "Espressif, ESP32-C3-DevKitM-1 User Guide: names on the headers",
  ],
  pwm: {
    // Periods of 1024 ticks, of 80 MHz divided by 1 to 1023. For slower ones the driver takes another clock, which all timers share:
    // one that runs already refuses it, so none is asked for.
    hertz: { least: 77, most: 78125 },
    // Each timer has a frequency, and a pin has a timer of its own.
    pins: 4,
  },
  uart: { parts: 1 },
  analogMillivolts: ESP32_C3_ANALOG_MILLIVOLTS,
  headers: {
    left: [
      "GND",
      "3V3",
      "3V3",
      "IO2",
      "IO3",
      "GND",
      "RST",
      "GND",
      "IO0",
      "IO1",
      "IO10",
      "GND",
      "5V",
      "5V",
      "GND",
    ],
    right: [
      "GND",
      "TX",
      "RX",
      "GND",
      "IO9",
      "IO8",
      "GND",
      "IO7",
      "IO6",
      "IO5",
      "IO4",
      "GND",
      "IO18",
      "IO19",
      "GND",
    ],
  },
  pins: {
    IO0: { id: 0, ...ESP32_C3[0] },
    IO1: { id: 1, ...ESP32_C3[1] },
    IO2: { id: 2, ...ESP32_C3[2] },
    IO3: { id: 3, ...ESP32_C3[3] },
    IO4: { id: 4, ...ESP32_C3[4] },
    IO5: { id: 5, ...ESP32_C3[5] },
    IO6: { id: 6, ...ESP32_C3[6] },
    IO7: { id: 7, ...ESP32_C3[7] },
    IO8: { id: 8, ...ESP32_C3[8], has: "the RGB LED, which takes its own protocol" },
    IO9: { id: 9, ...ESP32_C3[9], has: "the BOOT button, low when pressed" },
    IO10: { id: 10, ...ESP32_C3[10] },
    IO18: { id: 18, ...ESP32_C3[18] },
    IO19: { id: 19, ...ESP32_C3[19] },
    RX: { id: 20, ...ESP32_C3[20] },
    TX: { id: 21, ...ESP32_C3[21] },
  },
} as const satisfies Board;
