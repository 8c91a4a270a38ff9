// A board of the simulator behind a page: it is flashed at its console, starts what was stored, measures an air that warms and
// cools, and connects to whatever broker its settings name.
import type { Board } from "../../../boards/board.ts";
import { readBoard, readFirmware } from "../../build/firmware.ts";
import { neededRoles, wiredRoles } from "../../build/wiring.ts";
import { espruinoConsole } from "../../sim/consoles/espruino-console.ts";
import type { ConsoleModel } from "../../sim/consoles/model-port.ts";
import { nodeMcuConsole } from "../../sim/consoles/nodemcu-console.ts";
import { fitParts } from "../../sim/fit-parts.ts";
import { createPacedTimers } from "../../sim/paced-timers.ts";
import { createRealWorld } from "../../sim/real-world.ts";
import { roleCircuit } from "../../sim/role-circuit.ts";
import type { World } from "../../sim/world.ts";

export interface SimulatedBoard extends ConsoleModel {
  /** What is in its flash. */
  storage: Map<string, string>;
  /** What its console has shown since power came. */
  shown(): string;
  /** Power goes and comes again. What is stored stays, or is `stored` from now on. */
  powerCycle(stored?: ReadonlyMap<string, string>): void;
  /** Switches it off, and ends its connections. */
  end(): Promise<void>;
}

/** A swing of the air's temperature, in milliseconds of the board. */
const SWING_MS = 900_000;

/** Switches on a board, wired for a firmware. `speed`: its seconds in one of ours. `lfsBytes`: of NodeMCU; 0 is none. */
export async function simulatedBoard(
  boardName: string,
  firmware: string,
  speed: number,
  lfsBytes = 0,
): Promise<SimulatedBoard> {
  const board = await readBoard(boardName);
  const { declaration, wiring } = await readFirmware(firmware);
  const needed = neededRoles(declaration);
  const timers = createPacedTimers(speed);
  const swing = () => Math.sin((timers.now() / SWING_MS) * 2 * Math.PI);
  const air = () => ({ celsius: 21 + 2 * swing(), humidity: 48 - 6 * swing() });
  const around = Object.fromEntries(needed.map(({ role }) => [role, { air }]));
  const parts = fitParts(declaration, timers, around);
  const storage = new Map<string, string>();
  const world = createRealWorld({
    timers,
    storage,
    i2c: parts.i2c,
    circuit: roleCircuit(parts.circuit, needed, wiredRoles(needed, wiring[boardName], firmware)),
  });
  let take: (bytes: string) => void = () => undefined;
  let shown = "";
  const powered = switchOn(board, world, lfsBytes, (bytes) => {
    shown += bytes;
    take(bytes);
  });
  return {
    type: (bytes) => powered.type(bytes),
    onOutput: (listener) => {
      take = listener;
    },
    storage,
    shown: () => shown,
    powerCycle: (stored) => {
      shown = "";
      powered.powerOff();
      if (stored !== undefined) {
        storage.clear();
        for (const [name, content] of stored) storage.set(name, content);
      }
      powered.powerOn();
    },
    end: async () => {
      powered.powerOff();
      await world.end();
    },
  };
}

interface Powered {
  type(bytes: string): void;
  powerOff(): void;
  powerOn(): void;
}

function switchOn(board: Board, world: World, lfsBytes: number, output: (bytes: string) => void): Powered {
  if (board.target === "nodemcu") {
    const model = nodeMcuConsole({ chip: board.chip, world, lfsBytes });
    model.onOutput(output);
    return { type: model.type, powerOff: () => model.device.kill(), powerOn: () => model.device.boot() };
  }
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
