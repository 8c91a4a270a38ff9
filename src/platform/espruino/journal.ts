// The journal's areas as pages of flash outside Storage (Espruino 2v29 reference, Flash; src/jswrap_flash.c).
// Flash.getFree() names pages that are Storage's own on an ESP32, and nvs under IDF4: the board's file says
// which are free. On an ESP8266 the second half of 4 MB is the same in both slots, as the slot's bit is set
// there already (targets/esp8266/jshardware.c:1330, :1433). There a text is written word by word (:1336), and
// read into a buffer that must be in one piece: from 64 bytes on it is (src/jswrap_arraybuffer.c:252). Built
// with IDF5, an ESP32 erases nothing (targets/esp32/jshardware.c:828 gives the page's number for its
// address): what is written is read again, and the journal says that it cannot.
import type { JournalPort } from "../../ports/journal.ts";
import { textOf } from "./text-of.ts";

const PAGE_BYTES = 4096;
const LEAST_READ = 64;

let start = 0;
let bytes = 0;

function setUp(at: number, areaBytes: number): void {
  start = at;
  bytes = areaBytes;
}

function areaBytesOf(): number {
  return bytes;
}

function read(area: number, at: number, count: number): string {
  return textOf(require("Flash").read(Math.max(count, LEAST_READ), start + area * bytes + at), count);
}

function write(area: number, at: number, text: string): boolean {
  try {
    require("Flash").write(text, start + area * bytes + at);
    return true;
  } catch {
    return false;
  }
}

function erase(area: number): boolean {
  try {
    for (let at = 0; at < bytes; at += PAGE_BYTES) require("Flash").erasePage(start + area * bytes + at);
    return true;
  } catch {
    return false;
  }
}

export const JOURNAL: JournalPort = { setUp, areaBytes: areaBytesOf, read, write, erase };
