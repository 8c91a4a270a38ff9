// ringmote run, touched: typed lines and messages move its parts; what it publishes is recorded, and what a
// display shows is said.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import { recordIn } from "../../tools/cli/run/message-record.ts";
import { ringmote } from "./child.ts";
import { ringmoteHere } from "./in-process.ts";

interface Row {
  time: string;
  topic: string;
  payload: string;
  qos: string;
  retained: string;
}

test("a typed line and a message change the parts' surroundings", async () => {
  const run = ringmote(["run", "greenhouse", "--own-broker", "--chip", "00c0ffee"]);
  // Typed before it runs, it is done when it does.
  run.process.stdin?.write("air celsius 28\n\nair lux 3\n");
  await run.wrote(/^greenhouse: air celsius is 28$/m);
  await run.wrote(/greenhouse-00c0ffee\/temperature 28\.0$/m);
  await run.wrote(
    /^greenhouse: panel shows 28\.0 °C {2}\d+ % \| Beds \d+ % \d+ % \| Water below 35 % \| Pump off Fan 60$/m,
  );
  const [, url = ""] = /The broker of this run is (\S+)\.$/m.exec(run.errors()) ?? [];
  const client = await connectAsync(url);
  onTestFinished(() => client.endAsync());
  await client.publishAsync("sim/knob/turn", "1");
  await run.wrote(/greenhouse-00c0ffee\/dry 40$/m);
  await client.publishAsync("sim/knob", "push");
  await run.wrote(/^greenhouse: .*movement.*Known are: turn\.$/m);
  run.process.kill("SIGINT");
  expect(await run.ended).toBe(0);
});

test("JSON and CSV records have each published message with its time", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-record-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "out.csv");
  const more = ["--own-broker", "--mqtt", "5", "--json", "--record", file];
  const run = ringmoteHere(["run", "climate", "--chip", "00c0ffee", ...more]);
  await run.wrote(/"topic":"home\/living-room-00c0ffee\/humidity"/);
  run.interrupt();
  expect(await run.ended).toBe(0);
  const lines = run
    .output()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const rows: Row[] = parse(readFileSync(file), { columns: true });
  const told = ({ topic, payload }: Row) => [topic, payload];
  expect(rows.map(told)).toEqual(lines.map(told));
  expect(rows.map(({ topic }) => topic).at(-1)).toBe("home/living-room-00c0ffee/status");
  expect(rows.find(({ topic }) => topic.endsWith("/heater"))).toMatchObject({
    payload: "off",
    qos: "1",
    retained: "true",
  });
  const config = rows.find(({ topic }) => topic.startsWith("homeassistant/"));
  expect(JSON.parse(config?.payload ?? "").dev.name).toBe("Climate");
  expect(Math.abs(Date.parse(rows[0]?.time ?? "") - Date.now())).toBeLessThan(60_000);
});

test("an unwritable record is refused before the run", async () => {
  const run = ringmoteHere(["run", "climate", "--own-broker", "--record", "/no-such-folder/out.csv"]);
  expect(await run.ended).toBe(2);
  expect(run.errors()).toMatch(/^ringmote: The file \/no-such-folder\/out\.csv cannot be written: .*\.\n$/);
});

test("around.ts beside a device simulates its own parts", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-around-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = {
    "package.json": '{ "type": "module" }',
    "meter.ts": `import { beginUart, findFrame, newUartPart, type Quantity, setReading, type UartPart } from "ringmote/driver.ts";
export interface Meter extends UartPart { level: Quantity }
export function meter(role: string): Meter {
  const part = newUartPart<Meter>(role, 9600, beginUart, request, collect);
  part.level = { part, decimals: 0, value: undefined };
  return part;
}
function request(_: Meter): number { return 100; }
function collect(part: Meter): string {
  const fault = findFrame(part, "L", 2, isSound);
  setReading(part.level, fault === "" ? part.frame.charCodeAt(1) : undefined);
  return fault;
}
function isSound(_: string): boolean { return true; }
`,
    "device.ts": `import { device, seconds, sensor } from "ringmote";
import { meter } from "./meter.ts";
export default device({ name: "tank", sensors: [sensor("level", meter("tank").level, { every: seconds(1) })] });
`,
    "wiring.ts": "export default {};",
    "around.ts": `import type { Surroundings } from "ringmote/trial.ts";
export default {
  tank: {
    simulate({ circuit, every, whenTouched }) {
      let level = "*";
      whenTouched((name, value) => (level = String.fromCharCode(Number(value))));
      every(20, () => circuit.send("tank.rx", "L" + level, 9600));
    },
  },
} satisfies Surroundings;
`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  // What the run writes into the folder is no change of a source.
  const more = ["--own-broker", "--watch", "--record", join(folder, "out.csv")];
  const run = ringmote(["run", folder, ...more]);
  await run.wrote(/\/level 42$/m);
  expect(run.errors()).not.toContain("Nothing answers");
  run.process.stdin?.write("tank level 77\n");
  await run.wrote(/^tank: tank level 77$/m);
  await run.wrote(/\/level 77$/m);
  run.process.kill("SIGINT");
  expect(await run.ended).toBe(0);
  expect(run.errors()).not.toContain("The source has changed");
  writeFileSync(join(folder, "around.ts"), "export default { tanc: {} };");
  const wrong = ringmoteHere(["run", folder, "--own-broker"]);
  expect(await wrong.ended).toBe(2);
  expect(wrong.errors()).toContain('around.ts: There is no role of a sensor "tanc"; did you mean "tank"?');
});

test("a payload that looks like a formula is written as text", () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-record-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "out.csv");
  const record = recordIn(file);
  for (const payload of ["=1+1", "-3.5", "@a", 'a "b", c'])
    record.write({ topic: "t", payload: Buffer.from(payload), qos: 0, retained: false });
  record.end();
  const rows: Row[] = parse(readFileSync(file), { columns: true });
  expect(rows.map(({ payload }) => payload)).toEqual(["'=1+1", "-3.5", "'@a", 'a "b", c']);
});
