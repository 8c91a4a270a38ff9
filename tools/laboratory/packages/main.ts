// npm run packages: makes what is published, one file each, into the folder that it is given.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { packageFolder } from "../../files/package-folder.ts";
import { makeClient } from "./client.ts";
import { makeProduct } from "./product.ts";

const { out } = new Command("packages")
  .description(
    "Makes the packages that are published. `npm install <file>` installs one, `npm publish <file>` publishes it.",
  )
  .option("--out <folder>", "where the files go", ".")
  .parse()
  .opts<{ out: string }>();

mkdirSync(resolve(out), { recursive: true });

const MAKERS = { ringmote: makeProduct, "ringmote-client": makeClient };

for (const [name, make] of Object.entries(MAKERS)) {
  // Below the checkout, so that what npm installed there is found.
  const folder = join(packageFolder, "dist", "packages", name);
  await make(folder);
  execFileSync("npm", ["pack", folder, "--pack-destination", resolve(out)], { stdio: "inherit" });
}
