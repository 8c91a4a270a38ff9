// A device that acts, in virtual time: parts that note what they are driven to, a probe that measures what
// the test says, and a broker that notes what it is told.
import { seconds } from "../../src/bytes/milliseconds.ts";
import { type DeviceDeclaration, device } from "../../src/device/declare/device.ts";
import { type SensorDeclaration, sensor } from "../../src/device/declare/sensor.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { type Drivable, newPart, type Quantity } from "../../src/reading/part.ts";
import type { Reading } from "../../src/reading/reading.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import type { LinkPlan } from "../../tools/sim/worlds/link.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

const CHIP_ID = "00112233aabb";
const ROOT = `home/room-${CHIP_ID}`;

/** A part that takes 0 to `most`, and what it was driven to: first the value that it was set up at. */
export interface NotedPart extends Drivable {
  driven: number[];
}

export function notedPart(most = 1): NotedPart {
  const driven: number[] = [];
  return {
    role: "part",
    wire: "none",
    most,
    driven,
    setUp: (_part, _ports, _wires, value) => driven.push(value),
    drive: (_part, value) => driven.push(value),
  };
}

/** What the probe measures, in tenths; `undefined`: it does not answer. */
export interface Probe {
  tenths: Reading;
}

/** A sensor called `name` of the probe: a tenth of a degree, sampled every second. */
export function probeSensor(
  probe: Probe,
  name: string,
  options: Partial<Parameters<typeof sensor>[2]> = {},
): SensorDeclaration {
  const part = newPart(
    "probe",
    "none",
    () => {},
    () => 10,
    (own) => {
      (own as typeof own & { quantity: Quantity }).quantity.value = probe.tenths;
      return probe.tenths === undefined ? "no answer" : "";
    },
  );
  const quantity: Quantity = { part, decimals: 1, value: undefined };
  Object.assign(part, { quantity });
  return sensor(name, quantity, { decimals: 1, every: seconds(1), ...options });
}

export interface Surroundings {
  storage?: Map<string, string>;
  resetReason?: string;
  startAt?: number;
  log?: (line: string) => void;
  /** What each connection is like, from 0. */
  plan?: (connection: number) => LinkPlan;
}

/** Starts the device with these actuators, sensors and rules, and waits until it is connected. */
export function startActing(declaration: Partial<DeviceDeclaration>, around: Surroundings = {}) {
  const clock = createVirtualClock(around.startAt);
  const broker = createBroker({ timers: clock });
  const storage = around.storage ?? new Map<string, string>();
  storage.set(SETTINGS, settingsRecord({ host: "broker" }));
  const world = createVirtualWorld({
    clock,
    peer: broker.peer,
    storage,
    chipId: CHIP_ID,
    ...(around.log === undefined ? {} : { log: around.log }),
    ...(around.plan === undefined ? {} : { plan: around.plan }),
    ...(around.resetReason === undefined ? {} : { chip: { resetReason: around.resetReason } }),
  });
  const limits = { slots: 16, bytes: 800, packetBytes: 256, linkBytes: 1000 };
  const running = startNodeDevice(world, device({ name: "room", ...declaration }), {}, limits);
  let read = 0;
  clock.advance(200);
  const run = {
    clock,
    world,
    broker,
    storage,
    running,
    pass: clock.advance,
    /** What the broker was told since the last call, as "topic=payload" without the root; not its status. */
    said(): string[] {
      const since = broker.received.slice(read);
      read = broker.received.length;
      return since
        .map(({ topic, payload }) => `${topic.replace(`${ROOT}/`, "").replace(ROOT, "root")}=${payload}`)
        .filter((line) => !line.startsWith("status="));
    },
    /** The same, of one topic: its payloads. */
    saidOf(name: string): string[] {
      return run
        .said()
        .filter((line) => line.startsWith(`${name}=`))
        .map((line) => line.slice(name.length + 1));
    },
    /** Sends a command to `<root>/<name>/set`, and lets a tenth of a second pass. */
    command(name: string, payload: string, retain = false): void {
      broker.deliver(`${ROOT}/${name}/set`, payload, { retain });
      clock.advance(100);
    },
    send: (name: string, payload: string) => broker.deliver(`${ROOT}/${name}/set`, payload),
  };
  return run;
}
