// Facts that only the chip knows: its number, chance, memory, the reason of its start, the signal (Espruino
// 2v29 reference, E, process, ESP8266, ESP32, Wifi).
import { UPDATES } from "../../features.ts";

/** The loader's runs already, in case that an image on trial does not come so far. */
let restarting: number | undefined =
  UPDATES && typeof ringmoteTrial !== "undefined" ? ringmoteTrial : undefined;

/**
 * The field of its reset info. By its name as data, so that the build need not keep every field of that name.
 */
const REASON = "reason";
/** The ESP8266's words for why it started, and the port's. */
const REASONS: Record<string, string> = {
  "power on": "power",
  "reset pin": "reset",
  restart: "software",
  "wdt reset": "watchdog",
  "soft wdt": "watchdog",
  exception: "exception",
  "deep sleep": "deep sleep",
};

/** The hexadecimal digits of the serial number, at most twelve. */
export function chipId(): string {
  const serial = getSerial();
  let digits = "";
  for (let i = 0; i < serial.length; i++) {
    const code = serial.charCodeAt(i);
    if ((code > 47 && code < 58) || (code > 96 && code < 103)) digits += serial.charAt(i);
    else if (code > 64 && code < 71) digits += String.fromCharCode(code + 32);
  }
  return digits.length > 12 ? digits.substring(digits.length - 12) : digits;
}

export function draw(below: number): number {
  return (E.hwRand() & 0x7fffffff) % below;
}

export function freeMemory(): number {
  const memory = process.memory(false);
  return memory.free * memory.blocksize;
}

/** The ESP32 tells of deep sleep alone. */
export function resetReason(): string {
  if (typeof ESP8266 !== "undefined") return REASONS[ESP8266.getResetInfo()[REASON]];
  if (typeof ESP32 !== "undefined" && ESP32.getWakeupCause() > 0) return "deep sleep";
  return "unknown";
}

/** The ESP32 tells it with its status, while it is connected; the ESP8266 with its details. */
export function signalStrength(): number {
  const wifi = require("Wifi");
  let strength = wifi.getStatus().rssi;
  if (strength === undefined) strength = wifi.getDetails().rssi;
  return strength === undefined ? 0 : strength;
}

export function restartIn(ms: number): void {
  stayOn();
  restarting = setTimeout(E.reboot, ms);
}

export function stayOn(): void {
  if (restarting !== undefined) clearTimeout(restarting);
  restarting = undefined;
}
