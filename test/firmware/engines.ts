// The engines that run each firmware of this package: Node, and the image of one board of each other kind.

import { basename } from "node:path";
import { espOf } from "../../boards/chips/chip.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import type { SimulatedDevice, World } from "../../src/platform/node/world.ts";
import { readBoard, readFirmware } from "../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { simulatedWires } from "../../tools/image/wiring/simulated-wires.ts";
import { neededRoles, wiredRoles } from "../../tools/image/wiring/wiring.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { hostLinux } from "../../tools/laboratory/hosts/linux/host.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { roleBuses, roleCircuit } from "../../tools/laboratory/hosts/role-circuit.ts";
import { powerDevice } from "../../tools/sim/devices/powered-device.ts";

export interface FirmwareEngine {
  name: string;
  /** The board whose image it runs; `undefined`: it needs none. */
  board?: string;
  /** Runs a firmware in a world whose circuit is wired by roles (tools/image/wiring/simulated-wires.ts). */
  start: (firmware: string, world: World) => Promise<SimulatedDevice>;
}

const CHUNK_BYTES = 268;

async function inNode(firmware: string, world: World): Promise<SimulatedDevice> {
  const { declaration } = await readFirmware(firmware);
  if (declaration.sleep === undefined)
    return startNodeDevice(world, declaration, simulatedWires(declaration));
  world.chip.resetReason = "power";
  const { stop, cutPower } = powerDevice(world, declaration, undefined, []);
  return { engine: IN_NODE.name, stop, kill: cutPower };
}

async function asImage(boardName: string, firmware: string, world: World): Promise<SimulatedDevice> {
  const { declaration, wiring } = await readFirmware(firmware);
  const board = await readBoard(boardName);
  const { files } = await keptImage({ firmware, board: boardName });
  const needed = neededRoles(declaration);
  const wired = wiring[boardName];
  if (wired === undefined) throw new Error(`${firmware} has no wiring for ${boardName}.`);
  const wires = await wiredRoles(needed, wired, boardName);
  const circuit = roleCircuit(world.circuit, needed, wires, board.analogMillivolts);
  const around = { ...world, circuit, i2c: roleBuses(world.i2c, needed, wires) };
  const image = Object.fromEntries(files.map(({ name, content }) => [name, content.text]));
  if (board.target === "espruino") {
    const script = image[`${basename(firmware)}.js`] as string;
    return hostEspruino({ script, world: around, board, chunkBytes: CHUNK_BYTES });
  }
  if (board.target === "linux")
    return hostLinux({ program: image["main.js"] as string, board, world: around });
  const device = hostNodeMcu({ image, chip: espOf(board.chip), variant: board.variant, world: around });
  device.boot();
  return device;
}

/** The image of a board. */
export function ofBoard(name: string, board: string): FirmwareEngine {
  return { name, board, start: (firmware, world) => asImage(board, firmware, world) };
}

export const IN_NODE: FirmwareEngine = { name: "node", start: inNode };

/**
 * Boards that differ by their pins have the same image otherwise. These take the voltages that the firmwares
 * expect.
 */
export const ENGINES: readonly FirmwareEngine[] = [
  IN_NODE,
  ofBoard("lua 5.1, esp8266-nodemcu", "esp8266-nodemcu"),
  ofBoard("lua 5.3, esp32-nodemcu", "esp32-nodemcu"),
  ofBoard("script, d1-mini-espruino", "d1-mini-espruino"),
  ofBoard("bundle, raspberry-pi-zero-2-w", "raspberry-pi-zero-2-w"),
];
