// Bytes counted of a module's bytecode are those that the module takes of Lua's heap, exactly.
import { expect, test } from "vitest";
import { hostNodeMcu } from "../../../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createVirtualClock } from "../../../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../../../tools/sim/worlds/virtual-world.ts";
import { compileLua } from "../../../../tools/targets/nodemcu/lfs/compile.ts";
import { modulesBytes } from "../../../../tools/targets/nodemcu/memory-estimate/code-bytes.ts";
import { moduleMakes } from "../../../../tools/targets/nodemcu/memory-estimate/made-bytes.ts";

const CHIPS = [
  { chip: "esp8266", lua: "5.1" },
  { chip: "esp32", lua: "5.3" },
] as const;

/** Its own names are in it alone, so that each is a string more. */
const MODULES = {
  "functions, one within another, and the variables that they share": `local countOfMine,stepOfMine=0,2
local function addOfMine(n)
countOfMine=countOfMine+n*stepOfMine
return function()return countOfMine,n end
end
local function readOfMine()return countOfMine,"a text of mine",1.5,1.5,true end
return {addOfMine,readOfMine}`,
  "lists and records of any size": `return {{},{1,2,3},{nil,nil,nil,nil,nil,nil,nil,nil,nil},{aOfMine=1,bOfMine=2,cOfMine=3},{[0]=1,2}}`,
  "functions that a call makes": `local stepOfMine=1
local function makerOfMine(n)return function()return stepOfMine,n end end
local madeOfMine=makerOfMine(5)
return {makerOfMine,madeOfMine}`,
};

test.each(CHIPS.flatMap((chip) => Object.entries(MODULES).map(([what, text]) => ({ ...chip, what, text }))))(
  "in Lua $lua, $what are counted to the byte",
  ({ chip, lua, text }) => {
    const clock = createVirtualClock();
    const world = createVirtualWorld({ clock });
    const image = { "init.lua": "KEPT=false", "module.lua": text, "first.lua": "return function()end" };
    const device = hostNodeMcu({ image, chip, lua, world, loadBytecode: true });
    device.boot();
    // Lua 5.1 has one name for all functions without one.
    device.evaluate(`FIRST=loadfile("first.lua")()`);
    const before = device.heapBytes();
    device.evaluate(`KEPT=loadfile("module.lua")()`);
    const main = compileLua(lua, "", text);
    expect(modulesBytes(lua, [main]) + moduleMakes(lua, main)).toBe(device.heapBytes() - before);
  },
);
