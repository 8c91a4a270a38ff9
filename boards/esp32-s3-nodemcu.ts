// ESP32-S3-DevKitC-1 running NodeMCU. A pin is called as printed on the board, with IO before its number; the firmware counts by GPIO
// numbers. The console is on the port "UART".
import type { Board } from "./board.ts";
import { ESP32_S3, ESP32_S3_ANALOG_MILLIVOLTS } from "./chips/esp32-s3.ts";
import { ESP32_S3_DEVKITC_1_HEADERS, ESP32_S3_DEVKITC_1_HAS as HAS } from "./chips/esp32-s3-devkitc-1.ts";
import esp32NodeMcu from "./esp32-nodemcu.ts";

const { analogMillivolts: _, power: __, ...esp32 } = esp32NodeMcu;

/** Channels 8 and 9 of ADC1. */
const NO_CHANNEL = {
  can: ["in", "out", "pullup", "pwm", "interrupt", "one-wire", "tx", "rx"],
  because: { adc: "NodeMCU reads the first eight channels of ADC1 alone" },
} as const;

export default {
  ...esp32,
  name: "esp32-s3-nodemcu",
  title: "ESP32-S3-DevKitC-1 running NodeMCU",
  variant: "esp32s3",
  module: "ESP32-S3-WROOM-1",
  sources: [
    ...esp32.sources.filter((source) => !/DevKitC|Series Datasheet|ledc.c|chipid/.test(source)),
    "NodeMCU firmware, branch dev-esp32, components/modules/node.c: no number of the chip; its MAC address stands for it",
    "NodeMCU firmware, branch dev-esp32, components/modules/ledc.c: one speed, of four timers",
    "NodeMCU firmware, branch dev-esp32, components/platform/platform.c: eight channels of ADC1",
    "Espressif, ESP-IDF Programming Guide for the ESP32-S3: pin list, strapping pins, ADC, UART, LED Control",
    "Espressif, ESP32-S3-DevKitC-1 User Guide: names on the headers, RGB LED",
  ],
  pwm: {
    // Periods of 1024 ticks, of 80 MHz divided by 1 to 1023. For slower ones the driver takes another clock, which all timers share:
    // one that runs already refuses it, so none is asked for.
    hertz: { least: 77, most: 78125 },
    // Each timer has a frequency, and a pin has a timer of its own.
    pins: 4,
  },
  uart: { parts: 2 },
  analogMillivolts: ESP32_S3_ANALOG_MILLIVOLTS,
  headers: ESP32_S3_DEVKITC_1_HEADERS,
  pins: {
    IO0: { id: 0, ...ESP32_S3[0], has: HAS.IO0 },
    IO1: { id: 1, ...ESP32_S3[1] },
    IO2: { id: 2, ...ESP32_S3[2] },
    IO3: { id: 3, ...ESP32_S3[3] },
    IO4: { id: 4, ...ESP32_S3[4] },
    IO5: { id: 5, ...ESP32_S3[5] },
    IO6: { id: 6, ...ESP32_S3[6] },
    IO7: { id: 7, ...ESP32_S3[7] },
    IO8: { id: 8, ...ESP32_S3[8] },
    IO9: { id: 9, ...ESP32_S3[9], ...NO_CHANNEL },
    IO10: { id: 10, ...ESP32_S3[10], ...NO_CHANNEL },
    IO11: { id: 11, ...ESP32_S3[11] },
    IO12: { id: 12, ...ESP32_S3[12] },
    IO13: { id: 13, ...ESP32_S3[13] },
    IO14: { id: 14, ...ESP32_S3[14] },
    IO15: { id: 15, ...ESP32_S3[15] },
    IO16: { id: 16, ...ESP32_S3[16] },
    IO17: { id: 17, ...ESP32_S3[17] },
    IO18: { id: 18, ...ESP32_S3[18] },
    IO19: { id: 19, ...ESP32_S3[19] },
    IO20: { id: 20, ...ESP32_S3[20] },
    IO21: { id: 21, ...ESP32_S3[21] },
    IO35: { id: 35, ...ESP32_S3[35] },
    IO36: { id: 36, ...ESP32_S3[36] },
    IO37: { id: 37, ...ESP32_S3[37] },
    IO38: { id: 38, ...ESP32_S3[38], has: HAS.IO38 },
    IO39: { id: 39, ...ESP32_S3[39] },
    IO40: { id: 40, ...ESP32_S3[40] },
    IO41: { id: 41, ...ESP32_S3[41] },
    IO42: { id: 42, ...ESP32_S3[42] },
    IO45: { id: 45, ...ESP32_S3[45] },
    IO46: { id: 46, ...ESP32_S3[46] },
    IO47: { id: 47, ...ESP32_S3[47] },
    IO48: { id: 48, ...ESP32_S3[48], has: HAS.IO48 },
    TX: { id: 43, ...ESP32_S3[43] },
    RX: { id: 44, ...ESP32_S3[44] },
  },
} as const satisfies Board;
