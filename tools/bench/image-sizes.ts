// How many bytes the climate device's image has: for each board, by the room of the source, and as bytecode.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { boardNames, fileSizes, type Image, roomSizes } from "../build/build.ts";
import { compileModule, luacCross } from "../sim/nodemcu/luac-cross.ts";
import { climateImage } from "./climate.ts";
import { figure, type Row } from "./row.ts";
import type { Section } from "./section.ts";

export const imageSizes: Section = {
  title: "Image of the climate device",
  words: ["image", "bytecode"],
  isGate: false,
  measure: async (skip) => {
    const rows: Row[] = [];
    for (const board of boardNames()) {
      const image = await climateImage(board);
      rows.push(...textRows(image));
      if (image.target === "nodemcu") rows.push(...bytecodeRows(image, skip));
    }
    return rows;
  },
};

function textRows(image: Image): Row[] {
  const { board } = image;
  const total = Object.values(fileSizes(image)).reduce((sum, bytes) => sum + bytes, 0);
  return [
    figure("build", "byte", `${board}: all files of the image`, total),
    ...Object.entries(roomSizes(image.files)).map(([room, bytes]) =>
      figure("build", "byte", `${board}: of these from ${room}`, bytes),
    ),
  ];
}

/** Each chip's modules as stripped bytecode of the Lua that its firmware has by default. */
function bytecodeRows({ board, files }: Image, skip: (reason: string) => void): Row[] {
  const version = board.startsWith("esp8266") ? "5.1" : "5.3";
  const modules = files.map(({ name, content }) => ({ name, text: content.text }));
  const sum = (bytesOf: (module: { name: string; text: string }) => number): number =>
    modules.reduce((bytes, module) => bytes + bytesOf(module), 0);
  const rows: Row[] = [];
  const name = `${board}: all modules as stripped bytecode`;
  const cross = luacCross().find((one) => one.version === version);
  if (cross === undefined) skip(`luac.cross for Lua ${version} is not here: list it in LUAC_CROSS.`);
  else {
    const bytes = sum((module) => compileModule(cross, module.name, module.text).bytes ?? Number.NaN);
    rows.push(figure(`luac.cross ${version}`, "byte", name, bytes));
  }
  if (version === "5.1") {
    if (hasLuac())
      rows.push(
        figure(
          "luac5.1, 64-bit",
          "byte",
          name,
          sum(({ text }) => luacBytes(text)),
        ),
      );
    else skip("luac5.1 is not here: it is in Debian's package lua5.1.");
  }
  return rows;
}

function hasLuac(): boolean {
  return spawnSync("luac5.1", ["-v"]).error === undefined;
}

function luacBytes(text: string): number {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-bench-"));
  try {
    const source = join(folder, "module.lua");
    const output = join(folder, "module.luac");
    writeFileSync(source, text, "latin1");
    const { status, stderr } = spawnSync("luac5.1", ["-s", "-o", output, source], { encoding: "utf8" });
    if (status !== 0) throw new Error(`luac5.1 refuses a module of the image: ${stderr.trim()}`);
    return readFileSync(output).length;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
