// A mistake in a driver or a device of one's own: one line with its place, and never a program that cannot be ended.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { MISTAKEN_DRIVER } from "../build/mistaken-driver.ts";
import { ringmote } from "./child.ts";
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

test("a mistake in a driver ends a run in one line with its place", async () => {
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

test("a mistake in a driver that is watched waits for its cure", async () => {
  const folder = folderOf("watched", { "device.ts": DEVICE, "probe.ts": MISTAKEN_DRIVER });
  const child = run("watched", "--own-broker", "--watch");
  await child.wrote(/^ringmote: watched\/probe\.ts:11: the device fails here/m);
  writeFileSync(join(folder, "device.ts"), readFileSync(join(TEMPLATE, "device.ts"), "utf8"));
  await child.wrote(/\/relay off$/m);
  child.process.kill("SIGINT");
  expect(await child.ended, child.errors()).toBe(0);
});

test("a loop without an end does not keep a signal from ending the program", async () => {
  folderOf("looping", { "wiring.ts": 'console.error("looping");\nwhile (true) {}\nexport default {};\n' });
  const child = run("looping", "--broker", NO_BROKER);
  await child.wrote(/^looping$/m);
  child.process.kill("SIGTERM");
  await child.ended;
  expect([child.process.exitCode, child.process.signalCode]).toEqual([null, "SIGTERM"]);
});
