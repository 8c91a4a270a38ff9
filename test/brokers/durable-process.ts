// A device in a process of its own, as under Linux, whose numbers are durable. It goes on counting from what
// it is given, says each number when it is measured, and that it was accepted when the next one is asked for:
// whoever kills it knows what it owes.
import { writeSync } from "node:fs";
import { device, type Milliseconds, minutes, sensor } from "../../src/index.ts";
import { JournalFiles } from "../../src/platform/linux/journal-files.ts";
import { NodeJournal } from "../../src/platform/node/buses/journal.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { newPart, type Part, type Quantity, setReading } from "../../src/reading/part.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";

/** With a fourth word it measures nothing, and only gives what it owes. */
const [port = "", folder = "", first = "", rests] = process.argv.slice(2);
const EVERY_MS = 100 as Milliseconds;

/** At once: what was written when the process is killed is there. */
const say = (line: string) => writeSync(1, `${line}\n`);

let number = Number(first) - 1;
const part: Part & { count?: Quantity } = newPart(
  "counter",
  "none",
  () => {},
  () => {
    if (number >= Number(first)) say(`accepted ${number}`);
    return 0;
  },
  () => {
    setReading(count, undefined);
    if (rests !== undefined) return "";
    number += 1;
    say(`measured ${number}`);
    setReading(count, number);
    return "";
  },
);
const count: Quantity = { part, decimals: 0, value: undefined };
const durable = { every: EVERY_MS, timeout: minutes(600), durable: true } as const;
const declaration = device({
  name: "counter",
  sensors: [
    sensor("at-least-once", count, { ...durable, qos: 1 }),
    sensor("exactly-once", count, { ...durable, qos: 2 }),
  ],
});
const world = createRealWorld({
  storage: new Map([[SETTINGS, settingsRecord({ host: "127.0.0.1", port: Number(port), id: "counter-1" })]]),
  log: (line) => say(`log ${line}`),
});
startNodeDevice({ ...world, journal: new NodeJournal(new JournalFiles(folder)) }, declaration, {});
