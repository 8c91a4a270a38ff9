#!/usr/bin/env node
// The package's program: the command line in main.ts.
import { load } from "../start/load.js";

const { main } = await load("main");
process.exitCode = await main(process.argv.slice(2));
