// Espruino's own uploader from npm is accepted by the model of the console: the model does not merely agree with ours.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import board from "../../boards/esp8266-espruino.ts";
import { createRealTimers } from "../../src/platform/node/real-timers.ts";
import { openPseudoTerminal } from "../../tools/laboratory/hosts/consoles/pseudo-terminal.ts";
import { espruinoConsole } from "../../tools/laboratory/hosts/espruino/console.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { needs, SOCAT } from "../needs.ts";
import { run } from "./program.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-espruino-npm-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** The uploader takes only ports that the operating system lists, and a pseudo-terminal is not among them. */
const LIST_PORT = `const { SerialPort } = require("serialport");
SerialPort.list = () => Promise.resolve([{ path: process.argv[process.argv.indexOf("--port") + 1] }]);
`;
/** Nobody answers there: no list of boards is fetched. */
const NO_SITE = "http://127.0.0.1:9";

test("the uploader of the package espruino stores a program that then starts", needs(SOCAT), async () => {
  writeFileSync(join(FOLDER, "package.json"), '{"private":true}');
  writeFileSync(join(FOLDER, "list-port.cjs"), LIST_PORT);
  writeFileSync(join(FOLDER, "program.js"), 'console.log("hello from npm");');
  await run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "espruino@0.1.67"], FOLDER);
  const timers = createRealTimers();
  const storage = new Map<string, string>();
  const lines: string[] = [];
  const world = createVirtualWorld({ storage, log: (line) => lines.push(line) });
  const model = espruinoConsole({ board, world: { ...world, now: timers.now, after: timers.after } });
  const terminal = await openPseudoTerminal(model);
  try {
    const uploader = join(FOLDER, "node_modules", "espruino", "bin", "espruino-cli.js");
    const config = ["--config", "SAVE_ON_SEND=1", "--config", `BOARD_JSON_URL=${NO_SITE}`];
    const options = ["--no-ble", "-b", "115200", ...config, "--port", terminal.path, "program.js"];
    await run("node", ["--require", "./list-port.cjs", uploader, ...options], FOLDER);
    expect(storage.get(".bootcde")).toContain("hello from npm");
    expect(lines).toContain("hello from npm");
  } finally {
    terminal.close();
    model.powerOff();
    timers.end();
  }
});
