// ESP8266 modules with 4 MB of flash (ESP-12) running Espruino. A pin is called D and its GPIO number, which is not the
// D number printed on a NodeMCU DevKit or a D1 mini: their "D1" is D5 here. d1-mini-espruino has the printed ones.
import type { Board } from "./board.ts";
import { ESP8266, ESP8266_UART, TOUT, TOUT_MILLIVOLTS } from "./chips/esp8266.ts";
import { ESPRUINO_ESP8266_JOURNAL } from "./chips/journal.ts";
import { ESP8266_MODULE_ASLEEP_MA, ESP8266_POWER } from "./chips/power.ts";
import { ESPRUINO_ESP8266_SLEEP } from "./chips/sleep.ts";

export default {
  name: "esp8266-espruino",
  title: "ESP8266 with 4 MB of flash running Espruino",
  chip: "esp8266",
  module: "ESP-12",
  target: "espruino",
  sources: [
    "Espruino 2v29, boards/ESP8266_4MB.py: variables, saved_code, libraries, names of the pins",
    "Espruino 2v29, targets/esp8266/jshardware.c: what the pins can do; the serial number is the MAC address",
    "Espruino 2v29, src/jstimer.c and scripts/build_platform_config.py: PWM in software, tasks of the timer",
    "Espruino 2v29, libs/network/esp8266/network_esp8266.c: chunks of 268 bytes",
    "Espruino 2v29, boards/ESP8266_4MB.py and targets/esp8266/jshardware.c: the console has Serial1, and Serial2 only sends",
    "Espruino 2v29, targets/esp8266/i2c_master.c: I2C1 alone, in software, at 100 to 400 kHz",
    "Espruino 2v29, src/jsspi.c: SPI by software, on any pins",
    "Espruino 2v29, libs/neopixel/jswrap_neopixel.c: any pin but GPIO16, which is no bit of the register that it writes",
    "Espressif, ESP8266EX Datasheet: pin definitions",
  ],
  memory: { jsVars: 1600, jsVarBytes: 12 },
  flashBytes: 48 * 4096,
  // A fifth of the JsVars is the interpreter's, for what runs: calls, their arguments, texts in the making. The bench (worst
  // moment) counts some 90 of them.
  budget: { flashBytes: 24 * 4096, held: 1280 },
  tls: false,
  ring: { slots: 8, bytes: 512 },
  packetBytes: 512,
  // Two of the chunks in which it leaves.
  linkBytes: 536,
  pwm: {
    // Done in software, by a timer that counts microseconds: at more than 1 kHz a period has fewer of them than a duty has steps.
    hertz: { least: 1, most: 1000 },
    // Of the timer's queue of 16, which holds 15 tasks, each pin takes two.
    pins: 7,
  },
  i2c: { isFast: true },
  uart: ESP8266_UART,
  spi: {},
  // Those that are outputs, but for GPIO16.
  pixels: { pins: ["D0", "D1", "D2", "D3", "D4", "D5", "D12", "D13", "D14", "D15"] },
  journal: ESPRUINO_ESP8266_JOURNAL,
  sleep: ESPRUINO_ESP8266_SLEEP,
  power: { ...ESP8266_POWER, asleepMa: ESP8266_MODULE_ASLEEP_MA },
  analogMillivolts: TOUT_MILLIVOLTS,
  headers: {
    left: ["RESET", "A0", "CH_EN", "D16", "D14", "D12", "D13", "VCC"],
    right: ["D1", "D3", "D5", "D4", "D0", "D2", "D15", "GND"],
  },
  pins: {
    D0: { id: "D0", ...ESP8266[0] },
    D1: { id: "D1", ...ESP8266[1] },
    D2: { id: "D2", ...ESP8266[2] },
    D3: { id: "D3", ...ESP8266[3] },
    D4: { id: "D4", ...ESP8266[4] },
    D5: { id: "D5", ...ESP8266[5] },
    D6: { id: "D6", ...ESP8266[6] },
    D7: { id: "D7", ...ESP8266[7] },
    D8: { id: "D8", ...ESP8266[8] },
    // Espruino refuses all of GPIO6 to GPIO11, however the flash is wired.
    D9: { id: "D9", ...ESP8266[9], can: [] },
    D10: { id: "D10", ...ESP8266[10], can: [] },
    D11: { id: "D11", ...ESP8266[11] },
    D12: { id: "D12", ...ESP8266[12] },
    D13: { id: "D13", ...ESP8266[13] },
    D14: { id: "D14", ...ESP8266[14] },
    D15: { id: "D15", ...ESP8266[15] },
    D16: { id: "D16", ...ESP8266[16] },
    A0: {
      id: "A0",
      ...TOUT,
      trap: "It takes 1.0 V at most; on a board with a divider in front of it, full scale is more than is said here.",
    },
  },
} as const satisfies Board;
