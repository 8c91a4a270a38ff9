// Operations on a board through its console, whatever interpreter it runs.
import type { TargetName } from "../../boards/board.ts";
import type { ChipName, EspName } from "../../boards/chips/chip.ts";
import type { I2cPins } from "../../src/ports/i2c.ts";
import type { NumberBytes } from "../targets/nodemcu/lfs/numbers-53.ts";
import type { CounterRecord } from "./counter-records.ts";
import type { LevelPin, Levels } from "./pin-levels.ts";
import type { UartLine } from "./uart-search.ts";

/** The board at the other end of the line. */
export interface FoundBoard {
  target: TargetName;
  /** The board or chip in the firmware's own words: "ESP32", "esp8266". */
  chip: string;
  /** The interpreter's version in its own words: "2v29", "3.0.0-release". */
  version: string;
  /** The chip's number from which its identity is made, as devices read it. */
  chipId: string;
  /** Bytes of free memory, and of storage: free and in all. */
  freeMemory: number;
  freeStorage: number;
  totalStorage: number;
  /** The image that starts there, if one of ours does. */
  installed?: { firmware: string; board: string };
  /**
   * Espruino: files of other programs that run before ringmote's at each start; missing where there are none.
   */
  runsBefore?: readonly string[];
}

/** The identity of an image that is known by its files alone. */
export interface ImageFiles {
  firmware: string;
  board: string;
  target: TargetName;
  files: readonly StoredFile[];
}

/** An image for sending: the same from the build and from a file that a page has fetched. */
export interface FlashImage extends ImageFiles {
  chip: ChipName;
  /** NodeMCU: it fits the board's memory only with its code in the LFS. */
  needsLfs?: boolean;
  /** Of a device that takes updates over the air: which parts it has (src/update/manifest.ts). */
  manifest?: string;
}

/**
 * "file:line" of the source by the board's file, from its first line on; "" for a line that the build made
 * up.
 */
export type LineOrigins = Readonly<Record<string, readonly string[]>>;

/** A file of the board's storage; its content is a byte string. */
export interface StoredFile {
  name: string;
  content: string;
}

/** The Lua for which code is compiled. */
export interface LuaOfBoard {
  /** The chip's family. */
  family: EspName;
  lua: "5.1" | "5.3";
  /** Bytes of code that the chip's LFS can hold: 0 without one, Infinity when the firmware does not tell. */
  lfsBytes: number;
  /** Bytes of a number in Lua 5.3; without meaning in Lua 5.1. */
  numbers: NumberBytes;
}

/** An image's code as an image of the LFS (tools/targets/nodemcu/lfs). */
export interface LfsContent {
  /** Without its ending. */
  name: string;
  /** A byte string. */
  content: string;
  /** Bytes of the LFS that it fills. */
  flashBytes: number;
  /** Of a device that takes updates: that of the image with its code in the LFS, of whatever chip. */
  manifest?: string;
}

/** The outcome for the chip's LFS: how much of it is filled, or why it stays as it is, in a sentence. */
export type LfsUse = { used: true; bytes: number; of: number } | { used: false; why?: string };

export interface UploadOptions {
  /**
   * Writes over the installed image, for boards without room for two. A cut then leaves a device without a
   * program.
   */
  inPlace?: boolean;
  /**
   * Espruino: leaves the files of other programs that run before ringmote's (`runsBefore`). Without it an
   * upload removes them.
   */
  keepBootFiles?: boolean;
  /**
   * NodeMCU: returns the files to be stored. Called when the image is known to fit the board, and before
   * anything changes there.
   */
  compile?(image: FlashImage, board: LuaOfBoard): FlashImage;
  /**
   * NodeMCU: does the code go into the LFS? Default "auto": if there is one that is large enough, and ours or
   * empty.
   */
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

export interface RestoreReport {
  /** The records whose counters the board keeps, as they are higher than those of the files. */
  kept: readonly CounterRecord[];
}

export interface RemovedFiles {
  files: readonly string[];
  /** Bytes of their content, without the storage's own. */
  bytes: number;
}

export interface EraseOptions {
  /** Removes all files, and the content of the LFS, others' too. */
  everything?: boolean;
  /** NodeMCU: makes an empty image of the LFS. Without it the LFS stays as it is. */
  makeEmptyLfs?(board: LuaOfBoard): LfsContent;
}

export interface EraseReport {
  /**
   * NodeMCU: the old content of the LFS is gone, or why it stays, in a sentence; nothing where there is no
   * LFS, or an empty one.
   */
  lfs?: { emptied: true } | { emptied: false; why: string };
}

/**
 * The console of a board that has answered. Each method rejects with a FlashError; after one of kind "lost"
 * nothing else can be done with it.
 */
export interface DeviceConsole {
  readonly found: FoundBoard;
  /**
   * Stores an image beside the installed one, checks it, makes it the one that starts, and starts it. The
   * caller has checked before that it is for the board's chip (board-fit.ts). If it is cut at any byte, the
   * installed one still starts.
   */
  upload(image: FlashImage, options?: UploadOptions): Promise<UploadReport>;
  /** Stores the record of settings (src/runtime/settings-record.ts). They count from the next start. */
  writeSettings(record: string, authority?: string): Promise<void>;
  /** The stored record of settings, "" when there is none. */
  readSettings(): Promise<string>;
  /** Stores the record of the key for updates (src/update/key.ts). It counts from the next start. */
  writeKey(record: string): Promise<void>;
  /** The password of the device's access point. It is stored where the board has none yet: `drawn`. */
  accessPassword(drawn: string): Promise<string>;
  /** Every file of the board's storage, but those that something that was cut has left: a key may be in them. */
  backup(): Promise<StoredFile[]>;
  /**
   * Makes the storage hold exactly these files, and starts the image in it. A counter of what its device has
   * taken is not lowered: that one the board keeps.
   */
  restore(files: readonly StoredFile[], options?: UploadOptions): Promise<RestoreReport>;
  /**
   * Removes images, settings and everything else that ringmote has stored; with `everything`, all that is
   * stored.
   */
  erase(options?: EraseOptions): Promise<EraseReport>;
  /**
   * The ROM codes of the parts on a one-wire pin, a byte string of eight each, as the interpreter finds them.
   * `pin` is its name there. The stored program is not touched, and goes on.
   */
  searchOneWire(pin: string | number): Promise<string[]>;
  /**
   * The addresses that answer on an I2C bus with these pins, by the interpreter's names. `onProgress` is called
   * with the number of addresses asked so far. The running program has the same bus, and is left with these
   * pins.
   */
  searchI2c(pins: I2cPins, onProgress?: (tried: number) => void): Promise<number[]>;
  /**
   * Sends something on a UART and returns the bytes that come in that time, a byte string. The running
   * program goes on; if it has the same UART, it has lost it.
   */
  hearUart(line: UartLine, question: string, ms: number): Promise<string>;
  /**
   * The levels at pins, without a pull-up and, where they have one, with it. The program is stopped
   * meanwhile, as its outputs become inputs, and restarts, also when `isOver` ends it before the next pin.
   */
  readLevels(pins: readonly LevelPin[], isOver?: () => boolean): Promise<Levels[]>;
  /** Restarts the stored program. */
  restart(): Promise<void>;
  /** Hands over the line: from now on bytes arrive at the port's next owner. */
  release(): Promise<void>;
}
