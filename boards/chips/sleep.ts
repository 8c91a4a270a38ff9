// Deep sleep by the firmware: how long at a time, and what has to be wired for it.
//
// Sources: Espruino 2v29, targets/esp32/jswrap_esp32.c:123 (ESP32.deepSleep takes an int of microseconds: more than 2^31 - 1 become a
// time that never ends), targets/esp8266/jswrap_esp8266.c:385 (ESP8266.deepSleep throws for what is no int). nodemcu-firmware,
// app/modules/node.c:169 (node.dsleep takes microseconds, which Lua 5.3 has 31 bits for; dsleepMax, :162, is beyond that), and
// docs/modules/node.md of dev-esp32 (node.dsleep by seconds). Espressif, "ESP8266EX Datasheet": GPIO16 wakes the chip by its reset.
//
// Memory: nodemcu-firmware, app/modules/rtcmem.c, and components/modules/rtcmem.c of dev-esp32 have 128 words that outlive a sleep. An
// ESP8266 under Espruino has the same 128 words from 0x60001200 on, which poke32 reaches (src/jswrap_io.c:146), behind the four of the
// interpreter's own time (targets/esp8266/jshardware.c:57, :1037). Three bytes go into a word, which is no negative number then. On an ESP32
// Espruino has nothing in that memory, and the chip switches it off (ESP-IDF, esp_sleep.c, get_power_down_flags).
import type { SleepFacts } from "../board.ts";

/** 2^31 - 1 microseconds are 35 minutes and 47 seconds. */
const LONGEST_MS = 2_147_000;
const DAY_MS = 86_400_000;
const WORDS = 128;
const WORD_BYTES = 3;
/** Words of Espruino's own time, and four more so that a longer one does not matter. */
const TIME_WORDS = 8;
const MEMORY_BYTES = WORDS * WORD_BYTES;
const GPIO16_TO_RST = { gpio: 16, to: "RST" };

export const ESPRUINO_ESP32_SLEEP: SleepFacts = { longestMs: LONGEST_MS };

export const ESPRUINO_ESP8266_SLEEP: SleepFacts = {
  longestMs: LONGEST_MS,
  wire: GPIO16_TO_RST,
  memoryBytes: (WORDS - TIME_WORDS) * WORD_BYTES,
};

export const NODEMCU_ESP8266_SLEEP: SleepFacts = {
  longestMs: LONGEST_MS,
  wire: GPIO16_TO_RST,
  memoryBytes: MEMORY_BYTES,
};

export const NODEMCU_ESP32_SLEEP: SleepFacts = { longestMs: DAY_MS, memoryBytes: MEMORY_BYTES };
