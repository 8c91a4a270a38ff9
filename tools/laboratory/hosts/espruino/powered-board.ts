// A connected board with Espruino.
import type { BoardOptions, PoweredBoard } from "../powered-boards.ts";
import { espruinoConsole } from "./console.ts";

export function espruinoBoard({ board, world, output }: BoardOptions): PoweredBoard {
  const start = () => {
    const model = espruinoConsole({ board, world });
    model.onOutput(output);
    return model;
  };
  let model = start();
  return {
    type: (bytes) => model.type(bytes),
    powerOff: () => model.powerOff(),
    powerOn: () => {
      model = start();
    },
  };
}
