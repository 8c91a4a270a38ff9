// The process of beside.ts: what it runs is beside-process.ts, loaded as the command line is.
import { load } from "../start/load.js";

await load("beside-process");
