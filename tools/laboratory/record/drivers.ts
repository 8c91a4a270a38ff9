// Records the pages about drivers from the drivers themselves: docs/drivers.md, the quantities around them in
// docs/trials.md, and the page beside ESPHome's components.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";
import { withAround } from "../drivers/around.ts";
import { feltBy } from "../drivers/felt.ts";
import { withRows } from "../drivers/page.ts";
import { driverRows } from "../drivers/rows.ts";
import { esphomePage } from "../esphome/page.ts";
import type { RecordPart } from "./part.ts";

const PAGE = "docs/drivers.md";
const AROUND = "docs/trials.md";
const BESIDE_ESPHOME = "docs/esphome.md";

export const drivers: RecordPart = {
  word: "drivers",
  async make() {
    const page = (name: string) => readFileSync(join(packageFolder, name), "utf8");
    const rows = await driverRows();
    return {
      files: [
        [PAGE, withRows(page(PAGE), rows)],
        [AROUND, withAround(page(AROUND), await feltBy(rows))],
        [BESIDE_ESPHOME, await esphomePage()],
      ],
      faults: [],
    };
  },
};
