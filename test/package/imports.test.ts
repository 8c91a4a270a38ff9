// Imports of the packed packages: plain JavaScript, the strictest TypeScript, and a bundler take them.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { ownSystemFiles } from "../docs/own-system.ts";
import { run, start } from "./program.ts";
import { watch } from "./retained.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-imports-"));
/** Where nobody else has installed what the client might need. */
const ALONE = mkdtempSync(join(tmpdir(), "ringmote-client-"));
const CLIENT = join(ALONE, "node_modules", "ringmote-client");
const RINGMOTE = join(FOLDER, "node_modules", "ringmote");
const CHECKOUT = fileURLToPath(new URL("../../", import.meta.url));
const TSC = join(FOLDER, "node_modules", ".bin", "tsc");

const DEVICE = `import { device, seconds, sensor } from "ringmote";
import { wire } from "ringmote/boards/board";
import board from "ringmote/boards/esp32-espruino";
import { newPart, type Part, type Quantity } from "ringmote/driver";
import { sht3x, type Sht3x } from "ringmote/drivers/sht3x";
import { type Filter, median } from "ringmote/filters";
import { fileLog, type PartitionedLog, partitionOf } from "ringmote/log";
import { connect, createRealWorld, type NodeClient, type NodeMessage, startNodeClient } from "ringmote/node";
import type { SensorOptions } from "ringmote/options";
import { startTrial } from "ringmote/trial";

const air: Sht3x = sht3x("air");
const quantity: Quantity = air.temperature;
export const part: Part = air;
const filters: Filter[] = [median(3)];
const options: SensorOptions = { unit: "°C", decimals: 1, every: seconds(30), filters };
export const declaration = device({
  name: "room",
  sensors: [sensor("temperature", quantity, options)],
});
export const wiring = wire(board, { air: { sda: "D21", scl: "D22" } });
export const client: NodeClient = startNodeClient(createRealWorld(), { id: "room", host: "127.0.0.1" });
export const others = [newPart, startTrial] as const;
export const log: PartitionedLog = fileLog("log", { partitions: partitionOf("key", 4) + 1 });
export async function first(filter: string): Promise<NodeMessage | undefined> {
  const program: NodeClient = connect("mqtt://127.0.0.1", { id: "program", reconnect: { longest: 5000 } });
  const [, granted]: (0 | 1 | 2)[] = await program.subscribe(["a", "b"], ({ qos, id }) => void [qos, id, granted]);
  for await (const message of program.messages(filter)) return message;
  await program.stop();
  return undefined;
}
`;

/** With the types of Node: what they add to the client's. */
const DISPOSED = `import { connect } from "ringmote/node";

export async function whole(): Promise<boolean> {
  await using client = connect("mqtt://127.0.0.1", { id: "program", signal: AbortSignal.timeout(1000) });
  return client.untilConnected({ signal: new AbortController().signal });
}
`;

/** Every check that tsc has, and those of the packages' declarations. */
const STRICTEST = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
};

beforeAll(async () => {
  const packages = inject("packages");
  for (const [folder, names] of [
    [FOLDER, Object.values(packages)],
    [ALONE, [packages["ringmote-client"] as string]],
  ] as const) {
    writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
    await run("npm", ["install", "--prefer-offline", ...names], folder);
  }
});

afterAll(() => {
  for (const folder of [FOLDER, ALONE]) rmSync(folder, { recursive: true });
});

/** The first block of JavaScript in a text. */
function exampleIn(text: string): string {
  return /```js\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
}

test("the client's own README is a program that plain Node runs", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const example = exampleIn(readFileSync(join(CLIENT, "README.md"), "utf8"));
  writeFileSync(join(ALONE, "display.js"), example.replace("1883", `${broker.port}`));
  const program = start("node", ["display.js"], ALONE);
  await program.wrote(/^connected$/m);
  const { client, saw } = await watch(`mqtt://127.0.0.1:${broker.port}`);
  await saw(({ topic, payload }) => topic === "home/kitchen-display/wish" && payload === "21.5");
  await client.publishAsync("home/hall/temperature", "19.5", { qos: 1 });
  await program.wrote(/^home\/hall\/temperature: 19\.5$/m);
  program.signal("SIGINT");
  await saw(({ topic, payload }) => topic === "home/kitchen-display/status" && payload === "offline");
  expect(await program.ended).toBe(0);
});

