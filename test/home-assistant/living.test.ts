// A device with every kind of entity at a broker, and Home Assistant beside it: what people see, and what they can do.
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import type { HomeAssistantOptions } from "../../src/device/home-assistant.ts";
import { createLines } from "../../src/platform/node/circuit.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import type { TestBroker } from "../../tools/laboratory/brokers/broker.ts";
import { createSht3x } from "../../tools/sim/parts/i2c/sht3x.ts";
import { simulatedWires } from "../../tools/sim/simulated-wires.ts";
import { startEmbedded } from "../brokers/embedded.ts";
import { everything } from "./everything.ts";
import { type HomeAssistant, startHomeAssistant } from "./stand-in.ts";

const ID = "everything-1";
const KEYS =
  "temperature humidity door handle heater lamp porch bolt water horn target mode bell problem " +
  "uptime reset-reason free-memory signal reconnects waiting";
const NAMES = [
  ..."Temperature,Humidity,Door,Handle,Heater,Reading lamp,Porch,Bolt,Water,Horn,Target,Mode,Bell,Problem".split(
    ",",
  ),
  ..."Started,Reset reason,Free memory,Signal strength,Reconnects,Waiting messages".split(","),
];
const UNIQUE_IDS = KEYS.split(" ").map((key) => `${ID}-${key}`);

interface Home {
  broker: TestBroker;
  home: HomeAssistant;
  lines: ReturnType<typeof createLines>;
  startDevice: () => ReturnType<typeof startNodeDevice>;
}

async function setHome(discovery: HomeAssistantOptions = {}): Promise<Home> {
  const broker = await startEmbedded();
  onTestFinished(broker.end);
  const home = await startHomeAssistant(broker.port);
  onTestFinished(home.end);
  const lines = createLines();
  const air = () => ({ celsius: 21.53, humidity: 40.2 });
  const world = createRealWorld({
    i2c: createSht3x({ now: () => performance.now(), air }),
    circuit: lines,
    storage: new Map([["settings", settingsRecord({ host: "127.0.0.1", port: broker.port, id: ID })]]),
  });
  onTestFinished(world.end);
  const declaration = everything(discovery);
  const startDevice = () => startNodeDevice(world, declaration, simulatedWires(declaration));
  return { broker, home, lines, startDevice };
}

test.each([
  ["one message", {}],
  ["several messages", { messageBytes: 536 }],
  ["component form", { form: "component" }],
] as const)(
  "every entity of a device in %s appears with its state, and nothing is complained of",
  async (_, discovery) => {
    const { home, lines, startDevice } = await setHome(discovery);
    lines.drive("door", 0);
    startDevice();
    await home.untilEntities(UNIQUE_IDS);
    await home.untilState(`${ID}-temperature`, "21.5");
    await home.untilState(`${ID}-humidity`, "40");
    await home.untilState(`${ID}-door`, "off");
    await home.untilState(`${ID}-handle`, "down");
    await home.untilState(`${ID}-heater`, "off");
    await home.untilState(`${ID}-lamp`, "off");
    await home.untilState(`${ID}-water`, "closed");
    await home.untilState(`${ID}-target`, "5.0");
    await home.untilState(`${ID}-mode`, "quiet");
    await home.untilState(`${ID}-problem`, "off");
    expect(home.complaints).toEqual([]);
    expect(UNIQUE_IDS.map(home.nameOf).map((name) => name.replace("Everything ", ""))).toEqual(NAMES);
    expect([...home.devices()]).toMatchObject([[ID, { name: "Everything", model: "simulated" }]]);
  },
);

