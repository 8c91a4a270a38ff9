// Lua's heap of a firmware that is connected: its image on a hosted chip, in virtual time, with its parts
// around it.

import { SETTINGS } from "../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../src/runtime/settings-record.ts";
import type { Image } from "../../image/build.ts";
import { readFirmware } from "../../image/firmware/firmware.ts";
import { neededRoles, wiredRoles } from "../../image/wiring/wiring.ts";
import { fitParts } from "../../sim/fit/fit-parts.ts";
import { loadI2cModels } from "../../sim/parts/i2c-models.ts";
import { createVirtualClock } from "../../sim/worlds/clock.ts";
import { createVirtualWorld } from "../../sim/worlds/virtual-world.ts";
import { LOADER } from "../../targets/nodemcu/lua/init.ts";
import { createCannedBroker } from "../bench/canned-broker.ts";
import { hostStateBytes } from "../bench/lua/host-state.ts";
import type { LuaChip } from "../bench/lua/hosted-climate.ts";
import type { NodeMcuDevice } from "../hosts/nodemcu/device.ts";
import { hostNodeMcu } from "../hosts/nodemcu/nodemcu.ts";
import { roleCircuit } from "../hosts/role-circuit.ts";

/** From power to connected, announced, and with a first reading of every sensor. */
const SETTLED_MS = 20_000;

const STORED = { ssid: "network", password: "long enough", host: "broker", port: 1883 };

/** Where the code is in the LFS, as the host keeps that in memory. */
const LARGEST_LFS = 2 ** 18;
const LARGEST_HEAP = 2 ** 21;

/** Goes before a start list. Looks at what is held whenever the program has read a file: that is when it holds most. */
export const WATCH = `WORST=0
local read=loadfile
function loadfile(name)
local chunk,problem=read(name)
collectgarbage() collectgarbage()
WORST=math.max(WORST,collectgarbage("count")*1024)
return chunk,problem
end
`;
/**
 * Bytes that the image of a firmware of this package holds, the host's own taken off. Throws when it does not
 * connect.
 */
export async function heapOf(image: Image, chip: LuaChip): Promise<number> {
  const device = await connectedDevice(image, chip, filesOf(image));
  return device.heapBytes() - hostStateBytes(chip);
}

/**
 * As `heapOf`, at its worst moment between power and connected, as far as that is when a file has been read.
 */
export async function worstHeapOf(image: Image, chip: LuaChip): Promise<number> {
  const files = filesOf(image);
  const device = await connectedDevice(image, chip, { ...files, [LOADER]: WATCH + files[LOADER] });
  return Number(device.evaluate("return WORST")) - device.hostBytes - hostStateBytes(chip);
}

function filesOf({ files }: Image): Record<string, string> {
  return Object.fromEntries(files.map(({ name, content }) => [name, content.text]));
}

/**
 * A device of a firmware of this package that has these files, from power to connected; `lfs`: what its LFS is
 * loaded with.
 */
export async function connectedDevice(
  { firmware, board }: Pick<Image, "firmware" | "board">,
  { chip, lua }: LuaChip,
  image: Readonly<Record<string, string>>,
  lfs?: string,
): Promise<NodeMcuDevice> {
  await loadI2cModels();
  const { declaration, wiring } = await readFirmware(firmware);
  const wired = wiring[board];
  if (wired === undefined) throw new Error(`${firmware} has no wiring for ${board}.`);
  const clock = createVirtualClock();
  const { circuit, i2c } = fitParts(declaration, clock);
  const needed = neededRoles(declaration);
  const log: string[] = [];
  const world = createVirtualWorld({
    clock,
    i2c,
    storage: new Map([[SETTINGS, settingsRecord(STORED)]]),
    peer: ({ write }) => ({
      received: createCannedBroker({ write }).received,
      closed: () => undefined,
    }),
    log: (line) => log.push(line),
  });
  const onPins = { ...world, circuit: roleCircuit(circuit, needed, await wiredRoles(needed, wired, board)) };
  const room = lfs === undefined ? {} : { lfsBytes: LARGEST_LFS, heapBytes: LARGEST_HEAP };
  const device = hostNodeMcu({ image, chip, lua, world: onPins, loadBytecode: true, splitOdds: 0, ...room });
  if (lfs !== undefined) device.lfs.reload(lfs);
  device.boot();
  clock.advance(SETTLED_MS);
  if (log.at(-1) !== "connected")
    throw new Error(`${firmware} did not connect on ${board}: ${[...device.panics, ...log].join("; ")}`);
  return device;
}
