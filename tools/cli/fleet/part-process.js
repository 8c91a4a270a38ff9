// The process of part-processes.ts: what it runs is part-process.ts, loaded as the command line is.
import { load } from "../../start/load.js";

await load("fleet-part-process");