test("what people do in Home Assistant reaches the parts, and its states follow", async () => {
  const { home, lines, startDevice } = await setHome();
  lines.drive("door", 0);
  startDevice();
  await home.untilState(`${ID}-heater`, "off");
  await home.act(`${ID}-heater`, "turn on");
  await home.untilState(`${ID}-heater`, "on");
  expect(lines.output("heater")).toBe(1);
  await home.act(`${ID}-lamp`, { brightness: 128 });
  await home.untilState(`${ID}-lamp`, "on");
  await home.until("the lamp's brightness", () => home.entity(`${ID}-lamp`).brightness === 128);
  await home.act(`${ID}-water`, "open");
  await home.untilState(`${ID}-water`, "open");
  await home.act(`${ID}-horn`, "turn on");
  await home.untilState(`${ID}-horn`, "on");
  await home.act(`${ID}-target`, { set: 21.5 });
  await home.untilState(`${ID}-target`, "21.5");
  await home.act(`${ID}-target`, { fahrenheit: 70 });
  await home.untilState(`${ID}-target`, "21.0");
  await home.act(`${ID}-mode`, { select: "loud" });
  await home.untilState(`${ID}-mode`, "loud");
  const rung = new Promise<void>((resolve) => lines.whenWritten("bell", (level) => level === 1 && resolve()));
  await home.act(`${ID}-bell`, "press");
  await rung;
  await home.act(`${ID}-bolt`, "unlock");
  await home.untilState(`${ID}-bolt`, "unlocking");
  lines.drive("door", undefined);
  await home.untilState(`${ID}-bolt`, "unlocked");
  expect(home.complaints).toEqual([]);
});

test("a problem is on while anything is wrong, and its attribute has all of it", async () => {
  const { broker, home, startDevice } = await setHome();
  startDevice();
  const somebody = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  onTestFinished(() => somebody.endAsync(true));
  const problem = () => home.entity(`${ID}-problem`);
  await home.untilState(`${ID}-problem`, "off");
  expect(problem().attributes).toEqual({ text: "none" });
  for (const [name, command] of [
    ["heater", "onn"],
    ["horn", "loud"],
  ])
    await somebody.publishAsync(`home/${ID}/${name}/set`, command);
  await home.until("both problems", () => String(problem().attributes?.text).includes("horn"));
  expect(problem()).toMatchObject({
    state: "on",
    attributes: {
      text:
        'heater: not understood: "onn"; the commands are on and off;\n' +
        'horn: not understood: "loud"; the commands are on and off',
    },
  });
});

test("a device that loses its power is unavailable, and there again when it is back", async () => {
  const { home, startDevice } = await setHome();
  const device = startDevice();
  await home.untilState(`${ID}-heater`, "off");
  device.kill();
  await home.untilState(`${ID}-heater`, "unavailable");
  startDevice();
  await home.untilState(`${ID}-heater`, "off");
});

test("a device that was gone for a command obeys it late, where that is harmless", async () => {
  const { home, lines, startDevice } = await setHome();
  lines.drive("door", 0);
  const device = startDevice();
  await home.untilState(`${ID}-lamp`, "off");
  await home.untilState(`${ID}-water`, "closed");
  device.kill();
  await home.untilState(`${ID}-lamp`, "unavailable");
  await home.act(`${ID}-bolt`, "unlock");
  await home.act(`${ID}-water`, "open");
  await home.act(`${ID}-horn`, "turn on");
  await home.act(`${ID}-target`, { set: 19 });
  await home.act(`${ID}-lamp`, "turn on");
  startDevice();
  await home.untilState(`${ID}-lamp`, "on");
  await home.untilState(`${ID}-target`, "19.0");
  await home.untilState(`${ID}-water`, "closed");
  await home.untilState(`${ID}-horn`, "off");
  expect(["bolt", "main", "horn"].map((role) => lines.output(role))).toEqual([0, 0, 0]);
});

test("Home Assistant finds the device again when it has restarted, and the broker when that forgot everything", async () => {
  const { broker, home, startDevice } = await setHome();
  startDevice();
  await home.untilState(`${ID}-heater`, "off");
  await home.restart();
  await home.untilState(`${ID}-heater`, "off");
  let before = home.announced.length;
  await home.sayOnline();
  await home.until("an announcement after its start", () => home.announced.length > before);
  before = home.announced.length;
  await broker.stop();
  await broker.start();
  await home.until("an announcement to the new broker", () => home.announced.length > before);
  expect(home.complaints).toEqual([]);
});
