// The uploader of somebody else, nodemcu-tool from npm, at our model of NodeMCU's console: what it stores by
// hand starts, and our own uploader goes on from there. Its port is an old native part, which npm builds here
// where there is a compiler.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { openNodeMcu } from "../../tools/flash/nodemcu/console.ts";
import { modelPort } from "../../tools/laboratory/hosts/consoles/model-port.ts";
import { openPseudoTerminal } from "../../tools/laboratory/hosts/consoles/pseudo-terminal.ts";
import { nodeMcuConsole } from "../../tools/laboratory/hosts/nodemcu/console.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { imageOf } from "../flash/nodemcu/board.ts";
import { CPP_COMPILER, needs, SOCAT, skipWithout } from "../needs.ts";
import { run } from "./program.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-nodemcu-tool-"));
const IMAGE = join(FOLDER, "image");
const TOOL = join(FOLDER, "node_modules/.bin/nodemcu-tool");
const BEAT_MS = 10;

let isBuilt = false;

beforeAll(async () => {
  if (!SOCAT.isHere()) return;
  writeFileSync(join(FOLDER, "package.json"), '{ "private": true }\n');
  await run("npm", ["install", "--prefer-offline", "--ignore-scripts", "nodemcu-tool@3.2.1"], FOLDER);
  spawnSync("npm", ["rebuild"], { cwd: FOLDER });
  const { status } = spawnSync("node", ["-e", 'require("serialport")'], { cwd: FOLDER });
  isBuilt = status === 0;
  mkdirSync(IMAGE);
  for (const { name, content } of imageOf("by hand").files)
    writeFileSync(join(IMAGE, name), content, "latin1");
});

afterAll(() => rmSync(FOLDER, { recursive: true }));

test.for([false, true])(
  "nodemcu-tool stores an image that ours replaces (encoder built in: %s)",
  needs(SOCAT),
  async (encoder, context) => {
    if (!isBuilt) skipWithout(CPP_COMPILER, context);
    const world = createVirtualWorld();
    const model = nodeMcuConsole({ chip: "esp8266", world, encoder });
    const beat = setInterval(() => world.clock.advance(BEAT_MS), BEAT_MS);
    onTestFinished(() => clearInterval(beat));
    const terminal = await openPseudoTerminal(model);
    const tool = (...args: string[]) =>
      run(TOOL, ["--port", terminal.path, "--connection-delay", "200", ...args], IMAGE);
    await tool("upload", "--compile", "base.lua", "device.lua", "ringmote.lua");
    await tool("upload", "init.lua");
    terminal.close();
    expect([...model.files().keys()]).toEqual(["base.lc", "device.lc", "init.lua", "ringmote.lc"]);
    let shown = "";
    model.onOutput((bytes) => {
      shown += bytes;
    });
    model.powerCycle();
    await expect.poll(() => shown, { timeout: 15_000 }).toContain("[by hand]");
    const console = await openNodeMcu(modelPort(model));
    await console.upload(imageOf("by ringmote"));
    expect([...model.files().keys()].filter((name) => name.startsWith("base"))).toEqual([
      expect.stringMatching(/^base-[0-9a-f]{8}\.lc$/),
    ]);
    model.onOutput((bytes) => {
      shown += bytes;
    });
    model.powerCycle();
    await expect.poll(() => shown, { timeout: 15_000 }).toContain("[by ringmote]");
  },
);
