#!/usr/bin/env node
// Runs the TypeScript of this package directly: from the checkout and from node_modules alike.
import { register } from "tsx/esm/api";

// Whoever reads the output may have read enough, as `head` does.
for (const output of [process.stdout, process.stderr])
  output.on("error", (error) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });

register();
const { main } = await import("./main.ts");
process.exitCode = await main(process.argv.slice(2));
