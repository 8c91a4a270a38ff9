// A simulated device that is set up at its page, as a person does it.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ringmoteHere } from "./in-process.ts";
import { createOwnProject } from "./own-project.ts";

const TEMPLATE = join(import.meta.dirname, "..", "..", "tools", "cli", "templates", "device");
const project = createOwnProject();
afterAll(project.remove);

test.each([
  ["names", "true", (broker: string) => broker],
  ["leaves out", "{ findBroker: true }", () => ""],
])("a device whose page %s the broker reaches it", async (word, setUp, hostIn) => {
  const name = `device-that-${word.replace(" ", "-")}`;
  const folder = join(project.folder, name);
  cpSync(TEMPLATE, folder, { recursive: true });
  const source = join(folder, "device.ts");
  const text = readFileSync(source, "utf8");
  writeFileSync(source, text.replace("device({", `device({\n  setUp: ${setUp},`));
  const run = ringmoteHere(["run", `./${name}`, "--own-broker", "--set-up"], {}, project.folder);
  await run.wrote(/password sunflower/);
  const [, broker = ""] = /mqtt:\/\/([\d.:]+\d)/.exec(run.errors()) ?? [];
  const [, url = ""] = /open (http:\S+)/.exec(run.errors()) ?? [];
  const page = await (await fetch(url)).text();
  expect(page).toContain("Home (strong)");
  const [, token = ""] = /name="token" value="(\w+)"/.exec(page) ?? [];
  const fields = {
    ssid: "Home",
    password: "sunflower",
    host: hostIn(broker),
    other: "",
    user: "",
    secret: "",
    id: "",
  };
  const sent = await fetch(url, { method: "POST", body: new URLSearchParams({ ...fields, token }) });
  expect(await sent.text()).toContain("The settings are being tried");
  await run.wrote(/status online/);
  run.interrupt();
  expect(await run.ended, run.errors()).toBe(0);
});

test("a device without a declared set-up is refused --set-up", async () => {
  const run = ringmoteHere(["run", "climate", "--own-broker", "--set-up"]);
  expect(await run.ended).toBe(2);
  expect(run.errors()).toContain('write setUp: true into the device "living-room", or leave');
});
