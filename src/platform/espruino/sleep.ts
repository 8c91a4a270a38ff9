// Deep sleep under Espruino: the program starts anew. Both chips take microseconds as a whole number of 31
// bits, and an ESP8266 has memory that outlives it (boards/chips/sleep.ts); its other number leaves it to the
// chip whether it measures its radio anew. An ESP32 is woken by its timer or by a pin.
import { PIN_WAKES } from "../../features.ts";
import type { Pin } from "../../ports/pins.ts";
import type { SleepPort } from "../../ports/sleep.ts";

const RADIO_AS_SET = 0;
const NO_RADIO = 4;
/** Of the ESP8266: behind the words that have the interpreter's time. */
const MEMORY_AT = 0x60001220;
const WORD_BYTES = 4;
/** The pads of the ESP32's touch sensors, a word each, and the bit by which a pad is the RTC's (soc/rtc_io_reg.h). */
const PADS_AT = 0x3ff48494;
const PADS_END = 0x3ff484b4;
const IS_RTC = 0x80000;

let wakePin: Pin | undefined;
let wakeLevel = 0;

function wakeBy(pin: Pin, level: number): void {
  wakePin = pin;
  wakeLevel = level;
}

/**
 * A pad that was to wake the chip stays the RTC's behind that, and reads as low: nothing in Espruino gives it
 * back (targets/esp32/jshardware.c:292 of 2v29 has no rtc_gpio_deinit).
 */
export function takePadsBack(): void {
  if (typeof ESP32 === "undefined") return;
  for (let at = PADS_AT; at < PADS_END; at += WORD_BYTES) poke32(at, peek32(at) & ~IS_RTC);
}

function sleepIn(leaveMs: number, ms: number, hasRadio: boolean): void {
  const us = (ms * 1000) | 0;
  setTimeout(() => {
    if (typeof ESP8266 !== "undefined") ESP8266.deepSleep(us, hasRadio ? RADIO_AS_SET : NO_RADIO);
    else if (typeof ESP32 !== "undefined") {
      if (PIN_WAKES && wakePin !== undefined) ESP32.deepSleepExt0(wakePin, wakeLevel);
      else ESP32.deepSleep(us);
    }
  }, leaveMs);
}

function readMemory(count: number): string {
  let bytes = "";
  for (let at = MEMORY_AT; bytes.length < count; at += WORD_BYTES) {
    const word = peek32(at);
    bytes += String.fromCharCode((word >> 16) & 255, (word >> 8) & 255, word & 255);
  }
  return bytes.substr(0, count);
}

function writeMemory(bytes: string): void {
  const padded = bytes + "\0\0";
  let at = MEMORY_AT;
  for (let i = 0; i < bytes.length; i += 3) {
    poke32(at, (padded.charCodeAt(i) << 16) | (padded.charCodeAt(i + 1) << 8) | padded.charCodeAt(i + 2));
    at += WORD_BYTES;
  }
}

export const SLEEP_PORT: SleepPort = { sleepIn, wakeBy, readMemory, writeMemory };
