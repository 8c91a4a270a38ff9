// npm run check:words: the first line of each file begins with a noun or a verb.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";
import { headFault } from "./heads.ts";

const KINDS = ["*.ts", "*.js", "*.cjs", "*.css", "*.lua"];
const LISTED = ["ls-files", "--cached", "--others", "--exclude-standard", "--", ...KINDS];

const listed = execFileSync("git", LISTED, { cwd: packageFolder, encoding: "utf8" }).split("\n");
const files = listed.filter((file) => file !== "" && existsSync(join(packageFolder, file)));
const faults = files.flatMap(
  (file) => headFault(file, readFileSync(join(packageFolder, file), "utf8")) ?? [],
);
for (const fault of faults) console.error(fault);
console.log(`${files.length} files, ${faults.length} whose head begins with a question word.`);
process.exitCode = faults.length > 0 || files.length === 0 ? 1 : 0;
