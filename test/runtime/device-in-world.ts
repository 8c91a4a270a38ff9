// A device in virtual time, with the model of an SHT3x on its bus, a relay, and a broker that notes what it says.
import { seconds } from "../../src/bytes/milliseconds.ts";
import { powerSwitch, type SwitchOptions } from "../../src/device/declare/actuators/switch.ts";
import { type DeviceDeclaration, device } from "../../src/device/declare/device.ts";
import { type SensorOptions, sensor } from "../../src/device/declare/sensor.ts";
import { deadBand } from "../../src/device/run/filters/dead-band.ts";
import { relay } from "../../src/drivers/relay.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import type { ClientLimits } from "../../src/mqtt/client.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { type Settings, settingsRecord } from "../../src/runtime/settings-record.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import type { Air } from "../../tools/sim/parts/around.ts";
import { createSht3x } from "../../tools/sim/parts/i2c/sht3x.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld, type VirtualWorldOptions } from "../../tools/sim/worlds/virtual-world.ts";

export const CHIP_ID = "00112233aabb";
/** Where the topics of the device begin, when no setting says otherwise. */
export const ROOT = `home/room-${CHIP_ID}`;

export interface DeviceOptions {
  declaration?: Partial<DeviceDeclaration>;
  temperature?: Partial<SensorOptions>;
  heater?: SwitchOptions;
  activeLow?: boolean;
  /** A record as it stands in the storage, in place of settings. */
  record?: string;
  settings?: Partial<Settings>;
  limits?: Partial<ClientLimits>;
  world?: VirtualWorldOptions;
}

/** Starts the device. Its temperature is sampled every 10 seconds, its humidity every 20. */
export function startDevice(options: DeviceOptions = {}) {
  const clock = options.world?.clock ?? createVirtualClock();
  const broker = createBroker({ timers: clock });
  const air: Air = { celsius: 21.5, humidity: 48 };
  const bus = createSht3x({ now: clock.now, air: () => air });
  const console: string[] = [];
  const storage = new Map([
    [SETTINGS, options.record ?? settingsRecord({ host: "broker", ...options.settings })],
  ]);
  const world = createVirtualWorld({
    clock,
    peer: broker.peer,
    i2c: bus,
    storage,
    chipId: CHIP_ID,
    log: (line) => console.push(line),
    ...options.world,
  });
  const part = sht3x("air");
  const declaration = device({
    name: "room",
    sensors: [
      sensor("temperature", part.temperature, {
        unit: "°C",
        decimals: 1,
        every: seconds(10),
        filters: [deadBand(0.2)],
        ...options.temperature,
      }),
      sensor("humidity", part.humidity, {
        unit: "%",
        decimals: 0,
        every: seconds(20),
        filters: [deadBand(1)],
      }),
    ],
    actuators: [powerSwitch("heater", relay("heater", options.activeLow), options.heater)],
    ...options.declaration,
  });
  const wires = { air: { sda: "sda", scl: "scl" }, heater: "heater" };
  const limits = { slots: 8, bytes: 500, packetBytes: 256, linkBytes: 1000, ...options.limits };
  const running = startNodeDevice(world, declaration, wires, limits);
  let read = 0;

  return {
    clock,
    world,
    broker,
    air,
    bus,
    /** The lines of its console. */
    console,
    running,
    pass: clock.advance,
    /** What the broker has received since the last call, as "topic=payload", without the root, "!" behind retained. */
    said(): string[] {
      const since = broker.received.slice(read);
      read = broker.received.length;
      return since.map(
        ({ topic, payload, retain }) => `${topic.replace(`${ROOT}/`, "")}=${payload}${retain ? "!" : ""}`,
      );
    },
    command: (payload: string, retain = false) => broker.deliver(`${ROOT}/heater/set`, payload, { retain }),
  };
}
