// What a recorded session is made with: a device on the Node platform, in virtual time, with a room, a sensor, a network and a
// broker that a script turns as it likes.

import { measuringParts } from "../../src/checks/measuring-parts.ts";
import type { Hlw8012 } from "../../src/drivers/hlw8012.ts";
import type { Pca9685 } from "../../src/drivers/pca9685.ts";
import type { Lines } from "../../src/platform/node/circuit.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { type Settings, settingsRecord } from "../../src/runtime/settings-record.ts";
import { simulatedWires } from "../../tools/image/wiring/simulated-wires.ts";
import { type Broker, createBroker } from "../../tools/sim/broker/broker.ts";
import { displaysOf } from "../../tools/sim/fit/fit-driven-parts.ts";
import { fitUartParts } from "../../tools/sim/fit/fit-uart-parts.ts";
import { type Air, AT_REST } from "../../tools/sim/parts/around.ts";
import { createDht22, type Dht22Model } from "../../tools/sim/parts/dht22.ts";
import { createHcSr04, type HcSr04Model } from "../../tools/sim/parts/hc-sr04.ts";
import { createHlw8012, type Hlw8012Model, type Mains, wiredAs } from "../../tools/sim/parts/hlw8012.ts";
import { createHx711, type Hx711Model } from "../../tools/sim/parts/hx711.ts";
import { createPca9685, type Pca9685Model } from "../../tools/sim/parts/i2c/pca9685.ts";
import { createSht3x, type Sht3x } from "../../tools/sim/parts/i2c/sht3x.ts";
import { createI2cBus } from "../../tools/sim/parts/i2c-bus.ts";
import { createIrRemote, type IrRemoteModel } from "../../tools/sim/parts/ir-remote.ts";
import { createMax31855, type Max31855Model } from "../../tools/sim/parts/max31855.ts";
import type { MhZ19Model } from "../../tools/sim/parts/mh-z19.ts";
import type { ModbusServer } from "../../tools/sim/parts/modbus-server.ts";
import type { Dust, Pms5003Model } from "../../tools/sim/parts/pms5003.ts";
import type { SmartMeter } from "../../tools/sim/parts/smart-meter.ts";
import type { Ssd1306Model } from "../../tools/sim/parts/ssd1306.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import type { LinkPlan } from "../../tools/sim/worlds/link.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { firmwareOf } from "./firmwares.ts";
import type { Recording } from "./recording.ts";
import { recordingWorld } from "./recording-world.ts";
import { NOTHING } from "./replay-circuit.ts";
import { createScribe, finished } from "./scribe.ts";

export interface Session {
  /** Its file's name. */
  name: string;
  title: string;
  /** One of firmwares.ts. */
  firmware: string;
  /** What the world's clock shows at the start. Default 0. */
  clock?: number;
  /** Default 1: for draws and delays. */
  seed?: number;
  /** What is in the storage; default: settings that name a broker and the identity "dev". */
  records?: Readonly<Record<string, string>>;
  /** What the sensors of fine particles on its UARTs are in, by their roles. */
  dust?: Readonly<Record<string, Dust>>;
  /** CO2 around those that measure it, in ppm, by their roles. */
  co2?: Readonly<Record<string, number>>;
  /** What is at the registers of servers by Modbus, in the units of their quantities, by their roles. */
  modbus?: Readonly<Record<string, Record<number, number>>>;
  /** How far away what the sensors of distance look at is, in cm, by their roles. */
  distances?: Readonly<Record<string, number>>;
  /** What HX711s count, by their roles. */
  counts?: Readonly<Record<string, number>>;
  /** What meters at the mains measure, by their roles. */
  mains?: Readonly<Record<string, Mains>>;
  /** The roles of infrared receivers. */
  remotes?: readonly string[];
  /** What the DHT22s are in, by their roles. */
  airs?: Readonly<Record<string, Air>>;
  /** How hot the tips of the thermocouples on its SPI are, in °C, by their roles. */
  tips?: Readonly<Record<string, number>>;
  /** What each connection is like, from 0; default: quick, whole, unbroken. */
  plan?: (connection: number) => LinkPlan;
  play: (stage: SessionStage) => void;
}

