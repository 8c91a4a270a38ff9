// Operations on a board through its console, whatever interpreter it runs.
import type { TargetName } from "../../boards/board.ts";
import type { ChipName, EspName } from "../../boards/chips/chip.ts";
import type { I2cPins } from "../../src/ports/i2c.ts";
import type { NumberBytes } from "../targets/nodemcu/lfs/numbers-53.ts";
import type { LevelPin, Levels } from "./pin-levels.ts";
import type { UartLine } from "./uart-search.ts";

/** What is at the other end of the line. */
export interface FoundBoard {
  target: TargetName;
  /** The board or chip in the firmware's own words: "ESP32", "esp8266". */
  chip: string;
  /** The interpreter's version in its own words: "2v29", "3.0.0-release". */
  version: string;
  /** What the chip's identity is made of, as devices read it. */
  chipId: string;
  /** Bytes of memory that are free, and of storage: free and in all. */
  freeMemory: number;
  freeStorage: number;
  totalStorage: number;
  /** The image that starts there, if one of ours does. */
  installed?: { firmware: string; board: string };
  /** Espruino: files of other programs that run before ringmote's at each start; missing where there are none. */
  runsBefore?: readonly string[];
}

/** What of an image is known by its files alone. */
export interface ImageFiles {
  firmware: string;
  board: string;
  target: TargetName;
  files: readonly StoredFile[];
}

/** An image as it is sent: the same from the build and from a file that a page has fetched. */
export interface FlashImage extends ImageFiles {
  chip: ChipName;
  /** NodeMCU: it fits the board's memory only with its code in the LFS. */
  needsLfs?: boolean;
}

/** "file:line" of the source by the board's file, from its first line on; "" for a line that the build made up. */
export type LineOrigins = Readonly<Record<string, readonly string[]>>;

/** A file of the board's storage; its content is a byte string. */
export interface StoredFile {
  name: string;
  content: string;
}

/** What compiled Lua is made for. */
export interface LuaOfBoard {
  /** The chip's family. */
  family: EspName;
  lua: "5.1" | "5.3";
  /** Bytes of code that the chip's LFS holds: 0 when it has none, Infinity when the firmware does not tell. */
  lfsBytes: number;
  /** Bytes of a number in Lua 5.3; in Lua 5.1 of no meaning. */
  numbers: NumberBytes;
}

/** An image's code as an image of the LFS (tools/targets/nodemcu/lfs). */
export interface LfsContent {
  /** Without its ending. */
  name: string;
  /** A byte string. */
  content: string;
  /** How much of the LFS it fills. */
  flashBytes: number;
}

/** What became of the chip's LFS: how much of it is filled, or why it stays as it is, in a sentence. */
export type LfsUse = { used: true; bytes: number; of: number } | { used: false; why?: string };

export interface UploadOptions {
  /** Writes over the installed image, for boards that do not hold two. A cut then leaves a device without a program. */
  inPlace?: boolean;
  /** Espruino: leaves the files of other programs that run before ringmote's (`runsBefore`). Without it an upload removes them. */
  keepBootFiles?: boolean;
  /** NodeMCU: what is stored of the image, asked when it is known to fit the board, and before anything changes there. */
  compile?(image: FlashImage, board: LuaOfBoard): FlashImage;
  /** NodeMCU: whether the code goes into the LFS. Default "auto": where there is one that is large enough, and ours or empty. */
  lfs?: "auto" | "always" | "never";
  /** NodeMCU: makes the image of the LFS. Without it nothing goes there. */
  makeLfs?(image: FlashImage, board: LuaOfBoard): Promise<LfsContent>;
  /** Bytes sent and bytes to send, as often as they change. */
  onProgress?(sent: number, all: number): void;
}

export interface UploadReport {
  /** Bytes that went over the line, and bytes that the board had already. */
  sent: number;
  kept: number;
  /** The files that were sent. */
  files: readonly string[];
  /** NodeMCU, unless the image was compiled elsewhere. */
  lfs?: LfsUse;
  /** Espruino: files of other programs that started by themselves; missing where there were none. */
  removed?: RemovedFiles;
}

export interface RemovedFiles {
  files: readonly string[];
  /** Their content, without what the storage keeps besides. */
  bytes: number;
}

export interface EraseOptions {
  /** All files, and what the LFS holds, others' too. */
  everything?: boolean;
  /** NodeMCU: makes an image of the LFS that holds nothing. Without it the LFS stays as it is. */
  makeEmptyLfs?(board: LuaOfBoard): LfsContent;
}

export interface EraseReport {
  /** NodeMCU: what was in the LFS is gone, or why it stays, in a sentence; nothing where there is no LFS, or an empty one. */
  lfs?: { emptied: true } | { emptied: false; why: string };
}

/**
 * The console of a board that answered. Each method rejects with a FlashError; after one of kind "lost" nothing else can
 * be done with it.
 */
export interface DeviceConsole {
  readonly found: FoundBoard;
  /**
   * Whether the image is for the board's chip was asked before (board-fit.ts). Stores an image beside the installed one, checks what was stored, makes it the one that starts, and starts it. Cut at
   * any byte, the installed one still starts.
   */
  upload(image: FlashImage, options?: UploadOptions): Promise<UploadReport>;
  /** Stores the record of settings (src/runtime/settings-record.ts). They count from the next start. */
  writeSettings(record: string, authority?: string): Promise<void>;
  /** The stored record of settings, "" when there is none. */
  readSettings(): Promise<string>;
  /** Every file of the board's storage. */
  backup(): Promise<StoredFile[]>;
  /** Makes the storage hold these files, and no other, and starts what is in it. */
  restore(files: readonly StoredFile[], options?: UploadOptions): Promise<void>;
  /** Removes images, settings and whatever else ringmote has stored; with `everything`, all that is stored. */
  erase(options?: EraseOptions): Promise<EraseReport>;
  /**
   * The ROM codes of the parts on a one-wire pin, a byte string of eight each, as the interpreter finds them. `pin`: as it
   * calls the pin. The stored program is not touched, and goes on.
   */
  searchOneWire(pin: string | number): Promise<string[]>;
  /**
   * The addresses that answer on an I2C bus with these pins, as the interpreter calls them. `told`
   * hears how many have been asked. The program that runs has the same bus, and is left with these pins.
   */
  searchI2c(pins: I2cPins, told?: (asked: number) => void): Promise<number[]>;
  /**
   * Says something on a UART and gives what comes in that time, a byte string. The program that runs goes on; if it has the same UART, it
   * has lost it.
   */
  hearUart(line: UartLine, question: string, ms: number): Promise<string>;
  /**
   * The levels at pins, without a pull-up and, where they have one, with it. The program is stopped meanwhile, as its outputs become
   * inputs, and starts anew, also when `isOver` ends it before the next pin.
   */
  readLevels(pins: readonly LevelPin[], isOver?: () => boolean): Promise<Levels[]>;
  /** Starts the stored program anew. */
  restart(): Promise<void>;
  /** Hands the line on: what arrives is for the port's next owner. */
  release(): Promise<void>;
}
