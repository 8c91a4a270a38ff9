// A device with every kind of entity at a broker, and Home Assistant beside it: what people see, and what they can do.
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import type { HomeAssistantOptions } from "../../src/device/declare/home-assistant.ts";
import type { TestBroker } from "../../tools/laboratory/brokers/broker.ts";
import { startEmbedded } from "../brokers/embedded.ts";
import { KEYS } from "./everything.ts";
import { type EverythingDevice, setEverything } from "./everything-device.ts";
import { type HomeAssistant, startHomeAssistant } from "./stand-in.ts";

const ID = "everything-1";
const NAMES = [
  ..."Temperature,Humidity,Door,Handle,Heater,Reading lamp,Porch,Strip,Bolt,Water,Horn,Target,Mode,Note,Wake,Dose,Bell,Problem".split(
    ",",
  ),
  ..."Started,Reset reason,Free memory,Signal strength,Reconnects,Waiting messages".split(","),
];
const UNIQUE_IDS = KEYS.map((key) => `${ID}-${key}`);

interface Home extends EverythingDevice {
  broker: TestBroker;
  home: HomeAssistant;
}

async function setHome(discovery: HomeAssistantOptions = {}): Promise<Home> {
  const broker = await startEmbedded();
  onTestFinished(broker.end);
  const home = await startHomeAssistant(broker.port);
  onTestFinished(home.end);
  return { broker, home, ...setEverything({ port: broker.port, id: ID, discovery }, onTestFinished) };
}

test.each([
  ["one message", {}],
  ["several messages", { messageBytes: 536 }],
  ["component form", { form: "component" }],
] as const)("every entity of a device in %s appears without any complaint", async (_, discovery) => {
  const { home, lines, start } = await setHome(discovery);
  lines.drive("door", 0);
  start();
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
});

test("actions in Home Assistant reach the parts, and its states follow", async () => {
  const { home, lines, start } = await setHome();
  lines.drive("door", 0);
  start();
  await home.untilState(`${ID}-heater`, "off");
  await home.act(`${ID}-heater`, "turn on");
  await home.untilState(`${ID}-heater`, "on");
  expect(lines.output("heater")).toBe(1);
  await home.act(`${ID}-lamp`, { brightness: 128 });
  await home.untilState(`${ID}-lamp`, "on");
  await home.until("the lamp's brightness", () => home.entity(`${ID}-lamp`).brightness === 128);
  await home.act(`${ID}-strip`, { rgb: [255, 128, 0] });
  await home.untilState(`${ID}-strip`, "on");
  await home.until("the strip's colour", () => home.entity(`${ID}-strip`).rgb?.join() === "255,128,0");
  expect(lines.output("strip.red")).toBe(1);
  expect(lines.output("strip.green")).toBeCloseTo(0.252, 2);
  expect(lines.output("strip.blue")).toBe(0);
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
  await home.act(`${ID}-note`, { text: "Süß" });
  await home.untilState(`${ID}-note`, "Süß");
  await home.act(`${ID}-wake`, { time: "07:05:00" });
  await home.untilState(`${ID}-wake`, "07:05:00");
  await home.act(`${ID}-dose`, { set: 30 });
  await home.untilState(`${ID}-dose`, "30");
  const rung = new Promise<void>((resolve) => lines.whenWritten("bell", (level) => level === 1 && resolve()));
  await home.act(`${ID}-bell`, "press");
  await rung;
  await home.act(`${ID}-bolt`, "unlock");
  await home.untilState(`${ID}-bolt`, "unlocking");
  lines.drive("door", undefined);
  await home.untilState(`${ID}-bolt`, "unlocked");
  expect(home.complaints).toEqual([]);
});

test("a thermostat sets its number and shows what its heater does", async () => {
  const climate = { current: "temperature", humidity: "humidity", target: "target", heater: "heater" };
  const { broker, home, start } = await setHome({ climate });
  const device = start();
  await home.untilEntities([`${ID}-climate`, ...UNIQUE_IDS.filter((id) => !/-(target|heater)$/.test(id))]);
  const seen = () => home.entity(`${ID}-climate`).attributes;
  const untilSeen = (wanted: object) =>
    home.until(JSON.stringify(wanted), () =>
      Object.entries(wanted).every(([name, value]) => seen()?.[name] === value),
    );
  await home.untilState(`${ID}-climate`, "heat");
  await untilSeen({ current_temperature: 21.5, current_humidity: 40, temperature: 5, hvac_action: "idle" });
  await home.act(`${ID}-climate`, { set: 21.5 });
  await untilSeen({ temperature: 21.5 });
  await home.act(`${ID}-climate`, { fahrenheit: 70 });
  await untilSeen({ temperature: 21 });
  const somebody = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  onTestFinished(() => somebody.endAsync(true));
  await somebody.publishAsync(`home/${ID}/heater/set`, "on");
  await untilSeen({ hvac_action: "heating" });
  device.kill();
  await home.untilState(`${ID}-climate`, "unavailable");
  start();
  await home.untilState(`${ID}-climate`, "heat");
  expect(home.complaints).toEqual([]);
});

test("a problem is on during any fault, and its attribute lists all", async () => {
  const { broker, home, start } = await setHome();
  start();
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

test("a device without power is unavailable, and returns with its power", async () => {
  const { home, start } = await setHome();
  const device = start();
  await home.untilState(`${ID}-heater`, "off");
  device.kill();
  await home.untilState(`${ID}-heater`, "unavailable");
  start();
  await home.untilState(`${ID}-heater`, "off");
});

test("a device that was just lost obeys harmless commands late", async () => {
  const { home, lines, start, setNetwork } = await setHome();
  lines.drive("door", 0);
  const device = start();
  await home.untilState(`${ID}-lamp`, "off");
  await home.untilState(`${ID}-water`, "closed");
  setNetwork(false);
  // In one turn: as soon as the broker notices the loss, Home Assistant sends nothing more.
  await Promise.all([
    home.act(`${ID}-bolt`, "unlock"),
    home.act(`${ID}-water`, "open"),
    home.act(`${ID}-horn`, "turn on"),
    home.act(`${ID}-target`, { set: 19 }),
    home.act(`${ID}-lamp`, "turn on"),
  ]);
  device.kill();
  setNetwork(true);
  start();
  await home.untilState(`${ID}-lamp`, "on");
  await home.untilState(`${ID}-target`, "19.0");
  await home.untilState(`${ID}-water`, "closed");
  await home.untilState(`${ID}-horn`, "off");
  expect(["bolt", "main", "horn"].map((role) => lines.output(role))).toEqual([0, 0, 0]);
});

test("Home Assistant finds the device after its own and a broker's restart", async () => {
  const { broker, home, start } = await setHome();
  start();
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