interface SessionStage {
  broker: Broker;
  /** What the sensor is in, and what is wrong with it. */
  air: Air;
  sensor: Sht3x;
  /** The sensor of fine particles on the UART of a role. */
  dust: (role: string) => Pms5003Model;
  /** Those ppm, which a script changes, and the sensor of CO2 of a role. */
  co2: Record<string, number>;
  co2Sensor: (role: string) => MhZ19Model;
  /** The smart meter on the UART of a role. */
  smartMeter: (role: string) => SmartMeter;
  /** The server by Modbus on the UART of a role. */
  server: (role: string) => ModbusServer;
  /** Those distances, which a script changes. */
  distances: Record<string, number>;
  /** The sensor of distance of a role. */
  ranger: (role: string) => HcSr04Model;
  /** Those counts, which a script changes, and the part of a role. */
  counts: Record<string, number>;
  scale: (role: string) => Hx711Model;
  /** Those loads, which a script changes, and the meter of a role. */
  mains: Record<string, Mains>;
  meter: (role: string) => Hlw8012Model;
  /** The remote in front of the receiver of a role. */
  remote: (role: string) => IrRemoteModel;
  /** Those airs, which a script changes, and the part of a role. */
  airs: Record<string, Air>;
  dht: (role: string) => Dht22Model;
  /** Those tips, which a script changes, and the part of a role. */
  tips: Record<string, number>;
  thermocouple: (role: string) => Max31855Model;
  /** The board of outputs of a role. */
  pwmBoard: (role: string) => Pca9685Model;
  /** The display of a role. */
  display: (role: string) => Ssd1306Model;
  /** What is on its pins, by their roles. */
  circuit: Lines;
  pass: (ms: number) => void;
  network: (up: boolean) => void;
  /** A part gives a pin another level. */
  level: (pin: string, level: number) => void;
  /** The connection is cut in the middle. */
  cut: () => void;
  /** The device is stopped in an orderly way. */
  stop: () => void;
}

/** Identity and topics of the device: the same on every chip. */
export const ID = "dev";
export const ROOT = `home/${ID}`;

export const SETTINGS_RECORD = settingsOf({});

/** The settings of a device under test, with some in place of the usual ones. */
export function settingsOf(settings: Partial<Settings>): string {
  return settingsRecord({ ssid: "lan", password: "password", host: "broker", id: ID, ...settings });
}

/** How long the broker takes to answer: far from what a measurement takes, so that the two do not meet. */
const ANSWER_MS = 40;
const OPEN_MS = 30;
/**
 * An engine may be some milliseconds late. What a device does by itself this shortly before it is told something would
 * stand on the other side of it there.
 */
const MARGIN_MS = 5;
/** Of an echo: as far behind the trigger. */
const BEGIN_US = 6000;

export const QUICK: LinkPlan = { connectMs: OPEN_MS, toDevice: { delayMs: [ANSWER_MS, ANSWER_MS] } };

