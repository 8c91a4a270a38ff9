// Records the sizes of images: docs/sizes.json, which is compared, and docs/sizes.md, which people read.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";
import { readBoard } from "../../image/firmware/firmware.ts";
import { sizesDocument } from "../sizes/document.ts";
import { sizeFigures } from "../sizes/figures.ts";
import { type Measured, measureSizes, weighedFeatures } from "../sizes/measure.ts";
import { growthFault } from "./growth.ts";
import type { MadePart, RecordPart } from "./part.ts";

const DATA = "docs/sizes.json";

/** What a feature costs is worked out for people: nothing is held against it. */
export const sizes: RecordPart = {
  word: "sizes",
  async make() {
    const measured = await measureSizes();
    const names = new Set(measured.images.map(({ board }) => board));
    const boards = await Promise.all([...names].map(readBoard));
    const budgets = new Map(boards.map(({ name, budget }) => [name, budget]));
    const { files, faults } = figuresPart(measured);
    const page = sizesDocument({ ...measured, costs: await weighedFeatures() }, budgets);
    return { files: [...files, ["docs/sizes.md", page]], faults };
  },
  check: async () => figuresPart(await measureSizes()),
};

function figuresPart(measured: Measured): MadePart {
  const figures = sizeFigures(measured);
  const file = join(packageFolder, DATA);
  const recorded: Readonly<Record<string, number>> = existsSync(file)
    ? JSON.parse(readFileSync(file, "utf8"))
    : {};
  const values = Object.fromEntries(figures.map(({ name, value }) => [name, value]));
  return {
    files: [[DATA, `${JSON.stringify(values, undefined, 2)}\n`]],
    faults: figures.flatMap((figure) => growthFault(figure, recorded[figure.name]) ?? []),
  };
}
