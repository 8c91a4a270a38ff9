// The tables of docs/drivers.md, made of the drivers.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";
import { driverRows, withRows } from "../drivers/rows.ts";
import type { RecordPart } from "./part.ts";

const PAGE = "docs/drivers.md";

export const drivers: RecordPart = {
  word: "drivers",
  async make() {
    const page = readFileSync(join(packageFolder, PAGE), "utf8");
    return { files: [[PAGE, withRows(page, await driverRows())]], faults: [] };
  },
};
