// Identifies the board behind a prompt of NodeMCU: chip, firmware, numbers, memory, storage, modules.

import { LONG_NUMBERS, type NumberBytes } from "../../targets/nodemcu/lfs/numbers-53.ts";
import type { FoundBoard, LuaOfBoard } from "../device-console.ts";
import { FlashError } from "../flash-error.ts";
import type { ChipSide } from "./chip-side.ts";

export interface NodeMcuBoard extends FoundBoard, LuaOfBoard {
  /** The chip's globals, among those that an image may need. */
  modules: ReadonlySet<string>;
  /**
   * The date of the last change to the firmware's sources, as digits from the year on; "" where it is not
   * known, or not requested.
   */
  sourcesOf: string;
}

/** Globals that images use, on either chip. */
export const MODULES = [
  "adc",
  "bit",
  "crypto",
  "dht",
  "file",
  "gpio",
  "hx711",
  "i2c",
  "io",
  "ledc",
  "net",
  "node",
  "ow",
  "pwm",
  "rotary",
  "rtcmem",
  "spi",
  "time",
  "tls",
  "tmr",
  "uart",
  "wifi",
  "ws2812",
];

/** Version 3 has it by name, older ones in front of a list. */
const VERSION =
  'function()local k,t=pcall(node.info,"sw_version")if not k then t={node.info()}return t[1].."."..t[2].."."..t[3]end local f="node_version_"return t[f.."major"].."."..t[f.."minor"].."."..t[f.."revision"]end';

/** "esp32s3"; firmwares that do not say it run on the first ESP32 alone. */
const MODEL = 'function()return node.chipmodel and node.chipmodel()or"esp32"end';

/** The date of the last change to its sources, as digits from the year on; "" where it does not say. */
const SOURCES_OF = 'function()return node.info("sw_version").git_commit_dts or""end';

/** -1 when the firmware has an LFS and does not say how large it is. */
const LFS_BYTES =
  'function()if not node.LFS then return 0 end local k,t=pcall(node.info,"lfs")return k and type(t)=="table"and t.lfs_size or-1 end';

/** Asks for it. Rejects with "wrong firmware" for a build that no image runs on. */
export async function identify(chip: ChipSide): Promise<NodeMcuBoard> {
  const modules = await modulesOf(chip);
  const [lua, half, kind, clock] = (
    await chip.evaluate('_VERSION.."|"..tostring(1/2~=0).."|"..type(node.chipid).."|"..type(tmr and tmr.now)')
  ).split("|");
  if (half === "false")
    throw new FlashError(
      "wrong firmware",
      'The board runs an integer build of NodeMCU, which has no fractions. Build the firmware with floating point (the usual choice) and install it with "ringmote flash --firmware <file.bin>".',
    );
  const is53 = lua?.includes("5.3") === true;
  // Only the ESP8266's timers have a clock.
  const family = clock === "function" ? "esp8266" : "esp32";
  const version = await chip.call(VERSION).catch(() => "unknown");
  const space = modules.has("file")
    ? await chip.call('function()local r,u,t=file.fsinfo()return r.." "..t end')
    : "0 0";
  const [freeStorage, totalStorage] = space.split(" ").map(Number);
  const lfsBytes = Number(await chip.call(LFS_BYTES));
  const chipId = kind === "function" ? await chip.evaluate(CHIP_ID) : await chip.call(MAC);
  return {
    target: "nodemcu",
    family,
    chip: family === "esp32" ? await chip.call(MODEL) : family,
    version,
    chipId,
    freeMemory: Number(await chip.evaluate("node.heap()")),
    freeStorage,
    totalStorage,
    lua: is53 ? "5.3" : "5.1",
    numbers: is53 ? await numbersOf(chip) : LONG_NUMBERS,
    sourcesOf: modules.has("tls") ? await chip.call(SOURCES_OF).catch(() => "") : "",
    lfsBytes: lfsBytes < 0 ? Number.POSITIVE_INFINITY : lfsBytes,
    modules,
  };
}

/** The length of integers and floats, found by values that they do not hold. */
async function numbersOf(chip: ChipSide): Promise<NumberBytes> {
  const [integer, float] = (
    await chip.evaluate('tostring(math.maxinteger==2147483647).."|"..tostring(16777216.0==16777217.0)')
  ).split("|");
  return { integer: integer === "true" ? 4 : 8, float: float === "true" ? 4 : 8 };
}

/** Where the firmware tells no number of the chip, as devices read it; "" where it has no Wi-Fi. */
const MAC =
  'function()local k,m=pcall(function()return wifi.sta.getmac()end)return k and(m:gsub(":",""))or""end';

/** As devices read it: six digits of a number, or a text without its "0x". */
const CHIP_ID =
  'type(node.chipid())=="number"and("%06x"):format(node.chipid())or(node.chipid():gsub("^0x",""))';

/** Asks for seven modules at a time: the answer has a digit for each. */
async function modulesOf(chip: ChipSide): Promise<Set<string>> {
  const modules = new Set<string>();
  const present = MODULES.map((name) => `type(${name})=="table"`);
  for (let first = 0; first < MODULES.length; first += 7) {
    const flags = await chip.evaluate(
      present
        .slice(first, first + 7)
        .map((test) => `(${test.replace(/type\((\w+)\)=="table"/, "$1")} and 1 or 0)`)
        .join(".."),
    );
    for (const [at, flag] of [...flags].entries()) if (flag === "1") modules.add(MODULES[first + at]);
  }
  return modules;
}
