// The counting device with a number a minute, on each engine, and what it holds in memory there.

import { fileURLToPath } from "node:url";
import { ESP_CHIPS, type EspName } from "../../../../boards/chips/chip.ts";
import { startNodeDevice } from "../../../../src/platform/node/device.ts";
import type { SimulatedDevice, World } from "../../../../src/platform/node/world.ts";
import type { Runtime } from "../../../../src/runtime/runtime.ts";
import { readBoard } from "../../../image/firmware/firmware.ts";
import { keptImage } from "../../../image/keep/kept-image.ts";
import { simulatedWires } from "../../../image/wiring/simulated-wires.ts";
import { hostEspruino } from "../../hosts/espruino/host.ts";
import { hostNodeMcu } from "../../hosts/nodemcu/nodemcu.ts";
import { countingDevice } from "../counter/counting-device.ts";
import { weigh } from "../weigh.ts";

interface MonthDevice {
  device: SimulatedDevice;
  /** What it holds now, in the engine's unit. */
  held: () => number;
}

export interface MonthEngine {
  name: string;
  /** Of what is held. */
  unit: string;
  /** So many more may be texts and lists that are longer in one look than in another: less than a leak a mishap. */
  slack: number;
  slots: number;
  run: (world: World) => MonthDevice;
}

export const EVERY_MS = 60_000;
/** Longer than from one number to the next: the numbers themselves show that the device is alive. */
const KEEP_ALIVE_S = 300;

const FIRMWARE = fileURLToPath(new URL("../counter", import.meta.url));
const CONSTANTS = { "tools/laboratory/soak/counter/counting-device.ts": { EVERY_MS, KEEP_ALIVE_S } };

const LIMITS = { slots: 32, bytes: 4096, packetBytes: 2048, linkBytes: 1072 };

const node: MonthEngine = {
  name: "Node",
  unit: "values of its records",
  slack: 8,
  slots: LIMITS.slots,
  run(world) {
    const declaration = countingDevice(EVERY_MS, KEEP_ALIVE_S);
    const device = startNodeDevice(world, declaration, simulatedWires(declaration), LIMITS);
    const { runtime } = device as SimulatedDevice & { runtime?: Runtime };
    if (runtime === undefined) throw new Error("The device has not started.");
    return { device, held: () => weigh(runtime, [runtime.ports]) };
  },
};

async function nodeMcu(chip: EspName): Promise<MonthEngine> {
  const board = await readBoard(`${chip}-nodemcu`);
  const { files } = await keptImage({ firmware: FIRMWARE, board: board.name, constants: CONSTANTS });
  const image = Object.fromEntries(files.map(({ name, content }) => [name, content.text]));
  return {
    name: `Lua ${ESP_CHIPS[chip].lua}`,
    unit: "bytes of Lua's heap",
    slack: 480,
    slots: board.ring.slots,
    run(world) {
      const device = hostNodeMcu({ image, chip, world, loadBytecode: true });
      device.boot();
      return { device, held: device.heapBytes };
    },
  };
}

async function espruino(): Promise<MonthEngine> {
  const board = await readBoard("esp32-espruino");
  const { files } = await keptImage({ firmware: FIRMWARE, board: board.name, constants: CONSTANTS });
  const script = files[0].content.text;
  return {
    name: "Espruino's script",
    unit: "values of its context",
    slack: 8,
    slots: board.ring.slots,
    run(world) {
      const device = hostEspruino({ script, world, board, chunkBytes: 536 });
      return { device, held: () => weigh(device.evaluate("global") as object) };
    },
  };
}

/** Builds the images that are not kept from before. */
export async function monthEngines(): Promise<MonthEngine[]> {
  return [node, await nodeMcu("esp8266"), await nodeMcu("esp32"), await espruino()];
}
