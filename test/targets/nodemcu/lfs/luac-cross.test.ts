// NodeMCU's own compiler, where it is installed: what it puts into an image of the LFS is what ours
// has, but for its debug data.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { firmwareNames, wiredBoards } from "../../../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../../../tools/image/keep/kept-image.ts";
import { type LuacCross, luacCross } from "../../../../tools/laboratory/hosts/nodemcu/luac-cross.ts";
import { type LfsModule, lfsImage } from "../../../../tools/targets/nodemcu/lfs/lfs-image.ts";
import type { LuaVersion } from "../../../../tools/targets/nodemcu/lua-wasm.ts";
import { LUAC_CROSS_51, LUAC_CROSS_53, needs } from "../../../needs.ts";
import { climate, modulesOf, readBack, readFile, VERSIONS } from "./modules.ts";

const NEEDED = { "5.1": LUAC_CROSS_51, "5.3": LUAC_CROSS_53 };

describe.for(VERSIONS)("NodeMCU's luac.cross for Lua %s", (version) => {
  test.for(firmwareNames())(
    "NodeMCU's luac.cross writes the same image of %s",
    needs(NEEDED[version]),
    async (firmware) => {
      const program = compilerFor(version);
      const board = (await wiredBoards(firmware)).find((name) => name.endsWith("-nodemcu"));
      if (board === undefined) return;
      const modules = modulesOf(await keptImage({ firmware, board }));
      const theirs = readFile(version, imageOf(program, modules), { debug: true });
      const ours = readBack(version, modules);
      expect(new Map([...ours.modules].sort())).toEqual(new Map([...theirs.modules].sort()));
      expect(ours.flashBytes).toBeLessThanOrEqual(theirs.flashBytes);
    },
  );
});

test("NodeMCU's loader for Lua 5.3 accepts only a whole image", needs(LUAC_CROSS_53), async () => {
  const program = compilerFor("5.3");
  const { bytes } = lfsImage("5.3", await climate());
  expect(loaded(program, bytes)).toContain(RESTART);
  expect(loaded(program, bytes.subarray(0, bytes.length >> 1))).not.toContain(RESTART);
});

/** What the loader says when a chip would restart with the image. */
const RESTART = "!LFSrestart!";

function compilerFor(version: LuaVersion): string {
  return (luacCross().find((compiler) => compiler.version === version) as LuacCross).path;
}

function imageOf(program: string, modules: readonly LfsModule[]): Uint8Array {
  const folder = newFolder();
  for (const { name, source } of modules) writeFileSync(join(folder, `${name}.lua`), source, "latin1");
  const names = modules.map(({ name }) => `${name}.lua`);
  const { status, stderr } = spawnSync(program, ["-f", "-o", "out", ...names], { cwd: folder });
  expect([status, stderr.toString()]).toEqual([0, ""]);
  return readFileSync(join(folder, "out"));
}

function loaded(program: string, content: Uint8Array): string {
  const folder = newFolder();
  writeFileSync(join(folder, "lfs.img"), content);
  writeFileSync(join(folder, "empty.lua"), "");
  const { stdout, stderr } = spawnSync(program, ["-F", "lfs.img", "-e", "empty.lua"], { cwd: folder });
  return `${stdout}${stderr}`;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-lfs-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
