// The setting of a recorded session: a device on the Node platform, in virtual time, with a room, a sensor, a
// network and a broker that a script turns as it likes.

import type { Lines } from "../../src/platform/node/circuit.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { type Settings, settingsRecord } from "../../src/runtime/settings-record.ts";
import { simulatedWires } from "../../tools/image/wiring/simulated-wires.ts";
import { type Broker, createBroker } from "../../tools/sim/broker/broker.ts";
import type { Air, Known, Surroundings } from "../../tools/sim/parts/around.ts";
import { createSht3x, type Sht3x } from "../../tools/sim/parts/i2c/sht3x.ts";
import { createI2cBus } from "../../tools/sim/parts/i2c-bus.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import type { LinkPlan } from "../../tools/sim/worlds/link.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { firmwareOf } from "./firmwares.ts";
import { aroundParts, type FoundPart, fitBusOf, fitLinesOf, foundIn, MARGIN_MS } from "./fitted.ts";
import { recordedLines } from "./recorded-lines.ts";
import type { Recording } from "./recording.ts";
import { recordingWorld } from "./recording-world.ts";
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
  /** What is around its parts; what is not said rests. */
  around?: Surroundings;
  /** What each connection is like, from 0; default: quick, whole, unbroken. */
  plan?: (connection: number) => LinkPlan;
  play: (stage: SessionStage) => void;
}

interface SessionStage {
  broker: Broker;
  /** What the sensor is in, and what is wrong with it. */
  air: Air;
  sensor: Sht3x;
  /** What is around a part, by role, which a script changes. */
  around: Record<string, Known>;
  /** The model of a part, by its kind and role. */
  part: FoundPart;
  /** What is on its pins, by their roles. */
  circuit: Lines;
  pass: (ms: number) => void;
  network: (up: boolean) => void;
  /** Somebody publishes a command to an actuator, at QoS 1. */
  command: (name: string, payload: string) => void;
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
export const QUICK: LinkPlan = { connectMs: OPEN_MS, toDevice: { delayMs: [ANSWER_MS, ANSWER_MS] } };

/** Lives the session and returns its recording: the same each time. */
export function record(session: Session): Recording {
  const { title, firmware, clock: startsAt = 0, seed = 1, plan = () => QUICK } = session;
  const records = Object.entries(session.records ?? { [SETTINGS]: SETTINGS_RECORD });
  const clock = createVirtualClock(startsAt);
  const broker = createBroker({ timers: clock });
  const { declaration, limits } = firmwareOf(firmware);
  const air: Air = { celsius: 21.53, humidity: 48.2 };
  const sensor = createSht3x({ now: clock.now, air: () => air });
  const storage = new Map(records);
  const around = aroundParts(declaration, session.around ?? {}, air);
  const onBus = fitBusOf(declaration);
  const i2c = createI2cBus([sensor, ...onBus.parts]);
  const world = createVirtualWorld({ clock, seed, peer: broker.peer, plan, i2c, storage });
  world.setNetwork(false);
  clock.advance(0);

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

  const onLines = fitLinesOf(declaration, clock, around, recordedLines(world.circuit, told));

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
    around,
    part: foundIn([onBus, ...onLines]),
    circuit: world.circuit,
    pass: clock.advance,
    network(up) {
      world.setNetwork(up);
      clock.advance(0);
    },
    command: (name, payload) => broker.publish(`${ROOT}/${name}/set`, payload, { qos: 1 }),
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
