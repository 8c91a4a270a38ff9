// An ESP board as its USB port shows it: the boot loader or the program in its flash, by what DTR and RTS did
// at the last reset.
//
// The usual circuit of two transistors: RTS without DTR holds the chip in reset, DTR without RTS holds its
// GPIO0 low, and both together do nothing (Espressif, "Boot Mode Selection"). A chip with its own USB has no
// such pins on its lines: RTS without DTR resets it, and what DTR without RTS was before says into what
// (Espressif, "ESP32-S3 Technical Reference Manual", USB Serial/JTAG Controller).

import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Signals } from "../../../tools/flash/byte-port.ts";
import type { ConsoleModel } from "../../../tools/laboratory/hosts/consoles/model-port.ts";
import { type BootLoader, bootLoader } from "./boot-loader.ts";
import { CHIPS, type ChipName } from "./chips.ts";
import { FlashChip } from "./flash-chip.ts";

export interface EspBoardOptions {
  chip: ChipName;
  timers: Pick<Timers, "now">;
  /** What runs when the flash holds an image where the chip looks for one. */
  program(): ConsoleModel;
  /** The button BOOT is held while power comes: for lines without DTR and RTS. */
  isBootHeld?: boolean;
  /** The port is the chip's own: its USB Serial/JTAG controller. */
  hasOwnUsb?: boolean;
}

export interface EspBoard extends ConsoleModel {
  readonly flash: FlashChip;
  readonly runs: "loader" | "program" | "nothing";
  setSignals(signals: Partial<Signals>): void;
  /** The rate that the port was opened with. */
  setRate(baudRate: number): void;
}

const IMAGE_MAGIC = 0xe9;
/** The capacitor at the reset pin hides a shorter pulse. */
const SHORTEST_RESET_MS = 1;
/** What ROMs print when the flash is empty. */
const NOTHING_TO_START = "invalid header: 0xffffffff\r\n";

/** A board to which power has just come. */
export function espBoard({
  chip,
  timers,
  program,
  isBootHeld = false,
  hasOwnUsb = false,
}: EspBoardOptions): EspBoard {
  const flash = new FlashChip();
  const lines: Signals = { dataTerminalReady: false, requestToSend: false };
  let output: (bytes: string) => void = () => {};
  let runs: EspBoard["runs"] = "nothing";
  let loader: BootLoader | undefined;
  let running: ConsoleModel | undefined;
  let rate: number | undefined;
  let resetSince: number | undefined;
  let nextIsLoader = false;

  function start(inLoader: boolean): void {
    running?.onOutput(() => {});
    loader = undefined;
    running = undefined;
    if (inLoader) {
      runs = "loader";
      loader = bootLoader(chip, flash);
      if (rate !== undefined) loader.setRate(rate);
      running = loader;
    } else if (flash.bytes[CHIPS[chip].imageAt] === IMAGE_MAGIC) {
      runs = "program";
      running = program();
    } else {
      runs = "nothing";
      output(NOTHING_TO_START);
    }
    running?.onOutput((bytes) => output(bytes));
  }

  /** By the lines of its own USB: it is reset when they come to that, however long they stay there. */
  function obeyUsb(before: Signals): void {
    if (!lines.requestToSend) nextIsLoader = lines.dataTerminalReady;
    else if (!lines.dataTerminalReady && (!before.requestToSend || before.dataTerminalReady))
      start(nextIsLoader);
  }

  start(isBootHeld);
  return {
    flash,
    get runs() {
      return runs;
    },
    type: (bytes) => {
      if (resetSince === undefined) running?.type(bytes);
    },
    onOutput: (take) => {
      output = take;
    },
    setSignals: (signals) => {
      const before = { ...lines };
      Object.assign(lines, signals);
      if (hasOwnUsb) return obeyUsb(before);
      const isReset = lines.requestToSend && !lines.dataTerminalReady;
      if (isReset) resetSince ??= timers.now();
      else if (resetSince !== undefined) {
        const held = timers.now() - resetSince;
        resetSince = undefined;
        if (held >= SHORTEST_RESET_MS) start(lines.dataTerminalReady && !lines.requestToSend);
      }
    },
    setRate: (baudRate) => {
      rate = baudRate;
      loader?.setRate(baudRate);
    },
  };
}
