// Machine instructions of stock Lua, 64-bit, for one message each.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ImageFile } from "../../build/build.ts";
import { luaCalls } from "../lua/literals.ts";
import { figure, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { callgrind, collected, hasValgrind } from "./callgrind.ts";
import { OPERATIONS, type Operation, operationsImage, requireWritten } from "./operations.ts";

/** Lua 5.3 seeds its hashes with the time: no two runs count the same, so that it is left out. */
const PROGRAM = "lua5.1";
const OPERATIONS_COUNTED = 1000;

/** As much of NodeMCU as the start needs: init.lua, and the sensor's check byte. No operation calls it. */
const CHIP = `
tmr={ALARM_SINGLE=0,create=function() return {alarm=function(_,_,_,run) run() end} end}
file={exists=function() return false end}
bit={bxor=function(a,b)
local sum,place=0,1
while a>0 or b>0 do
if a%2~=b%2 then sum=sum+place end
a,b,place=math.floor(a/2),math.floor(b/2),place*2
end
return sum
end}
dofile("init.lua")
`;

export const luaMachineOperations: Section = {
  title: "For one message: machine instructions of stock Lua",
  words: ["operations", "lua", "callgrind"],
  isGate: false,
  measure: async (skip) => {
    if (spawnSync(PROGRAM, ["-v"]).error !== undefined) {
      skip(`${PROGRAM} is not here: it is a package of Debian.`);
      return [];
    }
    if (!hasValgrind()) {
      skip("valgrind is not here: it is a package of Debian.");
      return [];
    }
    const files = await operationsImage("nodemcu");
    return OPERATIONS.map((operation) => rowOf(files, operation));
  },
};

function rowOf(files: readonly ImageFile[], operation: Operation): Row {
  const all = count(files, operation, false) - count(files, operation, true);
  const each = Math.round(all / OPERATIONS_COUNTED);
  return figure(`${PROGRAM}, 64-bit`, "instruction", `of the machine to ${operation.name}`, each);
}

/** Instructions of a whole run, from start to end. */
function count(files: readonly ImageFile[], operation: Operation, isEmpty: boolean): number {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-bench-"));
  try {
    for (const { name, content } of files) writeFileSync(join(folder, name), content.text, "latin1");
    const calls = luaCalls(operation, OPERATIONS_COUNTED, isEmpty);
    const script = `${CHIP}${calls}
collectgarbage("stop")
local before=countWritten()
run(1,${OPERATIONS_COUNTED})
print(countWritten()-before)
`;
    writeFileSync(join(folder, "script.lua"), script, "latin1");
    const [program = "", ...rest] = [...callgrind("counts"), PROGRAM, "script.lua"];
    const { status, stdout, stderr } = spawnSync(program, rest, { cwd: folder, encoding: "latin1" });
    if (status !== 0) throw new Error(`${PROGRAM} did not run the operations: ${stdout}${stderr}`);
    if (!isEmpty) requireWritten(PROGRAM, operation, OPERATIONS_COUNTED, Number(stdout));
    return collected(readFileSync(join(folder, "counts"), "latin1"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
