// A device in virtual time whose settings can be changed by message: it restarts when it asks to, and power
// may go at any write to its storage. Each broker is known by its host; to any other nobody answers.
import { powerSwitch } from "../../src/device/declare/actuators/switch.ts";
import { type DeviceDeclaration, device } from "../../src/device/declare/device.ts";
import { relay } from "../../src/drivers/relay.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import type { SimulatedDevice } from "../../src/platform/node/world.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { type Settings, settingsRecord } from "../../src/runtime/settings-record.ts";
import { FaultyStorage, survivingPowerLoss } from "../../tools/laboratory/worlds/faulty-storage.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

const ROOT = "home/room-00112233aabb";

/** Where power goes, and what is then left of the record. */
export interface Cut {
  /** Which write of the storage, counted from 0. */
  write: number;
  leaves: "old" | "half" | "nothing" | "new";
}

/** Power goes once. */
function planned(cut: Cut | undefined): FaultyStorage["plan"] {
  return ({ number, bytes }) => {
    if (cut === undefined || number !== cut.write) return "done";
    return { powerGoesLeaving: cut.leaves === "half" ? { firstBytes: bytes.length >> 1 } : cut.leaves };
  };
}

export interface RemoteOptions {
  settings?: Partial<Settings>;
  declaration?: Partial<DeviceDeclaration>;
  cut?: Cut;
}

/** Starts it, connected to "old". Power that has gone is there again after a second. */
export function startRemoteDevice({ settings, declaration, cut }: RemoteOptions = {}) {
  const clock = survivingPowerLoss(createVirtualClock());
  const brokers = { old: createBroker({ timers: clock }), new: createBroker({ timers: clock }) };
  const storage = new FaultyStorage([[SETTINGS, settingsRecord({ host: "old", ...settings })]]);
  storage.plan = planned(cut);
  const console: string[] = [];
  const declared = device({
    name: "room",
    settings: "remote",
    actuators: [powerSwitch("heater", relay("heater"))],
    ...declaration,
  });
  let running: SimulatedDevice | undefined;
  let starts = 0;

  const world = createVirtualWorld({
    clock,
    storage,
    chipId: "00112233aabb",
    log: (line) => console.push(line),
    peer(end, endpoint) {
      const broker = endpoint.host === "old" || endpoint.host === "new" ? brokers[endpoint.host] : undefined;
      return broker?.peer(end, endpoint) ?? { received: () => {}, closed: () => {} };
    },
    chip: { restart: () => void clock.after(1, () => startAnew()) },
  });
  storage.powerGoes = () => startAnew(1000);

  function startAnew(ms = 0): void {
    running?.kill();
    running = undefined;
    clock.after(ms, start);
  }

  function start(): void {
    starts += 1;
    running = startNodeDevice(world, declared, { heater: "heater" }, LIMITS);
  }

  start();
  const read = { old: 0, new: 0 };
  return {
    world,
    storage,
    brokers,
    console,
    pass: clock.advance,
    starts: () => starts,
    cutPower: () => startAnew(1000),
    /** Tells the device at its broker. */
    change: (lines: string, retain = false, host: "old" | "new" = "old") =>
      brokers[host].deliver(`${ROOT}/settings/set`, lines, { retain }),
    /** What a broker has been told of settings and problems since the last call. */
    said(host: "old" | "new" = "old"): string[] {
      const since = brokers[host].received.slice(read[host]);
      read[host] = brokers[host].received.length;
      return since
        .map(({ topic, payload }) => `${topic.replace(`${ROOT}/`, "")}: ${payload.trim()}`)
        .filter((line) => /^(settings|problem): /.test(line));
    },
  };
}

const LIMITS = { slots: 8, bytes: 1000, packetBytes: 512, linkBytes: 1000 };
