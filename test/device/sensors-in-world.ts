// A device of sensors in virtual time: one part that measures what the test says, and a broker that notes
// what it is told.
import { type DeviceDeclaration, device } from "../../src/device/declare/device.ts";
import type { ClientLimits } from "../../src/mqtt/client.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { newPart, type Quantity } from "../../src/reading/part.ts";
import type { Reading } from "../../src/reading/reading.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld, type VirtualWorldOptions } from "../../tools/sim/worlds/virtual-world.ts";

const CHIP_ID = "00112233aabb";
const ROOT = `home/room-${CHIP_ID}`;

export interface SensorsOptions {
  /** What the device declares, given the quantity of the part. */
  declare: (quantity: Quantity) => Partial<DeviceDeclaration>;
  limits?: Partial<ClientLimits>;
  world?: VirtualWorldOptions;
}

/** Starts it. The part answers after 16 ms, in tenths. */
export function startSensors({ declare, limits, world: worldOptions }: SensorsOptions) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const script = { value: 215 as Reading, measured: 0 };
  const part = newPart(
    "probe",
    "none",
    () => {},
    () => 16,
    (own) => {
      script.measured += 1;
      // The device measures a copy of the declaration's part.
      (own as typeof own & { value: Quantity }).value.value = script.value;
      return script.value === undefined ? "no answer" : "";
    },
  );
  const quantity: Quantity = { part, decimals: 1, value: undefined };
  Object.assign(part, { value: quantity });
  const console: string[] = [];
  const storage = new Map([[SETTINGS, settingsRecord({ host: "broker" })]]);
  const world = createVirtualWorld({
    clock,
    peer: broker.peer,
    storage,
    chipId: CHIP_ID,
    log: (line) => console.push(line),
    ...worldOptions,
  });
  const all = { slots: 8, bytes: 500, packetBytes: 256, linkBytes: 1000, ...limits };
  const running = startNodeDevice(world, device({ name: "room", ...declare(quantity) }), {}, all);
  let read = 0;
  return {
    script,
    world,
    broker,
    console,
    running,
    pass: clock.advance,
    /**
     * What the broker has received since the last call, as "topic=payload", without the root; not its status
     * and problems.
     */
    said(): string[] {
      const since = broker.received.slice(read);
      read = broker.received.length;
      return since
        .map(({ topic, payload }) => `${topic.replace(`${ROOT}/`, "")}=${payload}`)
        .filter((line) => !line.startsWith("status=") && !line.startsWith("problem="));
    },
    tell: (topic: string, payload = "", retain = false) =>
      broker.deliver(`${ROOT}/${topic}`, payload, { retain }),
  };
}
