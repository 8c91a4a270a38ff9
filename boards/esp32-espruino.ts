// ESP32 modules (WROOM-32, DevKitC) running Espruino. A pin is called D and its GPIO number.
import type { Board } from "./board.ts";
import { ESP32, ESP32_ANALOG_MILLIVOLTS } from "./chips/esp32.ts";
import { ESPRUINO_ESP32_JOURNAL } from "./chips/journal.ts";
import { ESP32_ASLEEP_MA, ESP32_POWER } from "./chips/power.ts";
import { ESPRUINO_ESP32_SLEEP } from "./chips/sleep.ts";
import { ESP32_ESPRUINO_ADDRESS } from "./chips/static-address.ts";

const WITHOUT_INTERRUPT = ["in", "out", "pullup", "pwm", "one-wire", "tx", "rx"] as const;
const GPIO12 = {
  ...ESP32[12].because,
  interrupt: "Espruino counts it to the flash pins and sees no interrupts on it",
} as const;

/** The pins of the converter from numbers to voltages: `analogWrite` uses that, whatever frequency it is given. */
const WITHOUT_PWM = {
  can: ["in", "out", "pullup", "interrupt", "one-wire", "tx", "rx"],
  because: { ...ESP32[25].because, pwm: "Espruino gives it a steady voltage in place of pulses" },
} as const;

export default {
  name: "esp32-espruino",
  title: "ESP32 running Espruino",
  chip: "esp32",
  module: "ESP32-WROOM-32",
  target: "espruino",
  sources: [
    "Espruino 2v29, boards/ESP32.py: variables, saved_code, functions of the pins",
    "Espruino 2v29, targets/esp32/jshardware.c: pins without interrupts, pins without PWM; the serial number is the MAC address",
    "Espruino 2v29, targets/esp32/jshardwareAnalog.c and jshardwarePWM.c: 11 dB, ADC1 only; pins by frequency",
    "Espruino 2v29, targets/esp32/jshardwareUart.c: Serial1 is the console's, Serial2 and Serial3 take any pins",
    "Espruino 2v29, targets/esp32/jshardwareI2c.c: I2C1 and I2C2 take any pins and any bitrate",
    "Espruino 2v29, src/jsspi.c: SPI by software, on any pins",
    "Espruino 2v29, targets/esp32/esp32_neopixel.c: strips on any output",
    "Espressif, ESP-IDF, components/driver/ledc.c: which clock a frequency gets",
    "Espruino 2v29, libs/network/esp32/network_esp32.c: chunks of 536 bytes",
    "Espressif, ESP32 Series Datasheet: pin list, strapping pins",
  ],
  // The pool is smaller when Bluetooth is on: it is what the heap allows at boot, up to this.
  memory: { jsVars: 16383, jsVarBytes: 14 },
  flashBytes: 224 * 4096,
  // Of JsVars half: with Bluetooth on, the pool is smaller.
  budget: { flashBytes: 112 * 4096, held: 8192 },
  lacksStaticAddress: ESP32_ESPRUINO_ADDRESS,
  // The certificate of the broker is not verified by this firmware.
  tls: true,
  ring: { slots: 32, bytes: 4096 },
  diagnostics: ["uptime", "signal"],
  packetBytes: 2048,
  // Two of the chunks in which it leaves.
  linkBytes: 1072,
  pwm: {
    // Periods of 1024 ticks, of a clock of 1 MHz or of 80 MHz (APB) that is divided by 1 to 1023.
    hertz: { least: 1, most: 78125 },
    // Three timers for frequencies of one's own, a pin each, and a fourth that five pins share.
    pins: 3,
    fixed: { hertz: 5000, pins: 5 },
  },
  i2c: { buses: 2, isFast: true },
  uart: { parts: 2, needsTx: { because: "Espruino takes D4 or D17 for it then" } },
  spi: {},
  pixels: {},
  journal: ESPRUINO_ESP32_JOURNAL,
  sleep: ESPRUINO_ESP32_SLEEP,
  power: { ...ESP32_POWER, asleepMa: ESP32_ASLEEP_MA },
  analogMillivolts: ESP32_ANALOG_MILLIVOLTS,
  headers: {
    left: [
      "3V3",
      "EN",
      "D36",
      "D39",
      "D34",
      "D35",
      "D32",
      "D33",
      "D25",
      "D26",
      "D27",
      "D14",
      "D12",
      "GND",
      "D13",
      "D9",
      "D10",
      "D11",
      "5V",
    ],
    right: [
      "GND",
      "D23",
      "D22",
      "D1",
      "D3",
      "D21",
      "GND",
      "D19",
      "D18",
      "D5",
      "D17",
      "D16",
      "D4",
      "D0",
      "D2",
      "D15",
      "D8",
      "D7",
      "D6",
    ],
  },
  pins: {
    D0: { id: "D0", ...ESP32[0] },
    D1: { id: "D1", ...ESP32[1] },
    D2: { id: "D2", ...ESP32[2] },
    D3: { id: "D3", ...ESP32[3] },
    D4: { id: "D4", ...ESP32[4] },
    D5: { id: "D5", ...ESP32[5] },
    D6: { id: "D6", ...ESP32[6] },
    D7: { id: "D7", ...ESP32[7] },
    D8: { id: "D8", ...ESP32[8] },
    D9: { id: "D9", ...ESP32[9] },
    D10: { id: "D10", ...ESP32[10] },
    D11: { id: "D11", ...ESP32[11] },
    D12: { id: "D12", ...ESP32[12], can: WITHOUT_INTERRUPT, because: GPIO12 },
    D13: { id: "D13", ...ESP32[13] },
    D14: { id: "D14", ...ESP32[14] },
    D15: { id: "D15", ...ESP32[15] },
    D16: { id: "D16", ...ESP32[16] },
    D17: { id: "D17", ...ESP32[17] },
    D18: { id: "D18", ...ESP32[18] },
    D19: { id: "D19", ...ESP32[19] },
    D21: { id: "D21", ...ESP32[21] },
    D22: { id: "D22", ...ESP32[22] },
    D23: { id: "D23", ...ESP32[23] },
    D25: { id: "D25", ...ESP32[25], ...WITHOUT_PWM },
    D26: { id: "D26", ...ESP32[26], ...WITHOUT_PWM },
    D27: { id: "D27", ...ESP32[27] },
    D32: { id: "D32", ...ESP32[32] },
    D33: { id: "D33", ...ESP32[33] },
    D34: { id: "D34", ...ESP32[34] },
    D35: { id: "D35", ...ESP32[35] },
    D36: { id: "D36", ...ESP32[36] },
    D39: { id: "D39", ...ESP32[39] },
  },
} as const satisfies Board;