describe.each([
  ["6", TSC, "NodeNext", "NodeNext"],
  ["6", TSC, "ESNext", "bundler"],
  ["7", inject("tsc7"), "NodeNext", "NodeNext"],
  ["7", inject("tsc7"), "ESNext", "bundler"],
])("with TypeScript %s", (version, tsc, module, moduleResolution) => {
  test(`devices and programs resolved as ${moduleResolution} pass the strictest checks`, async () => {
    const folder = join(FOLDER, `typed-${moduleResolution}-${version}`);
    mkdirSync(folder);
    writeFileSync(join(folder, "room.ts"), DEVICE);
    const compilerOptions = {
      ...STRICTEST,
      target: "ES2022",
      lib: ["ES2023"],
      module,
      moduleResolution,
      declaration: true,
      outDir: "out",
      types: [],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["room.ts"] }));
    await run(tsc, ["-p", folder], FOLDER);
    expect(readdirSync(join(folder, "out"))).toEqual(["room.d.ts", "room.js"]);
  });
});

test.each([
  ["6", TSC],
  ["7", inject("tsc7")],
])("beside Node's types, TypeScript %s takes a client and signals", async (version, tsc) => {
  const folder = join(FOLDER, `disposed-${version}`);
  mkdirSync(folder);
  writeFileSync(join(folder, "whole.ts"), DISPOSED);
  const compilerOptions = {
    ...STRICTEST,
    target: "ES2022",
    lib: ["ESNext"],
    module: "NodeNext",
    types: ["node"],
    noEmit: true,
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["whole.ts"] }));
  await run(tsc, ["-p", folder], FOLDER);
});

test("a device file with new module names passes tsc", async () => {
  const folder = join(FOLDER, "as-written");
  mkdirSync(folder);
  const endings = /"(ringmote\/(?:driver|filters|node|options|trial|boards\/[^"]*|drivers\/[^"]*))"/g;
  writeFileSync(join(folder, "room.ts"), DEVICE.replace(endings, '"$1.ts"'));
  const compilerOptions = {
    ...STRICTEST,
    target: "ES2022",
    module: "ESNext",
    moduleResolution: "bundler",
    allowImportingTsExtensions: true,
    noEmit: true,
    types: [],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["room.ts"] }));
  await run(TSC, ["-p", folder], FOLDER);
});

test("CommonJS can require the client of either package", async () => {
  const text = (name: string) => `console.log(typeof require("${name}").connect);\n`;
  writeFileSync(join(FOLDER, "required.cjs"), text("ringmote/node") + text("ringmote-client"));
  const program = start("node", ["required.cjs"], FOLDER);
  await program.wrote(/^function\nfunction$/m);
  expect(await program.ended).toBe(0);
});

test.each(["ringmote/node", "ringmote/client", "ringmote-client"])(
  "the program moved from MQTT.js runs with %s",
  async (name) => {
    const broker = await startBroker(0);
    onTestFinished(broker.close);
    const [, moved = ""] = readFileSync(join(RINGMOTE, "docs", "programs.md"), "utf8").split(
      "<!-- program: ours -->",
    );
    const file = `moved-${name.replace("/", "-")}.js`;
    const text = exampleIn(moved).replace("ringmote/node", name).replace("1883", `${broker.port}`);
    writeFileSync(join(FOLDER, file), text);
    const { client, saw } = await watch(`mqtt://127.0.0.1:${broker.port}`);
    await client.publishAsync("home/hall/temperature", "19.5", { qos: 1, retain: true });
    const program = start("node", [file], FOLDER);
    await program.wrote(/^hall: 19\.5, heater on$/m);
    await saw(({ topic, payload }) => topic === "home/hall/heater/set" && payload === "on");
    expect(await program.ended).toBe(0);
  },
);

