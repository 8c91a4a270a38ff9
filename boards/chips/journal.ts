// Flash that is free for the journal, by the firmware. Flash.getFree() of Espruino is not asked: on an ESP32 it names pages of Storage itself, and
// under IDF4 the nvs partition.
//
// Sources: Espruino 2v29, targets/esp32/jshardware.c and the partition tables of its boards: 0x310000 to 0x31ffff is no partition's. Espruino
// 2v29, targets/esp8266/jshardware.c (jshFlashGetFree, jshFlashWrite): with 4 MB 0x300000 to 0x3fafff is nobody's, and the same in both slots.
// nodemcu-firmware, docs/modules/file.md: files of SPIFFS. Winbond, W25Q32JV Datasheet, features: at least 100,000 erases of a sector.
import type { JournalFacts } from "../board.ts";

const PAGE_BYTES = 4096;
const ERASES = 100_000;

export const ESPRUINO_ESP32_JOURNAL: JournalFacts = {
  at: 0x310000,
  areaBytes: 8 * PAGE_BYTES,
  pageBytes: PAGE_BYTES,
  erases: ERASES,
};

/** Of modules with 4 MB. Smaller ones have no room for it. An area takes half as long to erase as an ESP32's. */
export const ESPRUINO_ESP8266_JOURNAL: JournalFacts = {
  at: 0x300000,
  areaBytes: 4 * PAGE_BYTES,
  pageBytes: PAGE_BYTES,
  erases: ERASES,
};

/** Files, which SPIFFS moves over all of its pages: each wears less than it would by itself. */
export const NODEMCU_JOURNAL: JournalFacts = {
  at: 0,
  areaBytes: 2 * PAGE_BYTES,
  pageBytes: PAGE_BYTES,
  erases: ERASES,
};

/** Files of an SD card, which moves them over its flash by itself. No card's data sheet says how often a page can be erased. */
export const LINUX_JOURNAL: JournalFacts = { at: 0, areaBytes: 8 * PAGE_BYTES, pageBytes: PAGE_BYTES };
