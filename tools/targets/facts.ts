// Facts of each target that are known without making or running anything for it. The page has it, too,
// so nothing heavy stands here.
import type { Board, TargetName } from "../../boards/board.ts";
import type { ChipName } from "../../boards/chips/chip.ts";
import type { Hardware } from "../../src/device/declare/device.ts";
import type { PinKind, WireKind } from "../../src/reading/part.ts";
import { espruinoFacts } from "./espruino/facts.ts";
import { linuxFacts } from "./linux/facts.ts";
import { nodemcuFacts } from "./nodemcu/facts.ts";

export interface TargetFacts {
  /** What a device holds there. */
  memory: {
    unit: "JsVars" | "bytes";
    /** How much of it a board has, where a source says so. */
    of(memory: Board["memory"]): number | undefined;
    /** What is wrong with what a board says of it: a field of `memory`, and a sentence without its full stop. */
    faults(memory: Board["memory"]): readonly (readonly [field: string, message: string])[];
  };
  flash: {
    /** Bytes that are kept for each file besides its own. */
    fileOverhead: number;
    /** Bytes that an image may take at most. */
    most(board: FlashOfBoard): number;
    /** May the image of that many bytes be written only over the installed one? */
    isInPlaceOnly(bytes: number, board: FlashOfBoard): boolean;
  };
  /** Can compiled code lie in flash and run there (NodeMCU's LFS)? */
  hasLfs: boolean;
  /** Does its interpreter run boot files of other programs before ringmote's? */
  startsBootFiles: boolean;
  /** Has a board a console, by which it is flashed and watched? A computer has none: its folder is copied there. */
  hasConsole: boolean;
  /** For whoever has a bare board: how fast the interpreter is beside the other, and where it comes from. A computer takes none. */
  toInstall?: {
    speed: string;
    /** What is done there, as the beginning of a sentence that the names of its modules end, where it takes some. */
    how: string;
    /** The site of its maker, or of who builds it. */
    url: string;
    /** Its own modules that a device with these kinds of wires calls, with TLS or without; missing where it has all. */
    modulesFor?(chip: ChipName, kinds: readonly (WireKind | PinKind)[], hasTls: boolean): string[];
  };
  /** What stands open on a board without a program of ringmote's, as a sentence; missing where nothing does. */
  openWhenBare?: string;
  /** How the ROM codes of the parts on a one-wire pin are found, as the end of a sentence. */
  findsCodesBy(board: string, pin: string): string;
  /** Is the number that a device has there of its chip the MAC address of its Wi-Fi, whole? */
  isNumberMac(chip: ChipName): boolean;
}

type FlashOfBoard = Pick<Board, "budget" | "flashBytes">;

export const TARGET_FACTS: Readonly<Record<TargetName, TargetFacts>> = {
  espruino: espruinoFacts,
  nodemcu: nodemcuFacts,
  linux: linuxFacts,
};

/** What a device on a board says that it runs on. */
export function hardwareOf({ name, title, target, chip }: Board): Hardware {
  return { name, title, ...(TARGET_FACTS[target].isNumberMac(chip) && { isNumberMac: true as const }) };
}
