// How many bytes the images of both climates have for each board, as text and as bytecode. docs/sizes.md has them by room.
import { ESP_CHIPS, espOf } from "../../../boards/chips/chip.ts";
import { fileSizes, type Image } from "../../image/build.ts";
import { readBoard } from "../../image/firmware/firmware.ts";
import { keptImage } from "../../image/keep/kept-image.ts";
import { TARGET_FACTS } from "../../targets/facts.ts";
import { compileModule, luacCross } from "../hosts/nodemcu/luac-cross.ts";
import { CLIMATES } from "./climate.ts";
import { exact, figure, type Row } from "./row.ts";
import type { Section } from "./section.ts";

/** One for each chip and target: on others of the same kind only the pins differ. */
const BOARDS = ["esp32-espruino", "esp32-nodemcu", "esp8266-espruino", "esp8266-nodemcu"];

export const imageSizes: Section = {
  title: "Image of the climate device",
  words: ["bytecode"],
  isExact: true,
  measure: async (skip) => {
    const rows: Row[] = [];
    for (const { name, firmware } of CLIMATES)
      for (const board of BOARDS) {
        const image = await keptImage({ firmware, board });
        rows.push(textRow(name, image));
        if (TARGET_FACTS[image.target].hasLfs) rows.push(...(await bytecodeRows(name, image, skip)));
      }
    return rows;
  },
};

function textRow(name: string, image: Image): Row {
  const total = Object.values(fileSizes(image)).reduce((sum, bytes) => sum + bytes, 0);
  return exact(figure("build", "byte", `${image.board}: all files of ${name}`, total));
}

/** Each chip's modules as stripped bytecode of the Lua that its firmware has by default. */
async function bytecodeRows(
  name: string,
  { board, files }: Image,
  skip: (reason: string) => void,
): Promise<Row[]> {
  const version = ESP_CHIPS[espOf((await readBoard(board)).chip)].lua;
  const cross = luacCross().find((one) => one.version === version);
  if (cross === undefined) {
    skip(`luac.cross for Lua ${version} is not here: list it in LUAC_CROSS.`);
    return [];
  }
  const bytes = files.map((file) => compileModule(cross, file.name, file.content.text).bytes ?? Number.NaN);
  const total = bytes.reduce((sum, one) => sum + one, 0);
  return [
    figure(`luac.cross ${version}`, "byte", `${board}: all modules of ${name} as stripped bytecode`, total),
  ];
}
