// Deep sleep under Espruino: the program starts anew. Both chips take microseconds as a whole number of 31 bits (boards/chips/sleep.ts);
// the ESP8266's other number leaves it to the chip whether it measures its radio anew.
import type { SleepPort } from "../../ports/sleep.ts";

const RADIO_AS_SET = 0;

function sleepIn(leaveMs: number, ms: number): void {
  const us = (ms * 1000) | 0;
  setTimeout(() => {
    if (typeof ESP8266 !== "undefined") ESP8266.deepSleep(us, RADIO_AS_SET);
    else if (typeof ESP32 !== "undefined") ESP32.deepSleep(us);
  }, leaveMs);
}

export const SLEEP_PORT: SleepPort = { sleepIn };
