// Compiles an image on the computer, file by file, by the luac.cross of the firmware that is on the board.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { ESP_CHIPS } from "../../../boards/chips/chip.ts";
import { START_LIST } from "../../targets/nodemcu/lua/init.ts";
import type { FlashImage, LuaOfBoard, StoredFile } from "../device-console.ts";
import { FlashError } from "../flash-error.ts";
import { LOADER } from "./stored-image.ts";

export interface LocalCompiler {
  /** A luac.cross: its path, or its name on the PATH. */
  program: string;
}

const LIST = `${START_LIST}.lua`;

/**
 * The files that a board stores of an image that is compiled here. Throws a FlashError for a program that is
 * no compiler or is for another Lua, and for a source that it does not compile.
 */
export function compiledFor(image: FlashImage, board: LuaOfBoard, { program }: LocalCompiler): FlashImage {
  // A path is relative to this folder, and the program runs elsewhere.
  const path = program === basename(program) ? program : resolve(program);
  requireLua(program, path, board.lua);
  // Line numbers for errors cost memory.
  const flags = ESP_CHIPS[board.family].hasMemoryForLines ? [] : ["-s"];
  const files = image.files.map((file) =>
    isSource(file) ? { name: file.name.replace(/\.lua$/, ".lc"), content: luac(path, file, flags) } : file,
  );
  return { ...image, files };
}

function requireLua(named: string, path: string, wanted: string): void {
  const { error, stdout, stderr } = spawnSync(path, ["-v"], { encoding: "latin1" });
  if (error !== undefined)
    throw new FlashError(
      "refused",
      (error as NodeJS.ErrnoException).code === "ENOENT"
        ? `There is no program ${named}; name the luac.cross of the board's firmware, which is built with it.`
        : `The program ${named} cannot be run: ${error.message}; name the luac.cross of the board's firmware.`,
    );
  const version = /Lua (5\.\d)/.exec(`${stdout}${stderr}`)?.[1];
  if (version === undefined)
    throw new FlashError(
      "refused",
      `The program ${named} is no luac.cross: it does not tell its Lua when it is asked with -v; name the one of the board's firmware.`,
    );
  if (version !== wanted)
    throw new FlashError(
      "wrong firmware",
      `The program ${named} compiles for Lua ${version}, and the board's firmware has Lua ${wanted}; name the luac.cross that was built with this firmware.`,
    );
}

function isSource({ name }: StoredFile): boolean {
  return name.endsWith(".lua") && name !== LOADER && name !== LIST;
}

function luac(program: string, { name, content }: StoredFile, flags: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-luac-"));
  try {
    writeFileSync(join(folder, name), content, "latin1");
    const { status, stdout, stderr } = spawnSync(program, [...flags, "-o", "out", name], {
      cwd: folder,
      encoding: "latin1",
    });
    if (status !== 0)
      throw new FlashError("refused", `${program} does not compile ${name}: ${`${stderr}${stdout}`.trim()}.`);
    return readFileSync(join(folder, "out"), "latin1");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
