// ESP32-C3-DevKitM-1 running Espruino, whose build for this chip is a beta. A pin is called as printed on the board.
import type { Board } from "./board.ts";
import { ESP32_C3, ESP32_C3_ANALOG_MILLIVOLTS } from "./chips/esp32-c3.ts";
import { ESPRUINO_ESP32_JOURNAL } from "./chips/journal.ts";
import { ESP32_C3_POWER } from "./chips/power.ts";
import { ESPRUINO_LATER_ESP32_SLEEP } from "./chips/sleep.ts";
import { ESP32_ESPRUINO_ADDRESS } from "./chips/static-address.ts";

export default {
  name: "esp32-c3-espruino",
  title: "ESP32-C3-DevKitM-1 running Espruino (beta)",
  chip: "esp32",
  variant: "esp32c3",
  module: "ESP32-C3-MINI-1",
  target: "espruino",
  sources: [
    "Espruino 2v29, targets/esp32/jshardware.c: the serial number is the MAC address of its Wi-Fi",
    "Espruino, boards/ESP32C3_IDF4.py after 2v29: variables, saved_code, libraries, pins of the console",
    "Espruino 2v29, targets/esp32/jshardwareAnalog.c and jshardwarePWM.c: 11 dB, ADC1 only; pins by frequency",
    "Espruino, boards/ESP32C3_IDF4.py after 2v29, and targets/esp32/jshardwareUart.c: Serial1 is the console's, Serial2 is free",
    "Espruino, boards/ESP32C3_IDF4.py after 2v29, and targets/esp32/jshardwareI2c.c: I2C1 alone, at any bitrate",
    "Espruino 2v29, src/jsspi.c: SPI by software, on any pins",
    "Espruino 2v29, targets/esp32/esp32_neopixel.c: strips on any output",
    "Espressif, ESP-IDF Programming Guide for the ESP32-C3, LED Control: six channels, one clock for all timers",
    "Espressif, ESP-IDF 4.4, components/driver/ledc.c: which clock a frequency gets",
    "Espruino 2v29, libs/network/esp32/network_esp32.c: chunks of 536 bytes",
    "Espressif, ESP32-C3-DevKitM-1 User Guide: names on the headers",
    "Espressif, ESP-IDF Programming Guide for the ESP32-C3: pin list, strapping pins, ADC",
  ],
  // At most: the pool is what the heap allows at boot.
  memory: { jsVars: 4095, jsVarBytes: 13 },
  flashBytes: 224 * 4096,
  // Of JsVars half, as on the ESP32.
  budget: { flashBytes: 112 * 4096, held: 2048 },
  lacksStaticAddress: ESP32_ESPRUINO_ADDRESS,
  // The certificate of the broker is not verified by this firmware.
  tls: true,
  ring: { slots: 16, bytes: 2048 },
  diagnostics: ["uptime", "signal"],
  packetBytes: 1024,
  // Two of the chunks in which it leaves.
  linkBytes: 1072,
  pwm: {
    // Periods of 1024 ticks, of 80 MHz (APB) or, below 77 Hz, of 17.5 MHz, divided by 1 to 1023. All timers share their clock: where one
    // pin is below 77 Hz, those at 5000 Hz are at 1.1 kHz.
    hertz: { least: 17, most: 78125 },
    // Of the three channels for frequencies of one's own, 5 to 7, the chip has the first.
    pins: 1,
    fixed: { hertz: 5000, pins: 5 },
  },
  i2c: { isFast: true },
  uart: { parts: 1, needsTx: { because: "Espruino takes D4 for it then" } },
  spi: {},
  // Not IO0: where a strip was on it, the next one on another pin ends the program (targets/esp32/esp32_neopixel.c).
  pixels: { pins: ["IO1", "IO2", "IO3", "IO4", "IO5", "IO6", "IO7", "IO8", "IO9", "IO10", "IO18", "IO19"] },
  journal: ESPRUINO_ESP32_JOURNAL,
  sleep: ESPRUINO_LATER_ESP32_SLEEP,
  power: ESP32_C3_POWER,
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
    IO0: { id: "D0", ...ESP32_C3[0] },
    IO1: { id: "D1", ...ESP32_C3[1] },
    IO2: { id: "D2", ...ESP32_C3[2] },
    IO3: { id: "D3", ...ESP32_C3[3] },
    IO4: { id: "D4", ...ESP32_C3[4] },
    IO5: { id: "D5", ...ESP32_C3[5] },
    IO6: { id: "D6", ...ESP32_C3[6] },
    IO7: { id: "D7", ...ESP32_C3[7] },
    IO8: { id: "D8", ...ESP32_C3[8], has: "the RGB LED, which takes its own protocol" },
    IO9: { id: "D9", ...ESP32_C3[9], has: "the BOOT button, low when pressed" },
    IO10: { id: "D10", ...ESP32_C3[10] },
    IO18: { id: "D18", ...ESP32_C3[18] },
    IO19: { id: "D19", ...ESP32_C3[19] },
    RX: { id: "D20", ...ESP32_C3[20] },
    TX: { id: "D21", ...ESP32_C3[21] },
  },
} as const satisfies Board;
