// npm run brokers: plays the scenes at each broker that is here, and writes docs/brokers.md.
import { SCENE_BROKERS } from "./brokers.ts";
import { type BrokerRecord, readScenes, writeScenes } from "./page.ts";
import { playAll } from "./play.ts";

// A broker ends with this process: by its own hand, which a signal alone would not give it time for.
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));

/** Artemis publishes the will of a client that stopped in some runs and not in others. */
const TIMES = 3;

const before = readScenes();
const records: BrokerRecord[] = [];
for (const broker of SCENE_BROKERS) {
  const { name, program, version } = broker;
  if (program === undefined) {
    console.log(`${name} is not here.`);
    records.push(...before.filter((record) => record.name === name));
    continue;
  }
  const outcomes = await playAll(broker, TIMES, (line) => console.log(`${name}: ${line}`));
  records.push({ name, version: version(program), date: new Date().toISOString().slice(0, 10), outcomes });
}
writeScenes(records);
