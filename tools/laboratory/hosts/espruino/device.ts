// A hosted Espruino board: its options and its functions.
import type { Board } from "../../../../boards/board.ts";
import type { SimulatedDevice, World } from "../../../../src/platform/node/world.ts";
import type { Door } from "./doors.ts";
import type { FlashModel } from "./flash-module.ts";
import type { Transcript } from "./transcript.ts";

export interface EspruinoOptions {
  /**
   * The emitted script: it is put into the world's storage as the boot code. Without one, what is there is
   * the boot code.
   */
  script?: string;
  world: World;
  board: Board;
  /** Bytes a socket sends and receives in one idle turn: 536, on ESP8266 268. */
  chunkBytes: 536 | 268;
  /** Names that DNS does not know. */
  unknownHosts?: readonly string[];
  /** The network there is; without it any name and password join. */
  wifi?: { ssid: string; password: string };
  /**
   * Wi-Fi is joined and lost in the moment in which the world's network comes and goes. Default false: as on
   * a chip.
   */
  joinsWithWorld?: boolean;
  /** What `Flash` reaches, in place of memory. */
  flash?: FlashModel;
  /** Writes down all that goes through the program's border, for `replayLife`. */
  transcript?: Transcript;
}

export interface EspruinoDevice extends SimulatedDevice {
  /** Texts of the errors that nothing in the program caught, since power came on. */
  readonly errors: readonly string[];
  /**
   * Where those since the last start were raised: stacks, which name lines of the script as ".bootcde:12:5".
   */
  readonly stacks: readonly string[];
  /** How often the program was started: 1 after the first boot. */
  readonly boots: number;
  /** JsVars that `process.memory()` says are free; all but one until set. */
  freeVars: number;
  /** The ports that a nearby attacker can open. None without power. */
  readonly openDoors: readonly Door[];
  /** Evaluates text in the running program, as typed at its console. */
  evaluate: (source: string) => unknown;
  /** Starts the program anew with the same storage, as a press on the reset button does. */
  reboot: () => void;
}