test("Vite bundles the client into one file that runs", async () => {
  writeFileSync(
    join(FOLDER, "bundled.js"),
    'import { startNodeClient } from "ringmote-client";\nconsole.log(typeof startNodeClient);\n',
  );
  await build({
    root: FOLDER,
    configFile: false,
    logLevel: "silent",
    ssr: { noExternal: true },
    build: { ssr: "bundled.js", outDir: "bundled" },
  });
  const program = start("node", ["bundled/bundled.js"], FOLDER);
  await program.wrote(/^function$/m);
  expect(await program.ended).toBe(0);
});

/** The files below a folder, from there. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

test("the client's package depends on nothing", () => {
  const about = JSON.parse(readFileSync(join(CLIENT, "package.json"), "utf8"));
  expect(about.dependencies).toBeUndefined();
  expect(readdirSync(join(ALONE, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
    "ringmote-client",
  ]);
  expect(readFileSync(join(CLIENT, "LICENSE"), "utf8")).toMatch(/^ringmote .*^fastest-levenshtein .*MIT/ms);
});

test("ringmote's package brings neither its laboratory nor its tests", () => {
  expect(readdirSync(join(RINGMOTE, "tools"))).not.toContain("laboratory");
  expect(readdirSync(RINGMOTE)).not.toContain("test");
});

test("sources in the package have their comments", () => {
  for (const path of ["src/drivers/aht20.ts", "boards/esp32-espruino.ts"])
    expect(readFileSync(join(RINGMOTE, path), "utf8")).toBe(readFileSync(join(CHECKOUT, path), "utf8"));
});

test.each([
  ["ringmote", RINGMOTE, "src/mqtt/oversize.ts", "Oversize"],
  ["ringmote-client", CLIENT, "src/client/authentication/scram.ts", "ScramOptions"],
])("declarations of %s have the comments that editors show", (_name, folder, path, type) => {
  const types = filesIn(folder).filter((file) => file.endsWith(".d.ts"));
  const declared = types.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
  const source = readFileSync(join(CHECKOUT, path), "utf8");
  const comments = new RegExp(`interface ${type} \\{[^}]*`).exec(source)?.[0].match(/\/\*\* .* \*\//g) ?? [];
  expect(comments.length).toBeGreaterThan(1);
  for (const comment of comments) expect(declared).toContain(comment);
});

test("the package's tools carry the licence of each bundled package", () => {
  const licences = readFileSync(join(RINGMOTE, "lib", "LICENSES.txt"), "utf8");
  for (const name of ["typescript-to-lua", "uqr", "zod"])
    expect(licences).toMatch(new RegExp(`^${name} \\S+ \\(MIT\\)\n\n.*copyright`, "ims"));
});

test("the package's documents link only to files that it contains", () => {
  const documents = filesIn(RINGMOTE).filter((file) => file.endsWith(".md"));
  expect(documents).toContain(join("docs", "first-hour.md"));
  const dead = documents.flatMap((file) => {
    const links = readFileSync(join(RINGMOTE, file), "utf8").matchAll(/\]\(([^)\s#:]+\.\w+)[^)]*\)/g);
    const targets = [...links].map(([, target]) => join(RINGMOTE, dirname(file), target as string));
    return targets.filter((target) => !existsSync(target));
  });
  expect(dead).toEqual([]);
});

test("a system runs in virtual time whose programs have the client's own package", async () => {
  const page = readFileSync(join(packageFolder, "docs", "systems.md"), "utf8");
  for (const [name, code] of Object.entries(ownSystemFiles(page))) {
    mkdirSync(dirname(join(FOLDER, name)), { recursive: true });
    writeFileSync(join(FOLDER, name), code.replace('"ringmote/node.ts"', '"ringmote-client"'));
  }
  const system = start("npx", ["ringmote", "sim", "./bells"], FOLDER);
  await system.wrote(/^held {4}nobody misses a bell$/m);
  expect(await system.ended).toBe(0);
});
