// Writes docs/mutation.md from the report of the last `npm run mutation`, or from the reports that are named.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";
import { pageOf } from "./page.ts";
import { readReports } from "./report.ts";

const LAST_RUN = join(packageFolder, "node_modules", ".cache", "mutation.json");
const named = process.argv.slice(2);
writeFileSync(
  join(packageFolder, "docs", "mutation.md"),
  pageOf(readReports(named.length > 0 ? named : [LAST_RUN])),
);
