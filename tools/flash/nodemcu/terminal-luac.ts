// Compiles an image on the computer, by the luac.cross of the firmware that is on the board: single files, or an LFS image.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { START_LIST, startList } from "../../build/nodemcu/init.ts";
import { crc32, hex32 } from "../crc32.ts";
import type { FlashImage, LuaOfBoard, StoredFile } from "../device-console.ts";
import { FlashError } from "../flash-error.ts";
import { LOADER, storedImage } from "./stored-image.ts";

export interface LocalCompiler {
  /** A luac.cross: its path, or its name on the PATH. */
  program: string;
  /** Puts the modules into an image of the LFS. */
  lfs?: boolean;
}

/** An LFS is whole pages of flash; luac.cross takes nothing else for its -m. */
const PAGE_BYTES = 4096;
const LIST = `${START_LIST}.lua`;

/**
 * What a board stores of an image that is compiled here. Throws a FlashError for a program that is none or is for another
 * Lua, for a source that it does not compile, and for an LFS that is not there or too small.
 */
export function compiledFor(
  image: FlashImage,
  board: LuaOfBoard,
  { program, lfs = false }: LocalCompiler,
): FlashImage {
  // A path is meant from here, and the program runs elsewhere.
  const path = program === basename(program) ? program : resolve(program);
  requireLua(program, path, board.lua);
  const compiler = { program: path, board, firmware: image.firmware };
  return lfs ? lfsImage(image, compiler) : compiledImage(image, compiler);
}

interface Compiler {
  program: string;
  board: LuaOfBoard;
  /** What it compiles, for whoever reads an error. */
  firmware: string;
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

/** The image with its sources as bytecode. */
function compiledImage(image: FlashImage, compiler: Compiler): FlashImage {
  // Lines for errors cost memory, which the ESP8266 has not.
  const flags = compiler.board.chip === "esp8266" ? ["-s"] : [];
  const files = image.files.map((file) =>
    isSource(file)
      ? { name: file.name.replace(/\.lua$/, ".lc"), content: luac(compiler, [file], flags) }
      : file,
  );
  return { ...image, files };
}

/** The image with its modules in an image of the LFS; what is read when it is called stays in files, as bytecode. */
function lfsImage(image: FlashImage, compiler: Compiler): FlashImage {
  const { lfsBytes } = compiler.board;
  if (lfsBytes === 0)
    throw new FlashError(
      "wrong firmware",
      "The board's firmware has no LFS; build NodeMCU with one (LFS size at https://nodemcu-build.com), or leave --lfs out.",
    );
  const modules = modulesOf(image);
  const inLfs = image.files.filter(
    (file) => isSource(file) && modules.includes(file.name.replace(/\.lua$/, "")),
  );
  const name = `lfs-${hex32(crc32(inLfs.map(({ name, content }) => `${name}\n${content}`).join("\n")))}`;
  const mark = { name: `${name}.lua`, content: "return true\n" };
  const pages = Math.floor(lfsBytes / PAGE_BYTES);
  const most = pages > 0 && Number.isFinite(pages) ? ["-m", `${pages * PAGE_BYTES}`] : [];
  const content = luac(compiler, [...inLfs, mark], ["-f", ...most]);
  // The compiler for Lua 5.3 does not look at -m.
  if (content.length > lfsBytes) throw tooLarge(compiler, content.length);
  const rest = { ...image, files: image.files.filter((file) => !inLfs.includes(file)) };
  const files = compiledImage(rest, compiler).files.map((file) =>
    file.name === LIST ? { name: LIST, content: startList(modules, name) } : file,
  );
  return { ...image, files: [...files, { name: `${name}.img`, content }] };
}

function tooLarge({ firmware, board }: Compiler, needed: number): FlashError {
  return new FlashError(
    "no space",
    `The modules of ${firmware} need at least ${needed} bytes of the LFS, and the board's has ${board.lfsBytes}; give the firmware a larger LFS, or leave --lfs out.`,
  );
}

function isSource({ name }: StoredFile): boolean {
  return name.endsWith(".lua") && name !== LOADER && name !== LIST;
}

function modulesOf(image: FlashImage): string[] {
  // Rejects an image that is none.
  storedImage(image);
  const list = image.files.find(({ name }) => name === LIST)?.content ?? "";
  return (/^return "([^"]*)"/m.exec(list)?.[1] ?? "").split(" ").filter((name) => name !== "");
}

function luac(compiler: Compiler, sources: readonly StoredFile[], flags: readonly string[]): string {
  const { program } = compiler;
  const folder = mkdtempSync(join(tmpdir(), "ringmote-luac-"));
  try {
    for (const { name, content } of sources) writeFileSync(join(folder, name), content, "latin1");
    const names = sources.map(({ name }) => name);
    const { status, stdout, stderr } = spawnSync(program, [...flags, "-o", "out", ...names], {
      cwd: folder,
      encoding: "latin1",
    });
    const words = `${stderr}${stdout}`.trim();
    if (status !== 0 && /too large/.test(words))
      throw tooLarge(compiler, Number(/Image size: (\d+)/.exec(words)?.[1] ?? 0));
    if (status !== 0)
      throw new FlashError("refused", `${program} does not compile ${names.join(", ")}: ${words}.`);
    return readFileSync(join(folder, "out"), "latin1");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
