// Each command's help has examples, and each of them is typed here as it stands, but for the ports: the
// broker's, the page's, and the board's, which is a model behind a pseudo-terminal.
import { join } from "node:path";
import { connectAsync, type MqttClient } from "mqtt";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import board from "../../boards/esp32-espruino.ts";
import { createRealTimers } from "../../src/platform/node/real-timers.ts";
import { createRealWorld, type RealWorld } from "../../src/platform/node/real-world.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import {
  openPseudoTerminal,
  type PseudoTerminal,
} from "../../tools/laboratory/hosts/consoles/pseudo-terminal.ts";
import { type EspruinoConsole, espruinoConsole } from "../../tools/laboratory/hosts/espruino/console.ts";
import { type EmbeddedBroker, startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { needs, SOCAT } from "../needs.ts";
import { ringmote } from "./child.ts";
import { everyCommand } from "./every-command.ts";
import { ringmoteHere } from "./in-process.ts";
import { createOwnProject } from "./own-project.ts";
import { writeGateFirmware } from "./sealed-gate.ts";
import { writeUpdatedFirmware } from "./updated-firmware.ts";

// Building on a busy computer takes its time.
vi.setConfig({ testTimeout: 300_000 });

/** Commands that run until they are interrupted, and what they have said by then. */
const ENDLESS: Readonly<Record<string, RegExp>> = {
  logs: /status: online/,
  monitor: /is open/,
  run: /: connected$/m,
  seal: /Commands are sealed/,
  updates: /is held at/,
  web: /^The page is at http/m,
};

/** No other test here starts these as their users do, in a process of their own. */
const STARTED = ["list", "board", "ports", "settings", "forget", "web", "backup", "restore"];
/** A scenario takes the time of its process, which the board here needs. */
const TAKES_TIME = "ringmote sim scores";

const COMMANDS = (await everyCommand()).map((command) => {
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
    .map((text, i) => {
      const line = text.trim();
      const isStarted = (i === 0 && STARTED.includes(name)) || line.startsWith(TAKES_TIME);
      return [name, line, isStarted] as const;
    });
});

const project = createOwnProject();
const PORT = "/dev/ttyUSB0";
let broker: EmbeddedBroker;
let standIn: MqttClient;
let world: RealWorld;
let model: EspruinoConsole;
let terminal: PseudoTerminal | undefined;
beforeAll(async () => {
  broker = await startBroker(0);
  await leaveBehind("kitchen-a1b2c3");
  await restartOnPress("climate-a1b2c3");
  await takeUpdates("porch");
  await obey("porch-a1b2c3");
  writeGateFirmware(join(project.folder, "gate"));
  const storage = new Map([[SETTINGS, settingsRecord({ ssid: "home", host: "10.0.0.2" })]]);
  world = createRealWorld({ timers: createRealTimers(), chipId: "30aea4000001", storage });
  model = espruinoConsole({ board, world });
  if (SOCAT.isHere()) terminal = await openPseudoTerminal(model);
});
afterAll(async () => {
  terminal?.close();
  model.powerOff();
  await world.end();
  await standIn.endAsync(true);
  await broker.close();
  project.remove();
});

/** What a device that is gone has left at the broker, which has said that it has it. */
async function leaveBehind(id: string): Promise<void> {
  const client = await connectAsync(`mqtt://localhost:${broker.port}`);
  await client.publishAsync(`home/${id}/status`, "offline", { qos: 1, retain: true });
  const config = { dev: { ids: id }, o: { name: "ringmote" }, avty_t: `home/${id}/status` };
  await client.publishAsync(`homeassistant/device/${id}/config`, JSON.stringify(config), {
    qos: 1,
    retain: true,
  });
  await client.endAsync();
}

/** A device that is online, and once more behind a press of its button. */
async function restartOnPress(id: string): Promise<void> {
  standIn = await connectAsync(`mqtt://localhost:${broker.port}`);
  const tell = () => standIn.publishAsync(`home/${id}/status`, "online", { qos: 1, retain: true });
  standIn.on("message", tell);
  await standIn.subscribeAsync(`home/${id}/restart/set`);
  await tell();
}

/** A firmware that takes updates, and what a simulated device of it tells of them. */
async function takeUpdates(name: string): Promise<void> {
  writeUpdatedFirmware(join(project.folder, name), name, "lamp", true);
  const standing = "version=1.0.0\nboard=simulated\ntarget=node\ncounter=1\nstate=idle\n";
  await standIn.publishAsync(`home/${name}-a1b2c3/update`, standing, { qos: 1, retain: true });
}

/** A device with a lamp, and with a bolt that takes the next counter. */
async function obey(id: string): Promise<void> {
  await standIn.publishAsync(`home/${id}/status`, "online", { qos: 1, retain: true });
  await standIn.publishAsync(`home/${id}/sealed`, "1", { qos: 1, retain: true });
  standIn.on("message", (topic) => {
    if (topic === `home/${id}/lamp/set`) standIn.publish(`home/${id}/lamp`, "on");
    if (topic === `home/${id}/bolt/set`) standIn.publish(`home/${id}/sealed`, "2", { retain: true });
  });
  await standIn.subscribeAsync([`home/${id}/lamp/set`, `home/${id}/bolt/set`]);
}

test.each(COMMANDS)("the help of %s ends with an example", (name, help) => {
  expect(help).toMatch(new RegExp(`\\nExamples?:\\n(?: {2}ringmote ${name}\\b.*\\n)+$`));
});

describe.for(EXAMPLES)("%s", ([name, line, isStarted]) => {
  test(line, line.includes(PORT) ? needs(SOCAT) : {}, async () => {
    const [, ...args] = line
      .replace("mqtt://localhost", `mqtt://localhost:${broker.port}`)
      .replace(PORT, terminal?.path ?? PORT)
      // The usual port of the page may be another program's.
      .replace(/web$/, "web --port 0")
      .split(" ")
      // As a shell does.
      .map((word) => word.replace(/^'(.*)'$/, "$1"));
    const run = (isStarted ? ringmote : ringmoteHere)(
      args,
      { RINGMOTE_CACHE: join(project.folder, "cache"), XDG_CONFIG_HOME: join(project.folder, "config") },
      project.folder,
    );
    const said = ENDLESS[name];
    if (said !== undefined && !args.includes("--out")) {
      await run.wrote(said);
      if ("process" in run) run.process.kill("SIGINT");
      else run.interrupt();
    }
    expect(await run.ended, run.errors()).toBe(0);
    expect(run.output() + run.errors() === "" && !args.includes("--out")).toBe(false);
  });
});
