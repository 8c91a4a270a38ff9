// npm run check:owners: each field of a record in src is written by one file.
import { packageFolder } from "../../files/package-folder.ts";
import { writersIn } from "./writers.ts";

const writers = writersIn(packageFolder, "src");
const shared = [...writers].filter(([, files]) => files.length > 1);
for (const [field, files] of shared)
  console.error(
    `${field} is written by ${files.join(", ")}. Let one of them do it, and the others call that.`,
  );
console.log(`${writers.size} fields of src are stored in, ${shared.length} of them by more than one file.`);
process.exitCode = shared.length > 0 || writers.size === 0 ? 1 : 0;
