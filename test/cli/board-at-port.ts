// Boards that are models, each behind a pseudo-terminal, and commands that are typed at them.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, vi } from "vitest";
import type { Board } from "../../boards/board.ts";
import esp32Espruino from "../../boards/esp32-espruino.ts";
import { createLines } from "../../src/platform/node/circuit.ts";
import { createRealTimers } from "../../src/platform/node/real-timers.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import type { Circuit, I2cBus, World } from "../../src/platform/node/world.ts";
import { main } from "../../tools/cli/main.ts";
import { openPseudoTerminal } from "../../tools/laboratory/hosts/consoles/pseudo-terminal.ts";
import { espruinoConsole } from "../../tools/laboratory/hosts/espruino/console.ts";
import { type NodeMcuConsoleOptions, nodeMcuConsole } from "../../tools/laboratory/hosts/nodemcu/console.ts";
import { SimulatedAir } from "../../tools/sim/worlds/air.ts";
import { SimulatedDatagrams } from "../../tools/sim/worlds/datagrams.ts";

/** A folder that is gone after the test. */
export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-board-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface AtPort<Model> {
  path: string;
  storage: Map<string, string>;
  model: Model;
  /** Where its own network is. */
  air: SimulatedAir;
  /** Pulls the plug. */
  close: () => void;
}

/** A board with Espruino at a port, by default an ESP32. */
export function espruinoAtPort(
  options: { board?: Board; version?: string } = {},
  storage?: Map<string, string>,
  circuit?: Circuit,
  i2c?: I2cBus,
) {
  return atPort(
    (world) => espruinoConsole({ board: esp32Espruino, ...options, world }),
    (model) => model.powerOff(),
    storage,
    circuit,
    i2c,
  );
}

/** A board with NodeMCU at a port. */
export function nodeMcuAtPort(
  options: Omit<NodeMcuConsoleOptions, "world">,
  storage?: Map<string, string>,
  circuit?: Circuit,
  i2c?: I2cBus,
) {
  return atPort(
    (world) => nodeMcuConsole({ ...options, world }),
    (model) => model.device.kill(),
    storage,
    circuit,
    i2c,
  );
}

async function atPort<Model extends Parameters<typeof openPseudoTerminal>[0]>(
  make: (world: World) => Model,
  switchOff: (model: Model) => void,
  storage = new Map<string, string>(),
  circuit: Circuit = createLines(),
  i2c?: I2cBus,
): Promise<AtPort<Model>> {
  const timers = createRealTimers();
  const air = new SimulatedAir(timers);
  const world = createRealWorld({
    timers,
    datagrams: new SimulatedDatagrams(timers),
    chipId: "30aea4000001",
    storage,
    circuit,
    ...(i2c && { i2c }),
  });
  const model = make({ ...world, air });
  const { path, close } = await openPseudoTerminal(model);
  onTestFinished(async () => {
    close();
    switchOff(model);
    await world.end();
  });
  return { path, storage, model, air, close };
}

/** All that a command says, run in this process; the test fails when it ends with another exit code. */
export async function said(
  args: string[],
  environment: Record<string, string> = {},
  code = 0,
): Promise<string> {
  for (const [name, value] of Object.entries({ RINGMOTE_CACHE: temporary(), ...environment }))
    vi.stubEnv(name, value);
  const lines: string[] = [];
  const take = (line: string) => void lines.push(line);
  const spies = [vi.spyOn(console, "log"), vi.spyOn(console, "error")];
  for (const spy of spies) spy.mockImplementation(take);
  try {
    const ended = await main(args);
    expect(ended, lines.join("\n")).toBe(code);
  } finally {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
  return `${lines.join("\n")}\n`;
}
