// The process of build-worker.ts: what it runs is build-worker-process.ts, loaded as the command line is.
import { load } from "../../start/load.js";

await load("build-worker-process");
