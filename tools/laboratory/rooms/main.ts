// npm run check:rooms: imports that the plan of the rooms forbids (.dependency-cruiser.cjs), and the rooms
// with what each imports.
import { cruise } from "dependency-cruiser";
import extractOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import extractTsConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { packageFolder } from "../../files/package-folder.ts";
import { arrowsOf } from "./arrows.ts";

const FOLDERS = ["src", "boards", "firmware", "tools", "test"];

process.chdir(packageFolder);
const { output } = await cruise(FOLDERS, await extractOptions("./.dependency-cruiser.cjs"), undefined, {
  tsConfig: extractTsConfig("./tsconfig.json"),
});
if (typeof output === "string") throw new Error("What was found must come as a record.");
const { modules, summary } = output;
const arrows = arrowsOf(modules);
const rooms = [...arrows].map(
  ([room, imported]) => `${room} -> ${[...imported].sort().join(", ") || "nothing"}`,
);
for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} -> ${to}`);
console.log(rooms.join("\n"));
console.log(
  `${modules.length} modules in ${arrows.size} rooms; ${[...arrows.values()].reduce((sum, { size }) => sum + size, 0)} arrows between these, ${summary.violations.length} imports that the plan forbids.`,
);
process.exitCode = summary.violations.length > 0 || arrows.size === 0 ? 1 : 0;
