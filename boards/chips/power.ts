// Charge of a wake by the chip: currents and times, the lowest and the highest that a source has. No source has the times of Espruino and of
// NodeMCU: the low ones were measured in C or in MicroPython, the high ones are taken for the worst.
//
// Sources: Espressif, "ESP8266EX Datasheet" 7.0, table 5-2 (modem sleep 15 mA, receive 56 mA, transmit 120 to 170 mA, deep sleep 20 µA);
// Espressif, "ESP32 Series Datasheet" (receive 95 to 100 mA, deep sleep 10 µA). github.com/nockanda/arduino487: four D1 minis, 71 to 90 mA awake.
// pokewithastick.net "ESP8266 wake from deep-sleep power profile": 113 ms from reset to the sketch, 78 µA asleep.
// flogics.com "ESP8266": 3.2 s from deep sleep to an address by DHCP; johnmu.com "ESP8266 wifi speed": 1.5 s with channel and BSSID known, 4 s
// without; forum.arduino.cc 654748: 5 to 6 s. github.com/glenn20/upy-esp32-experiments: an ESP32 boots in 70 ms with 3.3 mC, joins in 0.73 s with
// 100 mC (static address), in 1.6 s with 204 mC (DHCP). lucidar.me: 43 mA awake. github.com/tobymurray/esp32-mqtt-sntp: connected 45 mA with
// modem sleep, 129 mA without. Seeed Studio, XIAO ESP32C3 power modes: active 74.7 mA, modem sleep 24.4 mA. robdobson.com: an ESP32-C3
// takes 20 to 27 mA without radio. learn.adafruit.com, QT Py ESP32-C3: 100 mA and more while it connects. TLS: 3fwork.com, an ESP8285 takes 1.2
// to 3 s; SuperHouse/esp-open-rtos#226: 7 to 15 s; micropython-esp32#131: an ESP32 1.2 s; espressif/esp-idf#10523: 3 s.
import type { PowerFacts } from "../board.ts";

/** The program is read and started within it. */
const ASSUMED_START_MS = 2000;

const ESP8266_BOOT_MS = { low: 113, high: ASSUMED_START_MS };
const ESP32_BOOT_MS = { low: 70, high: ASSUMED_START_MS };

export const ESP8266_POWER = {
  bootMs: ESP8266_BOOT_MS,
  runningMa: { low: 15, high: 90 },
  joinMs: { low: 1500, high: 6000 },
  joiningMa: { low: 56, high: 120 },
  connectedMa: { low: 15, high: 90 },
  tlsMs: { low: 1200, high: 15_000 },
} as const satisfies PowerFacts;

export const ESP32_POWER = {
  bootMs: ESP32_BOOT_MS,
  runningMa: { low: 43, high: 68 },
  joinMs: { low: 660, high: 3000 },
  joiningMa: { low: 95, high: 140 },
  connectedMa: { low: 45, high: 130 },
  tlsMs: { low: 1200, high: 3000 },
} as const satisfies PowerFacts;

/** Its times are taken to be an ESP32's. */
export const ESP32_C3_POWER = {
  ...ESP32_POWER,
  runningMa: { low: 20, high: 27 },
  joiningMa: { low: 75, high: 100 },
  connectedMa: { low: 24, high: 75 },
} as const satisfies PowerFacts;

/** A module by itself, fed with 3.3 V: the chip's datasheet, and pokewithastick.net with a second chip beside it. */
export const ESP8266_MODULE_ASLEEP_MA = { low: 0.02, high: 0.08 };
/** randseq.org "Current draw of D1 Mini in deep sleep": 0.21 to 1.5 mA, by how it is fed. A copy with a CH340 takes 17 mA (nockanda). */
export const D1_MINI_ASLEEP_MA = { low: 0.21, high: 1.5 };
/** 2150692.ru "sleep-esp8266": 0.16 mA; esp8266/Arduino#719: 12 mA, its USB chip and its regulator with it. */
export const NODEMCU_DEVKIT_ASLEEP_MA = { low: 0.16, high: 12 };
/** A module by itself by its datasheet, to a NodeMCU-32S (github.com/grillbaer/esp32-power-consumption-test). */
export const ESP32_ASLEEP_MA = { low: 0.01, high: 4.7 };
/** lucidar.me: an ESP32-DevKitC V4 at 5 V; grillbaer: its copy NodeMCU-32S. */
export const ESP32_DEVKITC_ASLEEP_MA = { low: 3.8, high: 4.7 };
/** Seeed Studio: 44 µA from its battery pads; forum.seeedstudio.com 274859: 230 µA at 5 V. */
export const XIAO_ESP32C3_ASLEEP_MA = { low: 0.044, high: 0.23 };
