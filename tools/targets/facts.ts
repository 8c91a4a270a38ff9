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
  /** Memory of a device there. */
  memory: {
    unit: "JsVars" | "bytes";
    /** The part of it that a board has, where a source says so. */
    of(memory: Board["memory"]): number | undefined;
    /** The fault of a board's figures: a field of `memory`, and a sentence without its full stop. */
    faults(memory: Board["memory"]): readonly (readonly [field: string, message: string])[];
  };
  flash: {
    /** Bytes that are kept for each file besides its own. */
    fileOverhead: number;
    /** The most bytes of an image. */
    most(board: FlashOfBoard): number;
    /** May an image of that many bytes only be written over the installed one? */
    isInPlaceOnly(bytes: number, board: FlashOfBoard): boolean;
  };
  /** Why a device there takes no updates over the air, as the end of a sentence; `undefined`: it does. */
  updatesLack(board: Pick<Board, "memory">): string | undefined;
  /** Can compiled code lie in flash and run there (NodeMCU's LFS)? */
  hasLfs: boolean;
  /** Does its interpreter run boot files of other programs before ringmote's? */
  startsBootFiles: boolean;
  /**
   * Has a board a console, by which it is flashed and watched? A computer has none: its folder is copied
   * there.
   */
  hasConsole: boolean;
  /**
   * For a user with a bare board: how fast the interpreter is beside the other, and where it comes from. A
   * computer takes none.
   */
  toInstall?: {
    speed: string;
    /**
     * The installation there, as the beginning of a sentence that the names of its modules end, where it
     * takes some.
     */
    how: string;
    /** The site of its maker, or of its builder. */
    url: string;
    /**
     * Its own modules that a device with these kinds of wires calls, with TLS or without, one that sleeps or
     * not, and takes updates or not; missing where it has all.
     */
    modulesFor?(
      chip: ChipName,
      kinds: readonly (WireKind | PinKind)[],
      hasTls: boolean,
      sleeps: boolean,
      updates: boolean,
    ): string[];
  };
  /** Open doors of a board without a program of ringmote's, as a sentence; missing where there are none. */
  openWhenBare?: string;
  /** The way to find the ROM codes of parts on a one-wire pin, as the end of a sentence. */
  findsCodesBy(board: string, pin: string): string;
  /** Is the number that a device there has of its chip the whole MAC address of its Wi-Fi? */
  isNumberMac(chip: ChipName): boolean;
}

type FlashOfBoard = Pick<Board, "budget" | "flashBytes">;

export const TARGET_FACTS: Readonly<Record<TargetName, TargetFacts>> = {
  espruino: espruinoFacts,
  nodemcu: nodemcuFacts,
  linux: linuxFacts,
};

/** The platform of a device on a board, in its own words. */
export function hardwareOf({ name, title, target, chip }: Board): Hardware {
  return { name, title, ...(TARGET_FACTS[target].isNumberMac(chip) && { isNumberMac: true as const }) };
}
