// Differences of Espruino 2v29 between chips that a program can observe.
import type { Board } from "../../../../boards/board.ts";
import { type ChipName, type EspName, espOf } from "../../../../boards/chips/chip.ts";

export interface ChipWays {
  /** The global object of the chip's own functions, and what `process.env.BOARD` says. */
  object: string;
  board: string;
  /** Bytes in which the network hands on what comes in (libs/network). */
  chunkBytes: 268 | 536;
  /** The station looks for its network again by itself, and goes on until it is there. */
  rejoinsByItself: boolean;
  /** Which question of `Wifi` is answered with the signal's strength. */
  tellsSignalIn: "details" | "status";
  /** The words of a transfer that nobody on the bus acknowledges, and whether it is an InternalError. */
  unacknowledged: (call: "Write" | "Read") => string;
  isInternalError: boolean;
  /** Its pins have NodeMCU's names as well. */
  hasNodeMcuNames: boolean;
  /** A pin that is watched is pulled up, whatever its mode says. */
  pullsUpWhatIsWatched: boolean;
  /** Of twelve bits, the step of its converter from voltages to numbers. */
  analogStep: number;
  /** What a pin pulses at when the program does not say. */
  usualHertz: number;
  /** What it says when a pin is to pulse for which no channel, or no task of the timer, is left. */
  lacksChannel: string;
  /** How it says why it started: what woke it, or in words. */
  tellsStartBy: "wake-up cause" | "reset info";
  /** The chip reports that it has no watchdog. */
  lacksWatchdog: boolean;
  hasBluetooth: boolean;
  /** Those of its `crypto` (boards/ESP32.py:62, ESP8266_4MB.py:29). */
  hashes: readonly ("SHA1" | "SHA256")[];
  /** An access point with an empty password is open. */
  takesEmptyPassword: boolean;
}

const CHIP_WAYS: Readonly<Record<EspName, ChipWays>> = {
  esp32: {
    object: "ESP32",
    board: "ESP32",
    chunkBytes: 536,
    rejoinsByItself: false,
    tellsSignalIn: "status",
    unacknowledged: (call) => `jshI2C${call}: slave doesn't ACK the transfer`,
    isInternalError: false,
    hasNodeMcuNames: false,
    pullsUpWhatIsWatched: true,
    analogStep: 1,
    usualHertz: 5000,
    lacksChannel: "no PWM channel available anymore",
    tellsStartBy: "wake-up cause",
    lacksWatchdog: false,
    hasBluetooth: true,
    hashes: ["SHA1", "SHA256"],
    takesEmptyPassword: false,
  },
  esp8266: {
    object: "ESP8266",
    board: "ESP8266_4MB",
    chunkBytes: 268,
    rejoinsByItself: true,
    tellsSignalIn: "details",
    unacknowledged: (call) => `I2C${call}: No ACK 0`,
    isInternalError: true,
    hasNodeMcuNames: true,
    pullsUpWhatIsWatched: false,
    // Ten bits.
    analogStep: 4,
    usualHertz: 50,
    lacksChannel: "Timeout on Utility Timer",
    tellsStartBy: "reset info",
    lacksWatchdog: true,
    hasBluetooth: false,
    hashes: ["SHA1"],
    takesEmptyPassword: true,
  },
};

/** What `process.env.BOARD` says on a later chip of a family: the name of the file in Espruino's boards. */
const LATER_BOARDS: Readonly<Record<string, string>> = { esp32c3: "ESP32C3_IDF4", esp32s3: "ESP32S3_IDF4" };

export function boardWord({ chip, variant }: Pick<Board, "chip" | "variant">): string {
  return variant === undefined ? waysOf(chip).board : (LATER_BOARDS[variant] ?? variant.toUpperCase());
}

/** Throws for a chip that Espruino does not run on. */
export function waysOf(chip: ChipName): ChipWays {
  return CHIP_WAYS[espOf(chip)];
}
