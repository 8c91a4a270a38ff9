// The tables of docs/drivers.md and the page beside ESPHome's components, made of the drivers.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";
import { driverRows, withRows } from "../drivers/rows.ts";
import { esphomePage } from "../esphome/page.ts";
import type { RecordPart } from "./part.ts";

const PAGE = "docs/drivers.md";
const BESIDE_ESPHOME = "docs/esphome.md";

export const drivers: RecordPart = {
  word: "drivers",
  async make() {
    const page = readFileSync(join(packageFolder, PAGE), "utf8");
    return {
      files: [
        [PAGE, withRows(page, await driverRows())],
        [BESIDE_ESPHOME, await esphomePage()],
      ],
      faults: [],
    };
  },
};
