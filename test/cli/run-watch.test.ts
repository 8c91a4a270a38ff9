// A simulated device that starts anew when its source changes, beside a broker of its own.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ringmote } from "./child.ts";
import { createOwnProject } from "./own-project.ts";

const TEMPLATE = join(import.meta.dirname, "..", "..", "tools", "cli", "templates", "device");
const project = createOwnProject();
afterAll(project.remove);

test("an edit reaches the broker; a faulty edit keeps the device running", async () => {
  const folder = join(project.folder, "my-device");
  cpSync(TEMPLATE, folder, { recursive: true });
  const source = join(folder, "device.ts");
  const text = readFileSync(source, "utf8");
  const child = ringmote(["run", "./my-device", "--own-broker", "--watch"], {}, project.folder);
  await child.wrote(/\/relay off$/m);
  writeFileSync(source, text.replace('atStart: "off"', 'atStart: "on"'));
  await child.wrote(/\/relay on$/m);
  writeFileSync(source, text.replace("device({", "device({{"));
  await child.wrote(/^ringmote: .*my-device\/device\.ts/m);
  expect(child.process.exitCode).toBeNull();
  writeFileSync(source, text);
  await child.wrote(/\/relay on$(.|\n)*\/relay off$/m);
  child.process.kill("SIGINT");
  expect(await child.ended, child.errors()).toBe(0);
});

test("--broker and an own broker together are refused", async () => {
  const child = ringmote(["run", "climate", "--own-broker", "--broker", "mqtt://h"]);
  expect(await child.ended).toBe(2);
  expect(child.errors()).toContain("--own-broker");
});
