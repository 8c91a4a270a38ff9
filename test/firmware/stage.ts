// One firmware on one engine: the parts around it, a real broker, Home Assistant's stand-in and somebody who listens.

import { connectAsync, type MqttClient } from "mqtt";
import type { Wiring } from "../../boards/board.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { Battery } from "../../src/drivers/battery.ts";
import type { Lines } from "../../src/platform/node/circuit.ts";
import type { Timers } from "../../src/platform/node/timers.ts";
import type { SimulatedDevice } from "../../src/platform/node/world.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { pulsedReset } from "../../tools/image/wiring/sleep-fit.ts";
import { type FittedParts, fitParts } from "../../tools/sim/fit/fit-parts.ts";
import type { Surroundings } from "../../tools/sim/parts/around.ts";
import type { ContactModel } from "../../tools/sim/parts/contact.ts";
import { loadI2cModels } from "../../tools/sim/parts/i2c-models.ts";
import type { PirModel } from "../../tools/sim/parts/pir.ts";
import { trialTime } from "../../tools/sim/trial/trial-time.ts";
import { flashJournal } from "../../tools/sim/worlds/flash-journal.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import type { AtEnd } from "../brokers/scene.ts";
import { type HomeAssistant, startHomeAssistant } from "../home-assistant/stand-in.ts";
import { startBrokerBeside } from "./broker.ts";
import type { FirmwareEngine } from "./engines.ts";
import { createPassingTime } from "./passing-time.ts";

/** What is around a firmware's parts; a story changes it, and the parts see it when they measure next. */
interface Scenery {
  celsius: number;
  humidity: number;
  lux: number;
  /** How wet the soil is, 0 to 1. */
  wetness: number;
  /** What the meter counts: kWh an hour. */
  kilowatts: number;
  /** Of a battery, in front of its divider. */
  millivolts: number;
}

export interface Stage {
  scenery: Scenery;
  contact: (role: string) => ContactModel;
  motionDetector: (role: string) => PirModel;
  parts: FittedParts;
  /** What the device drives the role's line to: 0 or 1, by PWM the duty's part of 1. */
  output: (role: string) => number | undefined;
  /** Resolves when the newest message below the device's root is this one; rejects after `withinMs` of its time. */
  says: (name: string, expected: string | RegExp, withinMs?: number) => Promise<void>;
  /** Every payload of a topic below the device's root, oldest first. */
  said: (name: string) => readonly string[];
  /** Sends a command to an actuator. */
  command: (name: string, payload: string) => Promise<void>;
  home: HomeAssistant;
  /** Resolves when people see this state in Home Assistant. */
  shows: (entity: string, state: string, withinMs?: number) => Promise<void>;
  /** Resolves when something holds. */
  holds: (what: string, isSo: () => boolean, withinMs?: number) => Promise<void>;
  /** The device's time, for parts that a story fits. */
  now: Timers["now"];
  after: Timers["after"];
  /** The time servers of its clock say this in UTC from now on, as "2026-03-29T00:59:00"; it asks them when it starts. */
  setTime: (text: string) => void;
  /** Lets it pass. */
  pass: (ms: number) => Promise<void>;
  /** Takes the broker from the device, or gives it back. */
  setNetwork: (up: boolean) => void;
  /** What the device says of itself on its console. */
  log: readonly string[];
  /** Power cut. */
  kill: () => void;
  /** Power is back, with what its storage keeps. */
  powerUp: () => Promise<void>;
}

/** An image believes no time from before its build. */
export const NEXT_YEAR = new Date().getUTCFullYear() + 1;

/** Long enough for a start, a measurement and a message; a story that waits for a sensor's schedule says so. */
const WITHIN_MS = 30_000;

/** The identity of a firmware's device on every engine. */
export function idOf(firmware: string): string {
  return `${firmware}-1`;
}

