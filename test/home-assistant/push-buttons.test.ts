// Push buttons at a broker, and Home Assistant beside them: an event for each press, and none for what is
// only told again.
import { expect, onTestFinished, test } from "vitest";
import { device } from "../../src/device/declare/device.ts";
import { button } from "../../src/drivers/button.ts";
import { homeAssistant, seconds, sensor } from "../../src/index.ts";
import type { SensorOptions } from "../../src/options.ts";
import { createLines } from "../../src/platform/node/circuit.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { simulatedWires } from "../../tools/image/wiring/simulated-wires.ts";
import { startEmbedded } from "../brokers/embedded.ts";
import { startHomeAssistant } from "./stand-in.ts";

const ID = "porch-1";
const BELL = `${ID}-doorbell`;
const PRESSED = 0;

/** A doorbell that publishes each of its readings, ten in a second. */
async function setDoor(options: Partial<SensorOptions> = {}) {
  const broker = await startEmbedded();
  onTestFinished(broker.end);
  const home = await startHomeAssistant(broker.port);
  onTestFinished(home.end);
  const lines = createLines();
  const world = createRealWorld({
    circuit: lines,
    storage: new Map([["settings", settingsRecord({ host: "127.0.0.1", port: broker.port, id: ID })]]),
  });
  onTestFinished(world.end);
  const readings = { states: ["released", "pressed"], every: seconds(0.1), ...options };
  const declaration = device({
    name: "porch",
    sensors: [sensor("doorbell", button("bell").state, readings)],
    diagnostics: ["uptime"],
    discovery: homeAssistant(),
  });
  const topic = `home/${ID}/doorbell`;
  return {
    home,
    press: () => lines.drive("bell", PRESSED),
    letGo: () => lines.drive("bell", undefined),
    start: () => startNodeDevice(world, declaration, simulatedWires(declaration)),
    /** Resolves when so many more of its readings have come to Home Assistant. */
    async readings(count: number, reading: string) {
      const before = home.heard(topic, reading);
      await home.until(`${count} readings "${reading}"`, () => home.heard(topic, reading) >= before + count);
    },
    happened: (...types: string[]) =>
      home.until(`the events ${types}`, () => home.eventsOf(BELL).join() === types.join()),
  };
}

test("a doorbell rings once a press, though each reading is published", async () => {
  const { home, press, letGo, start, readings, happened } = await setDoor();
  start();
  await home.untilEntities([BELL, `${ID}-problem`, `${ID}-uptime`]);
  await readings(3, "released");
  expect(home.eventsOf(BELL)).toEqual([]);
  press();
  await readings(3, "pressed");
  letGo();
  await readings(3, "released");
  press();
  await readings(3, "pressed");
  await happened("ring", "release", "ring");
  expect(home.entity(BELL).config.device_class).toBe("doorbell");
  expect(home.nameOf(BELL)).toBe("Porch");
  expect(home.complaints).toEqual([]);
});

test("a start of the device or Home Assistant repeats no press", async () => {
  const { home, press, letGo, start, readings, happened } = await setDoor();
  const first = start();
  await readings(1, "released");
  press();
  await readings(1, "pressed");
  await happened("ring");
  first.kill();
  await home.untilState(BELL, "unavailable");
  start();
  await home.untilState(BELL, "ring");
  await readings(2, "pressed");
  await home.restart();
  await home.untilEntities([BELL, `${ID}-problem`, `${ID}-uptime`]);
  const announced = home.announced.length;
  await home.sayOnline();
  await home.until("an announcement after its start", () => home.announced.length > announced);
  await readings(2, "pressed");
  // What comes behind all that was told again.
  letGo();
  await readings(1, "released");
  await happened("ring", "release");
  expect(home.complaints).toEqual([]);
});

test.each([
  [{ deviceClass: "button" }, ["press", "release"]],
  [{ states: ["it's quiet", 'a "ding" \\ dong'] }, ["ring", "release"]],
  [{ qos: 1 }, ["ring", "release"]],
] as const)("a push button with %j tells %j", async (options, types) => {
  const { home, press, letGo, start, happened } = await setDoor(options as Partial<SensorOptions>);
  start();
  await home.untilState(BELL, "unknown");
  press();
  await happened(types[0]);
  letGo();
  await happened(...types);
  expect(home.complaints).toEqual([]);
});
