// A connected board with NodeMCU.
import { espOf } from "../../../../boards/chips/chip.ts";
import type { BoardOptions, PoweredBoard } from "../powered-boards.ts";
import { nodeMcuConsole } from "./console.ts";

export function nodemcuBoard({ board, world, lfsBytes, output }: BoardOptions): PoweredBoard {
  const model = nodeMcuConsole({ chip: espOf(board.chip), variant: board.variant, world, lfsBytes });
  model.onOutput(output);
  return {
    type: (bytes) => model.type(bytes),
    powerOff: () => model.device.kill(),
    powerOn: () => model.device.boot(),
  };
}
