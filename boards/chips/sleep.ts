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
//
// Wake by a pin: ESP32.deepSleepExt0 of 2v29 (targets/esp32/jswrap_esp32.c:108) takes one RTC pin, and no time beside it. Behind it the pad
// stays the RTC's, as nothing gives it back (targets/esp32/jshardware.c:292): the program does so for the pads of touch sensors, whose registers
// lie in a row on this chip (soc/rtc_io_reg.h); GPIO12 has no interrupts there, and 0, 2 and 15 decide on the start. Of the ESP32-C3 it takes no
// pin at all (rtc_gpio_is_valid_gpio; esp32IsValidDeepSleepWakeupPin came after 2v29). node.dsleep of dev-esp32 takes gpio, level and pull beside
// the time (components/modules/node.c:316; docs/modules/node.md: "the RTC pins are GPIOs 0, 2, 4, 12-15, 25-27, and 32-39"), and does not
// compile the pins for a C3 or C6 (:357). Several pins at level 0 wake it once all are low (:386). An ESP8266 sleeps without end when it is to
// sleep for 0 (jswrap_esp8266.c:381; docs/modules/node.md), until a falling edge at RST. It then says "deep sleep" whoever pulled RST
// (nodemcu-firmware, issue 1059; esp8266/Arduino, issue 2532), so that its timer would not be told from the contact.
import type { ContactWake, SleepFacts } from "../board.ts";

/** 2^31 - 1 microseconds are 35 minutes and 47 seconds. */
const LONGEST_MS = 2_147_000;
const DAY_MS = 86_400_000;
const WORDS = 128;
const WORD_BYTES = 3;
/** Words of Espruino's own time, and four more so that a longer one does not matter. */
const TIME_WORDS = 8;
const MEMORY_BYTES = WORDS * WORD_BYTES;
const BY_RESET = { reset: "RST" } satisfies ContactWake;
const GPIO16_TO_RST = { gpio: 16, to: "RST" };

export const ESPRUINO_ESP32_SLEEP: SleepFacts = {
  longestMs: LONGEST_MS,
  contact: { gpios: [4, 13, 14, 27] },
};

/** Of a later chip. */
export const ESPRUINO_LATER_ESP32_SLEEP: SleepFacts = {
  longestMs: LONGEST_MS,
  contact: {
    because:
      "Espruino 2v29 takes no pin of an ESP32-C3 for that, and those of an ESP32-S3 would read as low behind it",
  },
};

export const ESPRUINO_ESP8266_SLEEP: SleepFacts = {
  longestMs: LONGEST_MS,
  wire: GPIO16_TO_RST,
  memoryBytes: (WORDS - TIME_WORDS) * WORD_BYTES,
  contact: BY_RESET,
};

export const NODEMCU_ESP8266_SLEEP: SleepFacts = {
  longestMs: LONGEST_MS,
  wire: GPIO16_TO_RST,
  memoryBytes: MEMORY_BYTES,
  contact: BY_RESET,
};

export const NODEMCU_ESP32_SLEEP: SleepFacts = {
  longestMs: DAY_MS,
  memoryBytes: MEMORY_BYTES,
  contact: { gpios: [0, 2, 4, 12, 13, 14, 15, 25, 26, 27, 32, 33, 34, 35, 36, 39], besideTimer: true },
};