/** Lives the session and returns its recording: the same each time. */
export function record(session: Session): Recording {
  const { title, firmware, clock: startsAt = 0, seed = 1, plan = () => QUICK } = session;
  const records = Object.entries(session.records ?? { [SETTINGS]: SETTINGS_RECORD });
  const clock = createVirtualClock(startsAt);
  const broker = createBroker({ timers: clock });
  const { declaration, limits } = firmwareOf(firmware);
  const displays = displaysOf(declaration);
  const air: Air = { celsius: 21.53, humidity: 48.2 };
  const sensor = createSht3x({ now: clock.now, air: () => air });
  const storage = new Map(records);
  const pwmBoards = new Map(
    measuringParts(declaration)
      .filter(({ chip }) => chip === "PCA9685")
      .map((part) => [part.role, createPca9685({ address: (part as Pca9685).busAddress })]),
  );
  const i2c = createI2cBus([sensor, ...displays.values(), ...pwmBoards.values()]);
  const world = createVirtualWorld({ clock, seed, peer: broker.peer, plan, i2c, storage });
  world.setNetwork(false);
  clock.advance(0);

  const co2 = { ...session.co2 };
  const uarts = fitUartParts(measuringParts(declaration), clock, world.circuit, ({ role }) => ({
    ...AT_REST,
    dust: () => session.dust?.[role] ?? AT_REST.dust(),
    co2: () => co2[role] ?? 0,
    modbus: (register) => session.modbus?.[role]?.[register] ?? 0,
  }));

  let actedAt = startsAt;
  const scribe = createScribe({
    at: () => clock.now() - startsAt,
    storage,
    acted: () => {
      actedAt = clock.now();
    },
  });
  const told: typeof scribe = {
    ...scribe,
    input(input) {
      const since = clock.now() - actedAt;
      if (since > 0 && since < MARGIN_MS)
        throw new Error(
          `${session.name}: at ${clock.now() - startsAt} ms the device is told something ${since} ms after it acted; keep ${MARGIN_MS} ms apart.`,
        );
      scribe.input(input);
    },
  };

  /** By a part that is there since before the device's start. */
  const drive: Lines["drive"] = (pin, level, ago = 0) => {
    if (scribe.steps.length > 0 && level !== undefined)
      told.input({ kind: "level", pin: String(pin), level, ago });
    world.circuit.drive(pin, level, ago);
  };
  const whenWritten: Lines["whenWritten"] = (pin, then) => world.circuit.whenWritten(pin, then);
  /** Those of a part whose data follows its clock: what it gives with a change of that is an answer, all else an input. */
  function clockedLines(data: string): Pick<Lines, "drive" | "whenWritten"> {
    let given: string | undefined;
    let last: number | undefined;
    return {
      drive(pin, level) {
        if (given === undefined) return drive(pin, level);
        given = level === undefined ? NOTHING : String(level);
        world.circuit.drive(pin, level);
      },
      whenWritten: (pin, then) =>
        world.circuit.whenWritten(pin, (level) => {
          given = NOTHING;
          then(level);
          if (level !== last) scribe.clocked(String(pin), data, given);
          last = level;
          given = undefined;
        }),
    };
  }

  const distances = { ...session.distances };
  const rangers = new Map(
    Object.keys(distances).map((role) => {
      const pins = { trigger: `${role}.trigger`, echo: `${role}.echo` };
      const lines = { drive, whenWritten };
      return [
        role,
        createHcSr04({
          ...pins,
          lines,
          ...clock,
          beginUs: BEGIN_US,
          centimetres: () => distances[role] ?? 0,
        }),
      ];
    }),
  );

  const counts = { ...session.counts };
  const scales = new Map(
    Object.keys(counts).map((role) => {
      const pins = { data: `${role}.data`, clock: `${role}.clock` };
      const lines = clockedLines(pins.data);
      return [role, createHx711({ ...pins, lines, ...clock, counts: () => counts[role] ?? 0 })];
    }),
  );

  const mains = { ...session.mains };
  const meters = new Map(
    measuringParts(declaration)
      .filter(({ chip }) => chip === "HLW8012")
      .map((part) => [
        part.role,
        // Its pulses come between the moments at which a device acts.
        createHlw8012({
          ...wiredAs(part as Hlw8012),
          ...clock,
          lines: { drive, whenWritten },
          mains: () => mains[part.role] ?? AT_REST.mains(),
          lateMs: MARGIN_MS,
        }),
      ]),
  );

  const remotes = new Map(
    (session.remotes ?? []).map((role) => [
      role,
      createIrRemote({ lines: { drive }, pin: role, after: clock.after }),
    ]),
  );

  const airs = { ...session.airs };
  const dhts = new Map(
    Object.keys(airs).map((role) => {
      const { now } = clock;
      return [role, createDht22({ lines: world.circuit, pin: role, now, air: () => airs[role] ?? air })];
    }),
  );

  const tips = { ...session.tips };
  const thermocouples = new Map(
    Object.keys(tips).map((role) => {
      const { now } = clock;
      const tip = () => tips[role] ?? 0;
      const options = { lines: world.circuit, cs: `${role}.cs`, now, tip, internal: () => air.celsius };
      return [role, createMax31855(options)];
    }),
  );

  told.input({ kind: "start" });
  const device = startNodeDevice(
    recordingWorld(world, told),
    declaration,
    simulatedWires(declaration),
    limits,
  );

  session.play({
    broker,
    air,
    sensor,
    dust: (role) => uarts.dustSensors.get(role) as Pms5003Model,
    co2,
    co2Sensor: (role) => uarts.co2Sensors.get(role) as MhZ19Model,
    smartMeter: (role) => uarts.smartMeters.get(role) as SmartMeter,
    server: (role) => uarts.modbusServers.get(role) as ModbusServer,
    distances,
    ranger: (role) => rangers.get(role) as HcSr04Model,
    counts,
    mains,
    meter: (role) => meters.get(role) as Hlw8012Model,
    scale: (role) => scales.get(role) as Hx711Model,
    remote: (role) => remotes.get(role) as IrRemoteModel,
    airs,
    dht: (role) => dhts.get(role) as Dht22Model,
    tips,
    pwmBoard: (role) => pwmBoards.get(role) as Pca9685Model,
    display: (role) => displays.get(role) as Ssd1306Model,
    thermocouple: (role) => thermocouples.get(role) as Max31855Model,
    circuit: world.circuit,
    pass: clock.advance,
    network(up) {
      world.setNetwork(up);
      clock.advance(0);
    },
    level(pin, level) {
      told.input({ kind: "level", pin, level });
      world.circuit.drive(pin, level);
      clock.advance(0);
    },
    cut() {
      world.breakLink("cut");
      clock.advance(0);
    },
    stop() {
      told.input({ kind: "stop" });
      // At once, as an image does.
      device.stop(() => {}, 0);
      clock.advance(ANSWER_MS);
    },
  });
  told.input({ kind: "end" });
  if (broker.breaches.length > 0)
    throw new Error(`${session.name}: the device broke the protocol:\n${broker.breaches.join("\n")}`);
  device.kill();
  return finished(scribe, {
    title,
    firmware,
    clock: startsAt,
    records: records.map(([name, bytes]) => ({ name, bytes })),
  });
}
