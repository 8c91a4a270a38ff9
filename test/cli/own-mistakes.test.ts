// A mistake in a driver or a device of one's own: one line with its place, and never a program that cannot be ended.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { MISTAKEN_DRIVER } from "../image/mistaken-driver.ts";
import { ringmote } from "./child.ts";
import { ringmoteHere } from "./in-process.ts";
import { createOwnProject } from "./own-project.ts";

const TEMPLATE = join(import.meta.dirname, "..", "..", "tools", "cli", "templates", "device");
const NO_BROKER = "mqtt://127.0.0.1:1";
const project = createOwnProject();
afterAll(project.remove);

const DEVICE = `import { device, seconds, sensor } from "ringmote";
import { probe } from "./probe.ts";

export default device({ name: "my-device", sensors: [sensor("level", probe("own").level, { every: seconds(1) })] });
`;

function folderOf(name: string, files: Record<string, string>): string {
  const folder = join(project.folder, name);
  cpSync(TEMPLATE, folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

function run(name: string, ...more: string[]) {
  return ringmote(["run", `./${name}`, ...more], {}, project.folder);
}

test("an error in a driver ends the run with its place", async () => {
  folderOf("mistaken", { "device.ts": DEVICE, "probe.ts": MISTAKEN_DRIVER });
  const child = run("mistaken", "--broker", NO_BROKER);
  expect(await child.ended).toBe(1);
  const told = child
    .errors()
    .split("\n")
    .filter((line) => !line.startsWith("my-device: ") && line !== "");
  expect(told).toEqual([
    "ringmote: mistaken/probe.ts:11: the device fails here: TypeError: Cannot read properties of undefined (reading 'push').",
  ]);
});

const COMMANDS: readonly [string, ...string[]][] = [
  ["build", "--board", "esp32-espruino"],
  ["run", "--broker", NO_BROKER],
  ["fleet", "--broker", NO_BROKER, "--count", "1"],
];

test.each(COMMANDS)("%s refuses invalid modules, each at its line", async (command, ...options) => {
  const imports =
    'import words from "./words.json" with { type: "json" };\nimport { pulse } from "./pins.d.ts";\nexport const seen = [words, pulse];\n';
  folderOf("no-modules", {
    "device.ts": `${imports}${DEVICE}`,
    "probe.ts": MISTAKEN_DRIVER,
    "words.json": '{ "on": 1 }',
    "pins.d.ts": "export declare const pulse: number;",
  });
  const child = ringmote([command, "./no-modules", ...options], {}, project.folder);
  expect(await child.ended).toBe(1);
  expect(child.errors().split("\n")).toEqual([
    expect.stringMatching(
      /no-modules\/device\.ts:1: "\.\/words\.json" is JSON, and an image holds modules only/,
    ),
    expect.stringMatching(/no-modules\/device\.ts:2: "\.\/pins\.d\.ts" only declares things/),
    "",
  ]);
});

test.each<[string, string, string, string]>([
  [
    "filters that are no list",
    "filters: 5 as never,",
    "[]",
    "3: The option filters is 5; it is a list of filters, as [",
  ],
  [
    "a rule that was not finished",
    "",
    '[when("l") as never]',
    "4: One of the device's rules is a record; each is made as when(",
  ],
])("the mistakes %s are reported at their line", async (_, filters, rules, sentence) => {
  folderOf("untyped", {
    "device.ts": `import { device, seconds, sensor, when } from "ringmote"; import { probe } from "./probe.ts"; export const named = when;
export default device({ name: "my-device", sensors: [sensor("l", probe("own").level, { every: seconds(1),
${filters} })],
rules: ${rules} });\n`,
    "probe.ts": MISTAKEN_DRIVER,
  });
  for (const [command, ...options] of COMMANDS) {
    const child = ringmote([command, "./untyped", ...options], {}, project.folder);
    expect(await child.ended).toBe(1);
    expect(child.errors()).toContain(`untyped/device.ts:${sentence}`);
    expect(child.errors()).not.toContain("fails here");
  }
});

test("an error in a watched driver waits for its correction", async () => {
  const folder = folderOf("watched", { "device.ts": DEVICE, "probe.ts": MISTAKEN_DRIVER });
  const child = run("watched", "--own-broker", "--watch");
  await child.wrote(/^ringmote: watched\/probe\.ts:11: the device fails here/m);
  writeFileSync(join(folder, "device.ts"), readFileSync(join(TEMPLATE, "device.ts"), "utf8"));
  await child.wrote(/\/relay off$/m);
  child.process.kill("SIGINT");
  expect(await child.ended, child.errors()).toBe(0);
});

test("an endless loop does not block the signal that ends the program", async () => {
  folderOf("looping", { "wiring.ts": 'console.error("looping");\nwhile (true) {}\nexport default {};\n' });
  const child = run("looping", "--broker", NO_BROKER);
  await child.wrote(/^looping$/m);
  child.process.kill("SIGTERM");
  await child.ended;
  expect([child.process.exitCode, child.process.signalCode]).toEqual([null, "SIGTERM"]);
});

const AIR =
  'import { device, seconds, sensor, when } from "ringmote"; import { deadBand } from "ringmote/filters.ts";\nimport { sht4x } from "ringmote/drivers/sht4x.ts";\nconst air = sht4x("own");\n';
const SENSOR = 'sensor("t", air.temperature, { every: seconds(30) })';

const CUPS =
  'import { wire } from "ringmote/boards/board.ts";\nimport board from "ringmote/boards/esp32-espruino.ts";\nexport default { "esp32-espruino": wire(board, { own: "D18" }) };\n';
const WEATHER =
  'import { device, seconds, sensor } from "ringmote";\nimport { pulseCounter } from "ringmote/drivers/pulse-counter.ts";\n';

test.each([
  [
    "{ perPuls: 2 }",
    'There is no option "perPuls" of pulseCounter; did you mean "perPulse"? Known are: perPulse, ',
  ],
  ["{}", "pulseCounter needs perPulse among its options, as { perPulse: ... }."],
  ["2", "pulseCounter takes a record for its options, as { perPulse: ... }, and is given 2."],
  ['{ perPulse: "2 mm" }', 'The perPulse of pulseCounter is "2 mm"; it is a number; write 2.'],
  [
    '{ perPulse: 2, window: "10m" }',
    'The window of pulseCounter is "10m"; a time says its unit: write seconds(30) or minutes(2).',
  ],
  ["", "pulseCounter is called as pulseCounter(role, options); it is not given its options."],
  ["{ perPulse: 2 }, 5", "pulseCounter is called as pulseCounter(role, options); it is given more."],
])("a pulse counter with %s is refused with what is allowed", async (options, sentence) => {
  const made = options === "" ? 'pulseCounter("own")' : `pulseCounter("own", ${options})`;
  const rest =
    'export default device({ name: "my-device", sensors: [sensor("t", cups.total, { every: seconds(30) })] });\n';
  const device = `${WEATHER}const cups = ${made};\n${rest}`;
  folderOf("counter", { "device.ts": device, "wiring.ts": CUPS });
  const child = ringmoteHere(["build", "./counter", "--board", "esp32-espruino"], {}, project.folder);
  expect(await child.ended).toBe(1);
  expect(child.errors()).toContain(`ringmote: counter/device.ts:3: ${sentence}`);
  expect(child.errors().trim().split("\n")).toHaveLength(1);
});

test.each([
  ["{ adress: 0x45 }", "The address of sht3x is a record; it is a number."],
  ["0x50", 'The part "own" has 0x50 for its address; it is a whole number from 0x44 to 0x45.'],
])("a part with %s is refused before its wires", async (argument, sentence) => {
  const device = `import { device, seconds, sensor } from "ringmote";
import { sht3x } from "ringmote/drivers/sht3x.ts";
const air = sht3x("own", ${argument});
export default device({ name: "my-device", sensors: [${SENSOR}] });
`;
  folderOf("unwired", { "device.ts": device, "wiring.ts": CUPS.replace("D18", "D99") });
  for (const [command, ...options] of [
    ["build", "./unwired", "--board", "esp32-espruino"],
    ["board", "esp32-espruino", "--firmware", "./unwired"],
  ]) {
    const child = ringmoteHere([command as string, ...options], {}, project.folder);
    expect(await child.ended).toBe(1);
    expect(child.errors()).toBe(`ringmote: unwired/device.ts:3: ${sentence}\n`);
  }
});

test.each<[mistake: string, text: string, line: number, sentence: string]>([
  ["sensors in a record", `sensors: { t: ${SENSOR} },`, 5, "The option sensors is a record; it is a list"],
  ["a part", 'sensors: [sensor("t", air, { every: seconds(30) })],', 5, "air.temperature or air.humidity."],
  [
    "a time of day",
    `sensors: [${SENSOR}],\nrules: [when("t").at("07:00")],`,
    6,
    'begins a rule: at("06:30").',
  ],
  [
    "a cause that is missing",
    `sensors: [${SENSOR}],\nrules: [when().below(5)],`,
    6,
    'as when("temperature").',
  ],
  [
    "a comma that is missing",
    `sensors: [\n${SENSOR}\n${SENSOR}\n],`,
    6,
    "missing behind ), in front of sensor(",
  ],
  [
    "one filter in place of a list",
    `sensors: [sensor("t", air.temperature, { every: seconds(30),\nfilters: deadBand(1) })],`,
    6,
    "filters is a list; write filters: [deadBand(1)].",
  ],
  [
    "a function in place of filters",
    `sensors: [sensor("t", air.temperature, { every: seconds(30),\nfilters: (x) => x })],`,
    6,
    "A function is no filter",
  ],
])("%s: reported at its line with a correction", async (mistake, text, line, sentence) => {
  const name = mistake.replaceAll(" ", "-");
  folderOf(name, { "device.ts": `${AIR}export default device({ name: "my-device",\n${text}\n});\n` });
  const child = ringmoteHere(["build", `./${name}`, "--board", "esp32-espruino"], {}, project.folder);
  expect(await child.ended).toBe(1);
  expect(child.errors()).toContain(`${name}/device.ts:${line}: `);
  expect(child.errors()).toContain(sentence);
});

test.each<[mistake: string, text: string, line: number, sentence: string]>([
  [
    "a quantity that the part has not",
    'export default device({ name: "m", sensors: [sensor("t", air.humid, { every: seconds(30) })] });',
    4,
    'air has no "humid"; did you mean "humidity"? Known are: temperature, humidity.',
  ],
  [
    "a part among the actuators",
    'export default device({ name: "m", actuators: [\nair] });',
    5,
    'air is a part and no actuator; one is made as powerSwitch("heater", relay("heater")).',
  ],
  [
    "a line for the console",
    'console.log("here");\nexport default device({ name: "m", sensors: [] });',
    4,
    "A board has no console; npx ringmote run shows what the device publishes",
  ],
  [
    "a request to the web",
    'fetch("http://127.0.0.1:1");\nexport default device({ name: "m", sensors: [] });',
    4,
    "A device has no fetch: it speaks with its broker.",
  ],
  [
    "a file of the computer",
    'import { readFileSync } from "node:fs";\nexport default device({ name: "m", sensors: [] });',
    4,
    '"node:fs" is of Node, and a board has neither its modules nor its files.',
  ],
])("%s is reported in a device's terms", async (mistake, text, line, sentence) => {
  const name = mistake.replaceAll(" ", "-");
  folderOf(name, { "device.ts": `${AIR}${text}\n` });
  const child = ringmoteHere(["build", `./${name}`, "--board", "esp32-espruino"], {}, project.folder);
  expect(await child.ended).toBe(1);
  expect(child.errors()).toContain(`${name}/device.ts:${line}: ${sentence}`);
  expect(child.errors()).not.toContain("    at ");
});

test.each([
  ['log: { level: "info },', 'A text on this line has no quote at its end: log: { level: "info },'],
  ["log: { level: “info” },", '“ is a typographic quote; write a text between two ".'],
])("%s is reported with one sentence", async (text, sentence) => {
  folderOf("torn", {
    "device.ts": `${AIR}export default device({ name: "my-device",\n${text}\nsensors: [] });\n`,
  });
  const child = ringmoteHere(["build", "./torn", "--board", "esp32-espruino"], {}, project.folder);
  expect(await child.ended).toBe(1);
  expect(child.errors()).toBe(`ringmote: torn/device.ts:5: ${sentence}\n`);
});
