// A device that sleeps, at a real broker: its time goes faster than the wall's, and what it says of its time
// is shorter by as much.
import { soilMoisture } from "../../../src/drivers/soil-moisture.ts";
import {
  derive,
  device,
  homeAssistant,
  numberInput,
  seconds,
  sensor,
  stateOf,
  valueOnly,
} from "../../../src/index.ts";
import { createLines } from "../../../src/platform/node/circuit.ts";
import { createRealTimers, type EndingTimers } from "../../../src/platform/node/real-timers.ts";
import { createRealWorld } from "../../../src/platform/node/real-world.ts";
import type { World } from "../../../src/platform/node/world.ts";
import { SETTINGS } from "../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../src/runtime/settings-record.ts";
import { type PoweredDevice, powerDevice } from "../../../tools/sim/devices/powered-device.ts";
import type { AtEnd } from "../scene.ts";

const EVERY = seconds(30);
/** Each second of the device is so much shorter: it sleeps for three. */
const TIMES_FASTER = 10;
/** Counts of the probe's pin: half way from dry to wet. */
const MOIST = 2420;

/** Switches one on. */
export function startSleeper(id: string, port: number, atEnd: AtEnd): PoweredDevice {
  const circuit = createLines();
  circuit.feed("probe", () => MOIST);
  const storage = new Map([[SETTINGS, settingsRecord({ host: "127.0.0.1", port, id })]]);
  const world = createRealWorld({ timers: fastTimers(), circuit, storage });
  atEnd(world.end);
  const connect: World["connect"] = (to, events) => {
    const stream = world.connect(to, events);
    return {
      write: (bytes) => stream.write(sooner(bytes)),
      close: () => stream.close(),
      drop: () => stream.drop(),
    };
  };
  const tare = numberInput("tare", valueOnly(), { min: -20, max: 20, initial: 0, atStart: "last" });
  const moisture = derive([soilMoisture("probe").percent, stateOf(tare)], (wet, by) => wet + by);
  const declaration = device({
    name: "bed",
    sleep: { every: EVERY, stayAwake: true, obeyWithin: EVERY },
    sensors: [sensor("moisture", moisture, { every: EVERY, unit: "%" })],
    actuators: [tare],
    diagnostics: ["next-report"],
    discovery: homeAssistant({ label: id }),
  });
  return powerDevice({ ...world, connect }, declaration);
}

/** As many bytes as before: the packet's length stays true. */
function sooner(bytes: string): string {
  return bytes.replace(/(?<="exp_aft":)\d+/g, (text) =>
    `${Math.ceil(Number(text) / TIMES_FASTER)}`.padStart(text.length),
  );
}

function fastTimers(): EndingTimers {
  const timers = createRealTimers();
  return {
    now: () => Math.floor(timers.now() * TIMES_FASTER),
    after: (ms, then) => timers.after(Math.ceil(ms / TIMES_FASTER), then),
    end: timers.end,
  };
}
