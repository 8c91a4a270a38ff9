// npm run drivers: writes the tables of docs/drivers.md anew. A test fails when they are not as the drivers say.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../build/package-folder.ts";
import { replaceFile } from "../../files/whole-file.ts";
import { driverRows, withRows } from "./rows.ts";

const PAGE = join(packageFolder, "docs", "drivers.md");

replaceFile(PAGE, withRows(readFileSync(PAGE, "utf8"), await driverRows()));
