// The host of Linux images: their program, with stand-ins for what Node gives it, in virtual time.
import { expect, test } from "vitest";
import { settingsRecord } from "../../../../src/runtime/settings-record.ts";
import { readBoard, readFirmware } from "../../../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../../../tools/image/keep/kept-image.ts";
import { neededRoles, wiredRoles } from "../../../../tools/image/wiring/wiring.ts";
import { hostLinux } from "../../../../tools/laboratory/hosts/linux/host.ts";
import { roleCircuit } from "../../../../tools/laboratory/hosts/role-circuit.ts";
import { createBroker } from "../../../../tools/sim/broker/broker.ts";
import { fitParts } from "../../../../tools/sim/fit/fit-parts.ts";
import { loadI2cModels } from "../../../../tools/sim/parts/i2c-models.ts";
import { createVirtualClock } from "../../../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../../../tools/sim/worlds/virtual-world.ts";

test("an image runs in virtual time", async () => {
  await loadI2cModels();
  const board = await readBoard("raspberry-pi-zero-2-w");
  const { declaration, wiring } = await readFirmware("climate");
  const { files } = await keptImage({ firmware: "climate", board: board.name });
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const { circuit, i2c } = fitParts(declaration, clock);
  const needed = neededRoles(declaration);
  const wires = await wiredRoles(needed, wiring[board.name] as never, "here");
  const onPins = roleCircuit(circuit, needed, wires);
  const log: string[] = [];
  const world = createVirtualWorld({
    clock,
    peer: broker.peer,
    i2c,
    circuit,
    storage: new Map([["settings", settingsRecord({ host: "broker", root: "home/pi" })]]),
    log: (line) => log.push(line),
  });
  const device = hostLinux({
    program: files[0]?.content.text ?? "",
    board,
    world: { ...world, circuit: onPins },
  });
  clock.advance(120_000);
  expect(log).toContain("connected");
  expect(broker.kept("home/pi/temperature")).toBe("20.0");
  expect(circuit.output("heater")).toBe(0);
  let isStopped = false;
  device.stop(() => {
    isStopped = true;
  });
  clock.advance(10_000);
  expect([isStopped, broker.kept("home/pi/status")]).toEqual([true, "offline"]);
});
