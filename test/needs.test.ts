// Each need is found where it is and missed where it is not, and the closing lines say which test lacked what.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { packageFolder } from "../tools/files/package-folder.ts";
import { HOME_ASSISTANT, NEEDS } from "./needs.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-needs-"));
const PROGRAMS = join(FOLDER, "programs");
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** What each program answers, as far as it is asked. */
const ANSWERS: Readonly<Record<string, string>> = {
  "espruino-1600": `echo '<<{"total":1600,"blocksize":12}>>' # jshFlashRead`,
  "luac.cross-51": "echo Lua 5.1",
  "luac.cross-53": "echo Lua 5.3",
  hass: "echo 2026.11.0",
  chronyd: "",
  "mochi-mqtt": "",
  artemis: "",
  rumqttd: "",
  "rabbitmq-server": "",
  "nats-server": "",
  mosquitto: "",
  "mosquitto-2.1": "",
  openssl: "",
  socat: "",
  chromium: "",
  java: "",
  "lua5.1": "echo '> x=1'",
  "lua5.3": "echo '> x=1'",
};

mkdirSync(PROGRAMS);
for (const [name, answer] of Object.entries(ANSWERS)) writeProgram(join(PROGRAMS, name), answer);

// Of a Kafka a folder of jars.
mkdirSync(join(PROGRAMS, "libs"));
writeFileSync(join(PROGRAMS, "libs", "kafka_2.13-4.3.1.jar"), "");

function writeProgram(path: string, answer: string): void {
  writeFileSync(path, `#!/bin/sh\n${answer}\n`);
  chmodSync(path, 0o755);
}

/** Which needs a process finds whose programs are those of a folder, by name. */
function foundIn(folder: string): string[] {
  const source = `import { NEEDS } from ${JSON.stringify(join(packageFolder, "test", "needs.ts"))};
console.log(JSON.stringify(NEEDS.filter((need) => need.isHere()).map(({ name }) => name)));`;
  const { stdout, stderr } = inFolder(folder, ["--import", "tsx", "--input-type=module", "--eval", source]);
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

function inFolder(folder: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const programs = {
    MOSQUITTO_BIN: join(folder, "mosquitto"),
    MOSQUITTO21_BIN: join(folder, "mosquitto-2.1"),
    CHROMIUM_BIN: join(folder, "chromium"),
    HASS_BIN: join(folder, "hass"),
    MOCHI_BIN: join(folder, "mochi-mqtt"),
    ARTEMIS_BIN: join(folder, "artemis"),
    RUMQTTD_BIN: join(folder, "rumqttd"),
    RABBITMQ_BIN: join(folder, "rabbitmq-server"),
    NATS_BIN: join(folder, "nats-server"),
    KAFKA_HOME: folder,
  };
  return spawnSync(process.execPath, args, {
    cwd: packageFolder,
    encoding: "utf8",
    env: { PATH: folder, HOME: FOLDER, NO_COLOR: "1", ...programs, ...more },
  });
}

const LACKS_AND_FLAKY = [
  'test("needs an Espruino", needs(ESPRUINO), () => {});',
  'test("passes the third time", () => { times += 1; expect(times).toBe(3); });',
];
const OTHERS = [
  'describe("a group", needs(MOSQUITTO, ESPRUINO), () => { test("needs both", () => {}); });',
  'test.skip("says nothing", () => {});',
  'test("fails each time", () => { throw new Error("never"); });',
];

const names = NEEDS.map(({ name }) => name);

test("each need is found where its program answers", () => {
  expect(foundIn(PROGRAMS)).toEqual(names);
});

test("in an empty folder only the need found by trying is met", () => {
  expect(foundIn(join(FOLDER, "empty"))).toEqual([expect.stringContaining("C++ compiler")]);
});

test("a Home Assistant that makes other ids is not taken", () => {
  const older = mkdtempSync(join(FOLDER, "older-"));
  writeProgram(join(older, "hass"), "echo 2026.10.4");
  expect(foundIn(older)).not.toContain(HOME_ASSISTANT.name);
});

test("ESPRUINO_BIN=none hides an Espruino on the PATH", () => {
  const none = { ESPRUINO_BIN: "none", LUAC_CROSS: "none" };
  const { stdout } = closingLines(PROGRAMS, none);
  expect(stdout).toContain("- one.test.ts: needs an Espruino; it needs a real Espruino (list it in");
});

test("the closing lines name missing needs, flaky tests and failed tests", () => {
  const { stdout, status } = closingLines(join(FOLDER, "empty"), {});
  expect(stdout.split("Not run:\n")[1]).toBe(
    `- one.test.ts: needs an Espruino; it needs a real Espruino (list it in ESPRUINO_BIN, or put it on the PATH as espruino*).
- one.test.ts: a group > needs both; it needs a real Espruino (list it in ESPRUINO_BIN, or put it on the PATH as espruino*) and Mosquitto (apt-get install mosquitto).
- one.test.ts: says nothing; it does not say what it needs.
Flaky: one.test.ts: passes the third time: expected 1 to be 3 // Object.is equality
Failed: one.test.ts: fails each time: never
1 passed, 1 failed, 3 skipped, 1 flaky
`,
  );
  expect(status).toBe(1);
});

test("in CI a skip fails the run if a package could help", () => {
  const { stdout } = closingLines(join(FOLDER, "empty"), { CI: "true" });
  expect(stdout.match(/Failed: .*skipped, and in CI/g)).toEqual([
    "Failed: one.test.ts: a group > needs both: skipped, and in CI",
    "Failed: one.test.ts: says nothing: skipped, and in CI",
  ]);
});

test("flaky tests and needs that no package meets pass a run", () => {
  const { stdout, status } = closingLines(join(FOLDER, "empty"), { CI: "true" }, LACKS_AND_FLAKY);
  expect(stdout).toContain("Flaky: one.test.ts: passes the third time");
  expect(status).toBe(0);
});

/** Runs a file of tests where a folder has the programs, and has its run end with the closing lines. */
function closingLines(folder: string, env: NodeJS.ProcessEnv, tests = [...LACKS_AND_FLAKY, ...OTHERS]) {
  const root = mkdtempSync(join(FOLDER, "run-"));
  const from = (file: string) => JSON.stringify(join(packageFolder, file));
  writeFileSync(
    join(root, "one.test.ts"),
    `import { describe, expect, test } from ${from("node_modules/vitest/dist/index.js")};
import { ESPRUINO, MOSQUITTO, needs } from ${from("test/needs.ts")};
let times = 0;
${tests.join("\n")}
`,
  );
  const program = join(packageFolder, "node_modules", "vitest", "vitest.mjs");
  const reporter = join(packageFolder, "test", "closing-lines.ts");
  const args = [program, "run", "--root", root, "--retry", "2", "--reporter", reporter];
  return inFolder(folder, args, env);
}
