// Bytes of Lua's heap that a firmware holds with its code in the LFS. The hosted chip has in memory what a
// real one has in flash: the same device runs a second time with each function of its code doubled, and what
// the doubles hold is taken off.
import { flashImage } from "../../flash/flash-image.ts";
import { imageInLfs } from "../../flash/nodemcu/image-in-lfs.ts";
import type { Image } from "../../image/build.ts";
import type { LuaFunction } from "../../targets/nodemcu/lfs/bytecode.ts";
import { compileLua, type LuaVersion } from "../../targets/nodemcu/lfs/compile.ts";
import { lfsImageOf } from "../../targets/nodemcu/lfs/lfs-image.ts";
import { lfsSources } from "../../targets/nodemcu/lfs/lfs-sources.ts";
import { LOADER } from "../../targets/nodemcu/lua/init.ts";
import { hostStateBytes } from "../bench/lua/host-state.ts";
import type { LuaChip } from "../bench/lua/hosted-climate.ts";
import { connectedDevice } from "./heap.ts";

interface LfsHeap {
  connected: number;
  /** At its worst moment between power and connected, as far as that is when code is taken from the LFS. */
  worst: number;
}

/**
 * Lua's table of all strings doubles when it is full. With so many it is as large for the code as for the doubled
 * code, and no part of the figure.
 */
const STRINGS = 5000;
/** More than code is ever taken from the LFS until a device is connected. */
const MOMENTS = 4000;

/** Keeps what is held beyond what was there at first, whenever code is taken from the LFS. */
const WATCH = `KEPT={} for i=1,${STRINGS} do KEPT[i]="text "..i end
MOMENTS={} for i=1,${MOMENTS} do MOMENTS[i]=0 end
COUNT=0
local count=collectgarbage
local function held()count()count()return math.floor(count("count")*1024)end
local get=node.LFS.get
local function look()COUNT=COUNT+1 MOMENTS[COUNT]=held()-FIRST end
node.LFS.get=function(name)look()local code=get(name)look()return code end
FIRST=held()
`;

/** Throws when the device does not connect. */
export async function heapInLfs(image: Image, chip: LuaChip): Promise<LfsHeap> {
  const once = await runInLfs(image, chip, (main) => main);
  const twice = await runInLfs(image, chip, (main) => doubled(main, chip.lua));
  const host = hostStateBytes(chip);
  const without = once.map((bytes, moment) => 2 * bytes - (twice[moment] ?? Number.NaN) - host);
  return { connected: without.at(-1) ?? Number.NaN, worst: Math.max(...without) };
}

/** What is held at each moment; the last one is when it is connected. */
async function runInLfs(
  image: Image,
  chip: LuaChip,
  changed: (main: LuaFunction) => LuaFunction,
): Promise<number[]> {
  const flash = flashImage(image);
  const { name, modules } = lfsSources(flash.files);
  const compiled = modules.map(({ name, source }) => ({
    name,
    main: changed(compileLua(chip.lua, `${name}.lua`, source)),
  }));
  const { bytes, flashBytes } = lfsImageOf(chip.lua, compiled);
  const content = Buffer.from(bytes).toString("latin1");
  const stored = imageInLfs(flash, { name, content, flashBytes });
  const files = Object.fromEntries(stored.files.map((file) => [file.name, file.content]));
  const watched = { ...files, [LOADER]: WATCH + files[LOADER] };
  const device = await connectedDevice(image, chip, watched, content);
  const number = (lua: string): number => Number(device.evaluate(`return ${lua}`));
  const connected = device.heapBytes() + device.hostBytes - number("FIRST");
  const moments = device.evaluate('return table.concat(MOMENTS," ",1,COUNT)');
  return [...moments.split(" ").map(Number), connected];
}

/** The instruction RETURN, which every function may be full of: lopcodes.h. */
const RETURN: Readonly<Record<LuaVersion, number>> = { "5.1": 30 | (1 << 23), "5.3": 38 | (1 << 23) };

/** With one more function in each, as large as it is, which nobody calls. */
function doubled(main: LuaFunction, lua: LuaVersion): LuaFunction {
  const constants = main.constants.map((constant) =>
    constant.kind === "string" ? { ...constant, value: unlike(constant.value) } : constant,
  );
  const double = { ...main, code: main.code.map(() => RETURN[lua]), constants, functions: [] };
  return { ...main, functions: [...main.functions.map((inner) => doubled(inner, lua)), double] };
}

/** Lua keeps each string once: another one as long, and the same for the same. */
function unlike(text: string): string {
  return text === "" ? text : String.fromCharCode(text.charCodeAt(0) ^ 0x80) + text.slice(1);
}
