// The cost of work to a program in Debian's Lua 5.1, 64-bit: instructions of the
// machine, counted by callgrind.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { callgrind, collected, hasValgrind } from "../operations/callgrind.ts";
import type { Cost } from "../operations/meter.ts";
import { luaCalls } from "./literals.ts";
import { bytecodeOf, hasLua, LOADER } from "./luac.ts";
import type { LuaProgram, LuaWork } from "./vm-cost.ts";

const COUNTED = 500;

/** As much of NodeMCU as an image needs to start: init.lua, and the sensor's check byte. */
const CHIP = `
tmr={ALARM_SINGLE=0,create=function() return {alarm=function(_,_,_,run) run() end} end}
file={exists=function() return false end}
bit=bit or {bxor=function(a,b)
local sum,place=0,1
while a>0 or b>0 do
if a%2~=b%2 then sum=sum+place end
a,b,place=math.floor(a/2),math.floor(b/2),place*2
end
return sum
end}
dofile("init.lua")
`;

/** Strings to begin with: the table of strings is then so large that it does not grow while work is done. */
const GROWN = `collectgarbage("stop") for i=1,17000 do local _="grown "..i end
`;

/** Tells what is missing for a count; is all there? */
export function canCountMachine(skip: (reason: string) => void): boolean {
  if (!hasValgrind()) skip("valgrind is not here: it is a package of Debian.");
  return hasLua(skip) && hasValgrind();
}

/** What each of many pieces of work costs; what calling costs is taken off. */
export function machineCost(program: LuaProgram, work: LuaWork, count = COUNTED): Cost {
  const all = run(program, workSource(work, count, false));
  const calling = run(program, workSource(work, count, true));
  return {
    instructions: Math.round((all.instructions - calling.instructions) / count),
    written: all.written,
    delivered: all.delivered,
    count,
  };
}

function workSource({ before = "", calls }: LuaWork, count: number, isEmpty: boolean): string {
  return `${before}
${luaCalls("run", calls, count, isEmpty)}
local before=countWritten()
run(1,${count})
print(countWritten()-before, countDelivered())
`;
}

/** A whole run, from start to end: its instructions, and the numbers that it printed. */
function run({ image, modules = {}, source = "" }: LuaProgram, work: string) {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-bench-"));
  const put = (name: string, bytes: Buffer | string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes, "latin1");
  };
  try {
    // Compiled, but for the loader: an image's modules are then called `.lc`, as on a chip.
    for (const [name, text] of Object.entries(image ?? {}))
      if (name === LOADER) put(name, text);
      else put(name.replace(/\.lua$/, ".lc"), bytecodeOf(text));
    for (const [path, text] of Object.entries(modules)) put(path, bytecodeOf(text));
    put("script.lua", GROWN + (image === undefined ? "" : CHIP) + source + work);
    const [program = "", ...rest] = [...callgrind("counts"), "lua5.1", "script.lua"];
    const { status, stdout, stderr } = spawnSync(program, rest, { cwd: folder, encoding: "latin1" });
    if (status !== 0) throw new Error(`Lua did not do the work: ${stdout}${stderr}`);
    const instructions = collected(readFileSync(join(folder, "counts"), "latin1"));
    const [written = Number.NaN, delivered = Number.NaN] = stdout.trim().split("\t").map(Number);
    return { instructions, written, delivered };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
