// What work costs a program in a stock Lua of Debian, 64-bit: instructions of the machine, counted by callgrind.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { callgrind, collected, hasValgrind } from "../operations/callgrind.ts";
import { luaCalls } from "./literals.ts";
import { bytecodeOf, type Compiler, hasCompiler, LOADER } from "./luac.ts";
import type { LuaProgram, LuaWork } from "./vm-cost.ts";

/** The stock programs. Lua 5.3 seeds its hashes with the time: its counts differ a little from run to run. */
export type StockLua = "lua5.1" | "lua5.3";

const COMPILERS: Readonly<Record<StockLua, Compiler>> = { "lua5.1": "luac5.1", "lua5.3": "luac5.3" };

export interface MachineCost {
  /** Instructions for one. */
  instructions: number;
  /** Bytes that the program wrote for all of them. */
  written: number;
}

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
export function canCount(lua: StockLua, skip: (reason: string) => void): boolean {
  const isThere = hasCompiler(COMPILERS[lua]);
  if (!isThere) skip(`${lua} is not here: it is a package of Debian.`);
  else if (!hasValgrind()) skip("valgrind is not here: it is a package of Debian.");
  return isThere && hasValgrind();
}

/** What each of `count` pieces of work costs; what calling costs is taken off. */
export function machineCost(lua: StockLua, program: LuaProgram, work: LuaWork, count: number): MachineCost {
  const all = run(lua, program, workSource(work, count, false));
  const calling = run(lua, program, workSource(work, count, true));
  return { instructions: (all.instructions - calling.instructions) / count, written: all.written };
}

/** What it costs to load the program from stripped bytecode, to create its client and to connect. */
export function loadCost(lua: StockLua, program: LuaProgram): number {
  return (
    run(lua, program, "print(0)\n").instructions -
    run(lua, { image: { [LOADER]: "" } }, "print(0)\n").instructions
  );
}

function workSource({ before = "", ahead, calls, batch }: LuaWork, count: number, isEmpty: boolean): string {
  return `${before}
${luaCalls("run", calls, count, isEmpty)}
${ahead === undefined ? "function prepare() end" : luaCalls("prepare", ahead, count, isEmpty)}
local before=countWritten()
for first=1,${count},${batch} do
prepare(first,first+${batch - 1})
run(first,first+${batch - 1})
end
print(countWritten()-before)
`;
}

/** A whole run, from start to end: its instructions, and the number that it printed. */
function run(lua: StockLua, { image, modules, source }: LuaProgram, work: string): MachineCost {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-bench-"));
  try {
    for (const [name, bytes] of filesOf(lua, image, modules)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytes);
    }
    const start = image === undefined ? "" : CHIP;
    writeFileSync(join(folder, "script.lua"), `${GROWN}${start}${source ?? ""}${work}`, "latin1");
    const [program = "", ...rest] = [...callgrind("counts"), lua, "script.lua"];
    const { status, stdout, stderr } = spawnSync(program, rest, { cwd: folder, encoding: "latin1" });
    if (status !== 0) throw new Error(`${lua} did not do the work: ${stdout}${stderr}`);
    const instructions = collected(readFileSync(join(folder, "counts"), "latin1"));
    return { instructions, written: Number(stdout) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Compiled, but for the loader: an image's modules are then called `.lc`, as on a chip. */
function* filesOf(
  lua: StockLua,
  image: LuaProgram["image"] = {},
  modules: LuaProgram["modules"] = {},
): Generator<[string, Buffer]> {
  const compiler = COMPILERS[lua];
  for (const [name, text] of Object.entries(image)) {
    if (name === LOADER) yield [name, Buffer.from(text, "latin1")];
    else yield [name.replace(/\.lua$/, ".lc"), bytecodeOf(compiler, text)];
  }
  for (const [path, text] of Object.entries(modules)) yield [path, bytecodeOf(compiler, text)];
}
