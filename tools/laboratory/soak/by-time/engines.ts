// The house on each engine of this computer that runs in virtual time.
import { fileURLToPath } from "node:url";
import type { Board, TargetName } from "../../../../boards/board.ts";
import { espOf } from "../../../../boards/chips/chip.ts";
import type { DeviceDeclaration } from "../../../../src/device/declare/device.ts";
import { startNodeDevice } from "../../../../src/platform/node/device.ts";
import type { World } from "../../../../src/platform/node/world.ts";
import { readBoard, readFirmware } from "../../../image/firmware/firmware.ts";
import { keptImage } from "../../../image/keep/kept-image.ts";
import { simulatedWires } from "../../../image/wiring/simulated-wires.ts";
import { neededRoles, wiredRoles } from "../../../image/wiring/wiring.ts";
import { waysOf } from "../../hosts/espruino/chips.ts";
import { hostEspruino } from "../../hosts/espruino/host.ts";
import { hostLinux } from "../../hosts/linux/host.ts";
import { hostNodeMcu } from "../../hosts/nodemcu/nodemcu.ts";
import { roleCircuit } from "../../hosts/role-circuit.ts";

const FIRMWARE = fileURLToPath(new URL(".", import.meta.url));
export const TIMED_BOARDS = [
  "esp8266-nodemcu",
  "esp32-nodemcu",
  "esp32-espruino",
  "raspberry-pi-zero-2-w",
] as const;

/** What runs the house. `boot` switches it on in its world, and returns how its power is cut. */
export interface TimedEngine {
  name: string;
  boot: (world: World) => () => void;
}

/** As it is written, in any place. */
export function timedInNode(declare: () => DeviceDeclaration): TimedEngine {
  return {
    name: "node",
    boot(world) {
      const declaration = declare();
      const device = startNodeDevice(world, declaration, simulatedWires(declaration));
      return () => device.kill();
    },
  };
}

interface Hosted {
  image: Readonly<Record<string, string>>;
  /** Its first file. */
  program: string;
  board: Board;
  world: World;
}

/** Each switches it on. */
const HOSTS: Readonly<Partial<Record<TargetName, (hosted: Hosted) => { kill: () => void }>>> = {
  nodemcu({ image, board, world }) {
    const device = hostNodeMcu({ image, chip: espOf(board.chip), variant: board.variant, world });
    device.boot();
    return device;
  },
  espruino: ({ program, board, world }) =>
    hostEspruino({ script: program, world, board, chunkBytes: waysOf("esp32").chunkBytes }),
  linux: ({ program, board, world }) => hostLinux({ program, board, world }),
};

/** The image of a board; in Berlin. */
export async function timedOnBoard(name: string): Promise<TimedEngine> {
  const board = await readBoard(name);
  const { declaration, wiring } = await readFirmware(FIRMWARE);
  const { files } = await keptImage({ firmware: FIRMWARE, board: name });
  const image = Object.fromEntries(files.map(({ name: file, content }) => [file, content.text]));
  const [program = ""] = Object.values(image);
  const host = HOSTS[board.target];
  if (host === undefined) throw new Error(`by-time runs on no board of ${board.target}.`);
  const needed = neededRoles(declaration);
  const wired = wiring[name];
  if (wired === undefined) throw new Error(`by-time has no wiring for ${name}.`);
  const wires = await wiredRoles(needed, wired, name);
  return {
    name,
    boot(outside) {
      const world = { ...outside, circuit: roleCircuit(outside.circuit, needed, wires) };
      const device = host({ image, program, board, world });
      return () => device.kill();
    },
  };
}
