// Code that the uploader makes for chips, in NodeMCU's own compiler and VM on a computer, where there is one.
import { describe, expect, test } from "vitest";
import type { UploadOptions } from "../../../tools/flash/device-console.ts";
import { adler } from "../../../tools/flash/nodemcu/adler.ts";
import { DEFINITIONS } from "../../../tools/flash/nodemcu/chip-side.ts";
import { compiledFor } from "../../../tools/flash/nodemcu/terminal-luac.ts";
import {
  type LuacCross,
  luacCross,
  runLuaScript,
} from "../../../tools/laboratory/hosts/nodemcu/luac-cross.ts";
import { LONG_NUMBERS, SHORT_NUMBERS } from "../../../tools/targets/nodemcu/lfs/numbers-53.ts";
import { LUAC_CROSS_51, LUAC_CROSS_53, needs } from "../../needs.ts";
import { imageOf, startsWith, switchOn } from "./board.ts";

const BYTES = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code))
  .join("")
  .repeat(40);

describe("NodeMCU's Lua 5.1", needs(LUAC_CROSS_51), () => testsFor("5.1"));
describe("NodeMCU's Lua 5.3", needs(LUAC_CROSS_53), () => testsFor("5.3"));

function testsFor(version: "5.1" | "5.3"): void {
  const program = luacCross().find((compiler) => compiler.version === version) as LuacCross;

  test("adds up bytes as the computer does, and answers a call once", () => {
    const work = `
local all="" for c=0,255 do all=all..string.char(c) end
times=0
function count() times=times+1 return all end
_R.q(1,count) _R.q(1,count)
print(times,_R.s(all:rep(40),1,0))`;
    const { output, problem } = runLuaScript(program, `${DEFINITIONS.join("\n")}\n${work}`);
    expect(problem).toBeUndefined();
    const [first, second, last] = output.trimEnd().split("\n");
    expect(first).toBe(second);
    expect(first.slice(1, -1)).toMatch(/^1 \d+ \d+ 1\\000\\001.*\\255$/);
    expect([first.charCodeAt(0), first.charCodeAt(first.length - 1)]).toEqual([2, 3]);
    expect(last.split("\t")).toEqual(["1", ...adler(BYTES).map(String)]);
  });

  const board = {
    family: version === "5.1" ? "esp8266" : "esp32",
    lua: version,
    lfsBytes: 65_536,
    numbers: SHORT_NUMBERS,
  } as const;
  const image = imageOf("one", board.family);

  test("compiles an image into bytecode", () => {
    const compiled = compiledFor(image, board, { program: program.path });
    expect(compiled.files.map(({ name }) => name)).toEqual([
      "init.lua",
      "ringmote.lua",
      "base.lc",
      "device.lc",
    ]);
    expect(compiled.files[2].content.slice(0, 4)).toBe("\x1bLua");
  });

  test("the other Lua's compiler and an invalid source cause a sentence", () => {
    const otherBoard = { ...board, lua: version === "5.1" ? "5.3" : "5.1" } as const;
    expect(thrownBy(() => compiledFor(image, otherBoard, { program: program.path }))).toMatchObject({
      kind: "wrong firmware",
      message: expect.stringContaining(`compiles for Lua ${version}, and the board's firmware has Lua`),
    });
    const broken = imageOf("one", board.family, { "device.lua": "local = 1" });
    expect(() => compiledFor(broken, board, { program: program.path })).toThrow(
      /does not compile device.lua/,
    );
  });

  test("code that another firmware rejects leaves the old image running", async () => {
    const options = { chip: board.family };
    const storage = new Map<string, string>();
    await switchOn(storage, options).open((console) => console.upload(image));
    const next = imageOf("two", board.family);
    const { open } = switchOn(storage, options);
    const compile: UploadOptions["compile"] = (image, board) =>
      compiledFor(image, board, { program: program.path });
    // The model's VM is stock Lua, which has another format than NodeMCU's.
    await expect(open((console) => console.upload(next, { compile }))).rejects.toMatchObject({
      message: expect.stringMatching(/^The board does not load .* luac\.cross/),
    });
    expect(startsWith(storage, options)).toContain("[one]");
  });
}

test.each([
  ["/nowhere/luac.cross", /^There is no program \/nowhere\/luac\.cross; name the luac\.cross/],
  [process.execPath, /is no luac\.cross: it does not tell its Lua/],
])("%s is reported as no compiler", (program, words) => {
  const board = { family: "esp8266", lua: "5.1", lfsBytes: 0, numbers: LONG_NUMBERS } as const;
  expect(() => compiledFor(imageOf("one"), board, { program })).toThrow(words);
});

function thrownBy(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error("Nothing was thrown.");
}
