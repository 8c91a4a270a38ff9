// A board of the simulator behind a page: it is flashed at its console, starts what was stored, measures an
// air that warms and cools, and connects to whatever broker its settings name.

import type { Board } from "../../../boards/board.ts";
import { createRealWorld, type RealWorld } from "../../../src/platform/node/real-world.ts";
import { readBoard, readFirmware } from "../../image/firmware/firmware.ts";
import { neededRoles, wiredRoles } from "../../image/wiring/wiring.ts";
import { fitParts } from "../../sim/fit/fit-parts.ts";
import { loadI2cModels } from "../../sim/parts/i2c-models.ts";
import { createPacedTimers } from "../../sim/worlds/paced-timers.ts";
import type { ConsoleModel } from "../hosts/consoles/model-port.ts";
import { POWERED_BOARDS } from "../hosts/powered-boards.ts";
import { roleBuses, roleCircuit } from "../hosts/role-circuit.ts";

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

/** A world in which the board's pins lead to the firmware's parts. */
async function wiredWorld(
  board: Board,
  firmware: string,
  speed: number,
  storage: Map<string, string>,
): Promise<RealWorld> {
  await loadI2cModels();
  const { declaration, wiring } = await readFirmware(firmware);
  const needed = neededRoles(declaration);
  const wires = await wiredRoles(needed, wiring[board.name], firmware);
  const timers = createPacedTimers(speed);
  const swing = () => Math.sin((timers.now() / SWING_MS) * 2 * Math.PI);
  const air = () => ({ celsius: 21 + 2 * swing(), humidity: 48 - 6 * swing() });
  const around = Object.fromEntries(needed.map(({ role }) => [role, { air }]));
  const parts = fitParts(declaration, timers, around);
  return createRealWorld({
    timers,
    storage,
    i2c: roleBuses(parts.i2c, needed, wires),
    circuit: roleCircuit(parts.circuit, needed, wires, board.analogMillivolts),
  });
}

/**
 * Switches on a board, wired for a firmware. `speed`: its seconds in one of ours. `lfsBytes`: of NodeMCU; 0
 * is none.
 */
export async function simulatedBoard(
  boardName: string,
  firmware: string,
  speed: number,
  lfsBytes = 0,
): Promise<SimulatedBoard> {
  const board = await readBoard(boardName);
  const storage = new Map<string, string>();
  const world = await wiredWorld(board, firmware, speed, storage);
  let take: (bytes: string) => void = () => undefined;
  let shown = "";
  const output = (bytes: string) => {
    shown += bytes;
    take(bytes);
  };
  const make = POWERED_BOARDS[board.target];
  if (make === undefined) throw new Error(`${boardName} has no console that could be simulated.`);
  const powered = make({ board, world, lfsBytes, output });
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
