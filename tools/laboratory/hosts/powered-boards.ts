// A connected board of each target in the simulator: a console, and power that can be switched.
import type { Board, TargetName } from "../../../boards/board.ts";
import type { World } from "../../../src/platform/node/world.ts";
import { espruinoBoard } from "./espruino/powered-board.ts";
import { nodemcuBoard } from "./nodemcu/powered-board.ts";

export interface PoweredBoard {
  type(bytes: string): void;
  powerOff(): void;
  powerOn(): void;
}

export interface BoardOptions {
  board: Board;
  world: World;
  /** Bytes of its firmware's LFS, where it may have one; 0 is none. */
  lfsBytes: number;
  /** Takes what its console shows. */
  output: (bytes: string) => void;
}

/** Of targets with a console. Each is switched on when it is made. */
export const POWERED_BOARDS: Readonly<Partial<Record<TargetName, (options: BoardOptions) => PoweredBoard>>> =
  {
    espruino: espruinoBoard,
    nodemcu: nodemcuBoard,
  };
