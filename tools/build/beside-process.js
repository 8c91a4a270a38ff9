// The process of beside.ts: it runs the TypeScript of this package directly, as the command line does.
import { register } from "tsx/esm/api";

register();
await import("./beside-process.ts");
