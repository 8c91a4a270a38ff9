// Doors of a real Espruino that begins as a board does, with its console at a port of telnet: none is open as
// soon as there is something of ringmote's on it.
import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import board from "../../boards/esp32-espruino.ts";
import { createRealTimers } from "../../src/platform/node/real-timers.ts";
import type { DeviceConsole } from "../../tools/flash/device-console.ts";
import { openEspruino } from "../../tools/flash/espruino/console.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { type EspruinoBinary, espruinoBinaries } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import { BOARD_STAND_INS } from "../../tools/laboratory/hosts/espruino/board-stand-ins.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { type RealEspruino, realEspruino } from "../../tools/laboratory/hosts/espruino/real-console.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { imageOf } from "../flash/espruino/bench.ts";
import { timedLine } from "../flash/timed-line.ts";
import { ESPRUINO, needs } from "../needs.ts";

/** What the Linux build opens with `--telnet`. */
const TELNET_PORT = 2323;
const QUESTION = "print(6*7)\n";
const ANSWER_MS = 1500;
/** An interpreter starts, and a restart has been asked for a moment before it happens. */
const START_MS = 1000;

const running: RealEspruino[] = [];
afterEach(() => {
  for (const espruino of running.splice(0)) espruino.dispose();
});

function switchedOn(binary: EspruinoBinary, files: Iterable<[string, string]> = []): RealEspruino {
  const model = realEspruino(binary, new Map([[".boot0", BOARD_STAND_INS], ...files]), ["--telnet"]);
  running.push(model);
  return model;
}

function moment(ms = START_MS): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Does a console at the port of telnet work out what it is asked? */
async function isOpen(): Promise<boolean> {
  await moment();
  return new Promise((resolve) => {
    const socket = connect(TELNET_PORT, "127.0.0.1");
    let heard = "";
    const end = () => {
      socket.destroy();
      resolve(heard.includes("42"));
    };
    const limit = setTimeout(end, ANSWER_MS);
    socket.on("connect", () => socket.write(QUESTION));
    socket.on("data", (bytes) => {
      heard += bytes.toString("latin1");
    });
    socket.on("error", () => {
      clearTimeout(limit);
      end();
    });
  });
}

async function withConsole(model: RealEspruino, work: (console: DeviceConsole) => Promise<unknown>) {
  const console = await openEspruino(timedLine(model, createRealTimers()));
  await work(console);
  await console.release();
}

test("a real Espruino is shut by an upload, also after reset()", needs(ESPRUINO), async () => {
  for (const binary of espruinoBinaries()) {
    const bare = switchedOn(binary);
    expect(await isOpen()).toBe(true);
    bare.dispose();
    const model = switchedOn(binary);
    await withConsole(model, (console) => console.upload(imageOf("one"), { keepBootFiles: true }));
    expect(await isOpen()).toBe(false);
    model.type("reset()\n");
    expect(await isOpen()).toBe(false);
    model.powerCycle();
    expect(await isOpen()).toBe(false);
    await withConsole(model, (console) => console.erase());
    // The console stays the cable's for as long as there is power.
    expect(await isOpen()).toBe(false);
    model.powerCycle();
    expect(await isOpen()).toBe(true);
    model.dispose();
  }
});

test("a real Espruino loses another program's boot files by a flash", needs(ESPRUINO), async () => {
  for (const binary of espruinoBinaries()) {
    const open =
      'setTimeout(function(){require("TelnetServer").setOptions({mode:"on"});E.setConsole("Telnet",{force:1})},1500);';
    const again = `E.on("kill",function(){require("Storage").write(".boot2","1")});`;
    const model = switchedOn(binary, [
      [".bootPowerOn", open],
      [".boot1", open + again],
    ]);
    let removed: unknown;
    await withConsole(model, async (console) => {
      expect(console.found.runsBefore).toEqual([".bootPowerOn", ".boot0", ".boot1"]);
      ({ removed } = await console.upload(imageOf("one")));
    });
    expect(removed).toMatchObject({ files: expect.arrayContaining([".bootPowerOn", ".boot0", ".boot1"]) });
    const named = () => [...model.files().keys()].filter((name) => name.startsWith(".boot")).sort();
    expect(named()).toEqual([".boot3", ".bootcde"]);
    await moment(2 * START_MS);
    expect(await isOpen()).toBe(false);
    model.powerCycle();
    await moment(2 * START_MS);
    expect([await isOpen(), named()]).toEqual([false, [".boot3", ".bootcde"]]);
    model.dispose();
  }
});

test("a real Espruino is shut by its settings alone", needs(ESPRUINO), async () => {
  const [binary] = espruinoBinaries();
  if (binary === undefined) return;
  const model = switchedOn(binary);
  await withConsole(model, (console) => console.writeSettings("ringmote 1\nssid=x\nend\n"));
  expect(await isOpen()).toBe(false);
});

async function script(): Promise<string> {
  const { files } = await keptImage({ firmware: "climate", board: board.name });
  return files[0]?.content.text ?? "";
}

test("an image that another tool sends shuts a real Espruino", needs(ESPRUINO), async () => {
  const [, binary] = espruinoBinaries();
  if (binary === undefined) return;
  switchedOn(binary, [[".bootcde", await script()]]);
  expect(await isOpen()).toBe(false);
});

test("an image that another tool sends shuts a hosted board", async () => {
  const clock = createVirtualClock();
  const device = hostEspruino({
    script: await script(),
    world: createVirtualWorld({ clock }),
    board,
    chunkBytes: 536,
  });
  clock.advance(2000);
  expect(device.openDoors).toEqual([]);
  device.kill();
});
