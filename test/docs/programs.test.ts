// docs/programs.md: both of its programs run, and do the same.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test, vi } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { startBroker } from "../../tools/sim/embedded-broker.ts";

const PAGE = readFileSync(join(packageFolder, "docs", "programs.md"), "utf8");
/** What the names of packages mean in a checkout. */
const MEANT: Readonly<Record<string, string>> = {
  "ringmote/node": join(packageFolder, "src", "platform", "node", "computer.ts"),
  mqtt: createRequire(import.meta.url).resolve("mqtt"),
};

function programOf(name: string): string {
  const [, text = ""] = PAGE.split(`<!-- program: ${name} -->\n\`\`\`js\n`);
  return text.slice(0, text.indexOf("```"));
}

interface Program {
  ended: Promise<unknown>;
  printed: () => string;
}

/** Runs a program of the page at a broker of its own. */
async function run(name: string): Promise<Program & { port: number }> {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const folder = mkdtempSync(join(tmpdir(), "ringmote-programs-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const text = programOf(name)
    .replaceAll("1883", `${broker.port}`)
    .replace(/ from "([^"]+)"/, (_, module: string) => ` from "${pathToFileURL(MEANT[module] as string)}"`);
  writeFileSync(join(folder, "program.mjs"), text);
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const program = spawn(process.execPath, ["--import", tsx, "program.mjs"], { cwd: folder });
  onTestFinished(() => void program.kill("SIGKILL"));
  let printed = "";
  for (const stream of [program.stdout, program.stderr]) stream.on("data", (part) => (printed += part));
  const ended = new Promise((resolve) => program.once("exit", resolve));
  return { port: broker.port, ended, printed: () => printed };
}

test.each(["ours", "MQTT.js"])("the program with the client %s hears, sends and ends", async (name) => {
  const { port, ended, printed } = await run(name);
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`);
  onTestFinished(() => client.endAsync(true));
  const heard: string[] = [];
  client.on("message", (_topic, payload) => heard.push(`${payload}`));
  await client.subscribeAsync("home/hall/heater/set", { qos: 1 });
  // Retained: the program may come later.
  await client.publishAsync("home/hall/temperature", "19.5", { qos: 1, retain: true });
  await vi.waitFor(() => expect(heard, printed()).toEqual(["on"]), { timeout: 30_000 });
  expect(await ended).toBe(0);
  expect(printed()).toBe("hall: 19.5, heater on\n");
});

test.each([
  ["messages", "granted: 1,1\nhome/hall/motion: on, 2 bytes, QoS 1\nhome/hall/door: ok, 2 bytes, QoS 1\n"],
  ["connections", "connected, session kept: false\n"],
  ["requests", "1043 bolts\n"],
  ["version", "home/meter/energy: application/json\n"],
  ["store", "The message to home/meter/energy was not acknowledged before its client ended.\n"],
])("the program about %s prints what it should, and ends by itself", async (name, expected) => {
  const { port, ended, printed } = await run(name);
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`);
  onTestFinished(() => client.endAsync(true));
  const heard: string[] = [];
  client.on("message", (topic, payload) => heard.push(`${topic} ${payload}`));
  await client.subscribeAsync("home/meter/#", { qos: 1 });
  expect(await ended).toBe(0);
  expect(printed()).toBe(expected);
  if (name === "version") await vi.waitFor(() => expect(heard).toEqual(['home/meter/energy {"kWh":1043}']));
  if (name === "store") await vi.waitFor(() => expect(heard).toEqual(["home/meter/energy 1042"]));
});
