// The commands of docs/first-hour.md as they stand, but for the port, the broker and the file of a firmware,
// at a model of a board.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import board from "../../boards/esp32-espruino.ts";
import { createRealTimers } from "../../src/platform/node/real-timers.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { openPseudoTerminal } from "../../tools/laboratory/hosts/consoles/pseudo-terminal.ts";
import { espruinoConsole } from "../../tools/laboratory/hosts/espruino/console.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { SimulatedAir } from "../../tools/sim/worlds/air.ts";
import { ringmote } from "../cli/child.ts";
import { needs, SOCAT } from "../needs.ts";

vi.setConfig({ testTimeout: 600_000 });

const PAGE = readFileSync(new URL("../../docs/first-hour.md", import.meta.url), "utf8");
const WRITTEN = [...PAGE.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block]) =>
  (block as string)
    .trim()
    .split("\n")
    // What npm does in a new project is tried where the package is installed (test/package).
    .filter((line) => line.startsWith("npx ringmote "))
    .map((line) => line.replace(/ +#.*/, "").replace(/^npx ringmote /, "")),
);
/** By phone and by cable the same ones come again. */
const COMMANDS = [...new Set(WRITTEN)];
const [, DEVICE] = /```ts\n(.*?)```/s.exec(PAGE) as RegExpExecArray;

test("each command of the first hour does what the page says", needs(SOCAT), async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-hour-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const timers = createRealTimers();
  const made = createRealWorld({ timers, chipId: "30aea4000001" });
  // While it has no settings, the porch opens its access point.
  const world = { ...made, air: new SimulatedAir(timers) };
  const model = espruinoConsole({ board, world });
  const { path, close } = await openPseudoTerminal(model);
  onTestFinished(async () => {
    close();
    model.powerOff();
    await world.end();
  });
  // A model of a console has no boot loader: what is shown is that the file is looked at first.
  writeFileSync(join(folder, "espruino.bin"), "PK");
  const env = { RINGMOTE_CACHE: join(folder, "cache"), RINGMOTE_WIFI_PASSWORD: "long-enough" };
  expect(COMMANDS.length).toBeGreaterThan(9);
  for (const line of COMMANDS) {
    const typed = line
      .replace("/dev/ttyUSB0", path)
      .replace("mqtt://192.168.1.10", `mqtt://127.0.0.1:${broker.port}`);
    const child = ringmote(typed.split(" "), env, folder);
    if (line.startsWith("monitor")) {
      await child.wrote(/is open/);
      child.process.kill("SIGINT");
    }
    if (line.startsWith("new-device")) {
      await child.ended;
      writeFileSync(join(folder, "porch", "device.ts"), DEVICE);
    }
    const isRefused = line.includes("--firmware");
    expect(await child.ended, `${line}: ${child.errors()}`).toBe(isRefused ? 1 : 0);
    if (isRefused) expect(child.errors()).toContain("no firmware for an ESP chip");
    if (line.startsWith("flash ./porch")) expect(child.output()).toContain("ringmote-30aea4000001");
  }
});
