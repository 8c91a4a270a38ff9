// The page of a simulated device at an address of this computer, as whoever has no board sees it.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ringmoteHere } from "./in-process.ts";
import { createOwnProject } from "./own-project.ts";

const TEMPLATE = join(import.meta.dirname, "..", "..", "tools", "cli", "templates", "device");
const project = createOwnProject();
afterAll(project.remove);

test("a run of a device with a page prints its address", async () => {
  const folder = join(project.folder, "shown");
  cpSync(TEMPLATE, folder, { recursive: true });
  const source = join(folder, "device.ts");
  writeFileSync(source, readFileSync(source, "utf8").replace("device({", "device({\n  page: true,"));
  const run = ringmoteHere(["run", "./shown", "--own-broker"], {}, project.folder);
  await run.wrote(/status online/);
  const [, url = ""] = /page: (http:\S+)/.exec(run.errors()) ?? [];
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toMatch(/Broker: connected.*<\/html>$/s);
  expect((await fetch(url, { method: "POST", body: "on" })).status).toBe(405);
  run.interrupt();
  expect(await run.ended, run.errors()).toBe(0);
});
