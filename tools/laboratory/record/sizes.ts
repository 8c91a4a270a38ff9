// What images take: docs/sizes.json, which is compared, and docs/sizes.md, which people read.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";
import { readBoard } from "../../image/firmware.ts";
import { sizesDocument } from "../sizes/document.ts";
import { figuresOf } from "../sizes/figures.ts";
import { measureSizes } from "../sizes/measure.ts";
import { growthFault } from "./growth.ts";
import type { MadePart, RecordPart } from "./part.ts";

const DATA = "docs/sizes.json";

export const sizes: RecordPart = { word: "sizes", make: makeSizes };

async function makeSizes(): Promise<MadePart> {
  const measured = await measureSizes();
  const names = new Set(measured.images.map(({ board }) => board));
  const boards = await Promise.all([...names].map(readBoard));
  const figures = figuresOf(measured);
  const file = join(packageFolder, DATA);
  const recorded: Readonly<Record<string, number>> = existsSync(file)
    ? JSON.parse(readFileSync(file, "utf8"))
    : {};
  const values = Object.fromEntries(figures.map(({ name, value }) => [name, value]));
  return {
    files: [
      [DATA, `${JSON.stringify(values, undefined, 2)}\n`],
      ["docs/sizes.md", sizesDocument(measured, new Map(boards.map(({ name, budget }) => [name, budget])))],
    ],
    faults: figures.flatMap((figure) => growthFault(figure, recorded[figure.name]) ?? []),
  };
}
