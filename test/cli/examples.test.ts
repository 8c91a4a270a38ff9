// Each command's help has examples, and each of them is typed here as it stands, but for the broker's port and the
// board's: a model behind a pseudo-terminal.
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import board from "../../boards/esp32-espruino.ts";
import { createRealTimers } from "../../src/platform/node/real-timers.ts";
import { createRealWorld, type RealWorld } from "../../src/platform/node/real-world.ts";
import { createProgram } from "../../tools/cli/program.ts";
import { openPseudoTerminal, type PseudoTerminal } from "../../tools/sim/consoles/pseudo-terminal.ts";
import { type EmbeddedBroker, startBroker } from "../../tools/sim/embedded-broker.ts";
import { type EspruinoConsole, espruinoConsole } from "../../tools/targets/espruino/host/console.ts";
import { needs, SOCAT } from "../needs.ts";
import { ringmote } from "./child.ts";
import { createOwnProject } from "./own-project.ts";

// Building on a busy computer takes its time.
vi.setConfig({ testTimeout: 300_000 });

/** Commands that run until they are interrupted, and what they have said by then. */
const ENDLESS: Readonly<Record<string, RegExp>> = {
  monitor: /is open/,
  run: /: connected$/m,
  web: /^The page is at http/m,
};

const COMMANDS = (await createProgram("0", [])).commands.map((command) => {
  let help = "";
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
  });
  command.outputHelp();
  return [command.name(), help] as const;
});

const EXAMPLES = COMMANDS.flatMap(([name, help]) => {
  const [, section = ""] = /^Examples?:\n((?: {2}.*\n?)*)/m.exec(help) ?? [];
  return section
    .trim()
    .split("\n")
    .map((line) => [name, line.trim()] as const);
});

const project = createOwnProject();
const PORT = "/dev/ttyUSB0";
let broker: EmbeddedBroker;
let world: RealWorld;
let model: EspruinoConsole;
let terminal: PseudoTerminal | undefined;
beforeAll(async () => {
  broker = await startBroker(0);
  await leaveBehind("kitchen-a1b2c3");
  world = createRealWorld({ timers: createRealTimers(), chipId: "30aea4000001" });
  model = espruinoConsole({ board, world });
  if (SOCAT.isHere()) terminal = await openPseudoTerminal(model);
});
afterAll(async () => {
  terminal?.close();
  model.powerOff();
  await world.end();
  await broker.close();
  project.remove();
});

/** What a device that is gone has left at the broker. */
async function leaveBehind(id: string): Promise<void> {
  const client = await connectAsync(`mqtt://localhost:${broker.port}`);
  await client.publishAsync(`home/${id}/status`, "offline", { retain: true });
  const config = { dev: { ids: id }, o: { name: "ringmote" }, avty_t: `home/${id}/status` };
  await client.publishAsync(`homeassistant/device/${id}/config`, JSON.stringify(config), { retain: true });
  await client.endAsync();
}

test.each(COMMANDS)("the help of %s ends with an example", (name, help) => {
  expect(help).toMatch(new RegExp(`\\nExamples?:\\n(?: {2}ringmote ${name}\\b.*\\n)+$`));
});

describe.for(EXAMPLES)("%s", ([name, line]) => {
  test(line, line.includes(PORT) ? needs(SOCAT) : {}, async () => {
    const [, ...args] = line
      .replace("mqtt://localhost", `mqtt://localhost:${broker.port}`)
      .replace(PORT, terminal?.path ?? PORT)
      .split(" ")
      // As a shell does.
      .map((word) => word.replace(/^'(.*)'$/, "$1"));
    const child = ringmote(args, { RINGMOTE_CACHE: join(project.folder, "cache") }, project.folder);
    const said = ENDLESS[name];
    if (said !== undefined && !args.includes("--out")) {
      await child.wrote(said);
      child.process.kill("SIGINT");
    }
    expect(await child.ended, child.errors()).toBe(0);
    expect(child.output() + child.errors() === "" && !args.includes("--out")).toBe(false);
  });
});
