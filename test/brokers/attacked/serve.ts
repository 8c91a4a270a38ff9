// The embedded broker alone in a process: its port is the first line, and each line that comes asks for the
// memory it holds. What it has no room for it tells on its error output.
import { createInterface } from "node:readline";
import { startBroker } from "../../../tools/sim/broker/embedded-broker.ts";

const broker = await startBroker(0, {}, (sentence) => console.error(`told: ${sentence}.`));
console.log(broker.port);
createInterface({ input: process.stdin }).on("line", () => {
  globalThis.gc?.();
  console.log(process.memoryUsage().rss);
});