/** Sets the stage and switches the device on. Everything ends with the test. */
export async function setStage(firmware: string, engine: FirmwareEngine, atEnd: AtEnd): Promise<Stage> {
  await loadI2cModels();
  const { declaration, wiring } = await readFirmware(firmware);
  const broker = await startBrokerBeside();
  atEnd(broker.end);
  const heard = new Map<string, string[]>();
  const listener = await listen(broker.port, heard);
  atEnd(() => listener.endAsync(true));
  const home = await startHomeAssistant(broker.port);
  atEnd(home.end);

  const { clock, pass, until } = createPassingTime();
  const scenery = { celsius: 20, humidity: 50, lux: 200, wetness: 0.5, kilowatts: 0.6, millivolts: 4800 };
  const parts = fitParts(declaration, clock, surroundingsOf(declaration, scenery));
  if (engine.board !== undefined) joinToReset(declaration, wiring[engine.board], parts.circuit, clock);
  const time = trialTime(declaration, clock);
  if (declaration.clock !== undefined) time.set(`${NEXT_YEAR}-06-21T10:00:00`);
  const log: string[] = [];
  const root = `home/${idOf(firmware)}`;
  const settings = { ssid: "net", password: "long enough", host: "127.0.0.1", port: broker.port };
  const world = createVirtualWorld({
    clock,
    peer: broker.peer,
    ...(time.datagrams && { datagrams: time.datagrams }),
    i2c: parts.i2c,
    circuit: parts.circuit,
    storage: new Map([[SETTINGS, settingsRecord({ ...settings, id: idOf(firmware) })]]),
    log: (line) => log.push(line),
    journal: flashJournal(),
  });
  let device: SimulatedDevice = await engine.start(firmware, world);

  const payloads = (name: string) => heard.get(`${root}/${name}`) ?? [];
  const holds: Stage["holds"] = async (what, isSo, withinMs = WITHIN_MS) => {
    if (await until(isSo, withinMs)) return;
    const there = [...heard].map(([topic, all]) => `${topic} ${all.at(-1)}`);
    throw new Error(
      `Waited ${withinMs} ms in vain for ${what}. There are:\n${[...there, "On its console:", ...log.slice(-8)].join("\n")}`,
    );
  };

  return {
    scenery,
    parts,
    contact: (role) => found(parts.contacts, role),
    motionDetector: (role) => found(parts.motionDetectors, role),
    output: (role) => parts.circuit.output(role),
    says: (name, expected, withinMs) =>
      holds(`"${expected}" on ${root}/${name}`, () => matches(payloads(name).at(-1), expected), withinMs),
    said: payloads,
    async command(name, payload) {
      await listener.publishAsync(`${root}/${name}/set`, payload, { qos: 1 });
    },
    home,
    shows: (entity, state, withinMs) => {
      const id = `${idOf(firmware)}-${entity}`;
      const isShown = () => home.uniqueIds().includes(id) && home.state(id) === state;
      return holds(`${entity} to be shown as ${state}`, isShown, withinMs);
    },
    holds,
    now: clock.now,
    after: clock.after,
    setTime: (text) => void time.set(text),
    pass,
    setNetwork: world.setNetwork,
    log,
    kill() {
      device.kill();
      broker.resetDevices();
    },
    async powerUp() {
      device = await engine.start(firmware, world);
    },
  };
}

/** 100 nF are charged through 470 kΩ: a contact that bounces pulses nothing. */
const CHARGED_MS = 47;

/** What a capacitor makes at the chip's reset of a contact that closes. */
export function joinToReset(
  declaration: DeviceDeclaration,
  wired: Wiring | undefined,
  circuit: Lines,
  { now, after }: Timers,
): void {
  const pulsed = wired && pulsedReset(declaration, wired);
  if (wired === undefined || pulsed === undefined) return;
  const role = Object.keys(wired.roles).find((name) => wired.roles[name] === pulsed.from) as string;
  let openSince = 0;
  circuit.watch(role, (level) => {
    if (level === 1) openSince = now();
    if (level === 1 || now() - openSince < CHARGED_MS) return;
    circuit.drive(pulsed.to, 0);
    after(1, () => circuit.drive(pulsed.to, 1));
  });
}

function matches(payload: string | undefined, expected: string | RegExp): boolean {
  if (payload === undefined) return false;
  return typeof expected === "string" ? payload === expected : expected.test(payload);
}

function found<Model>(models: ReadonlyMap<string, Model>, role: string): Model {
  const model = models.get(role);
  if (model !== undefined) return model;
  throw new Error(`There is no such part on "${role}"; there are: ${[...models.keys()].join(", ")}.`);
}

function surroundingsOf({ sensors = [] }: DeviceDeclaration, scenery: Scenery): Surroundings {
  const around = {
    air: () => ({ celsius: scenery.celsius, humidity: scenery.humidity }),
    lux: () => scenery.lux,
    share: () => scenery.wetness,
    flow: () => scenery.kilowatts,
  };
  const ofBattery = ({ upper, lower }: Battery) => ({
    millivolts: () => (scenery.millivolts * lower) / (upper + lower),
  });
  const parts = sensors.map(({ quantity }) => quantity.part);
  return Object.fromEntries(
    parts.map((part) => [part.role, "upper" in part ? ofBattery(part as Battery) : around]),
  );
}

async function listen(port: number, payloads: Map<string, string[]>): Promise<MqttClient> {
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { clientId: "listener" });
  client.on("message", (topic, payload) => {
    const all = payloads.get(topic) ?? [];
    all.push(payload.toString());
    payloads.set(topic, all);
  });
  await client.subscribeAsync("#", { qos: 1 });
  return client;
}
