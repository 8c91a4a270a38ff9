// Quantities around each part that measures: each part is fitted into a world, and what its model asks for is
// noted. Nobody writes it down.
import { minutes, seconds } from "../../../src/bytes/milliseconds.ts";
import { device } from "../../../src/device/declare/device.ts";
import { sensor } from "../../../src/device/declare/sensor.ts";
import { startNodeDevice } from "../../../src/platform/node/device.ts";
import { SETTINGS } from "../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../src/runtime/settings-record.ts";
import { simulatedWires } from "../../image/wiring/simulated-wires.ts";
import { fitParts } from "../../sim/fit/fit-parts.ts";
import { type Around, type Asked, USUAL_AROUND } from "../../sim/parts/around.ts";
import { loadI2cModels } from "../../sim/parts/i2c-models.ts";
import { createVirtualClock } from "../../sim/worlds/clock.ts";
import { createVirtualWorld } from "../../sim/worlds/virtual-world.ts";
import type { DriverRow } from "./rows.ts";

/** By then the slowest has warmed up: an MH-Z19 takes three minutes. */
const LONG = minutes(4);

/** The drivers whose parts ask for each of what may be around one. */
export async function feltBy(rows: readonly DriverRow[]): Promise<ReadonlyMap<Asked, string[]>> {
  await loadI2cModels();
  const drivers = new Map<Asked, string[]>();
  for (const row of rows)
    for (const name of askedBy(row)) drivers.set(name, [...(drivers.get(name) ?? []), row.driver]);
  return drivers;
}

/** What such a part asks for, with each of its quantities in a sensor. */
function askedBy({ quantities }: DriverRow): ReadonlySet<Asked> {
  const [first] = quantities;
  const needed = new Set<Asked>();
  if (first === undefined) return needed;
  const note = (name: Asked, ask: (which: number) => unknown) => [
    name,
    (which: number) => {
      needed.add(name);
      return ask(which);
    },
  ];
  const { share, ...rest } = USUAL_AROUND;
  const around = Object.fromEntries([
    ...Object.entries(rest).map(([name, ask]) => note(name as Asked, ask)),
    // What is said in millivolts is at rest by the share, and that is asked for then.
    note("millivolts", () => undefined),
    note("share", share),
  ]) as Partial<Around>;
  const declaration = device({
    name: "bench",
    sensors: quantities.map((quantity, at) => sensor(`of-it-${at}`, quantity, { every: seconds(10) })),
  });
  const clock = createVirtualClock();
  const { circuit, i2c } = fitParts(declaration, clock, { [first.part.role]: around });
  const storage = new Map([[SETTINGS, settingsRecord({ host: "broker" })]]);
  const world = createVirtualWorld({ clock, circuit, i2c, storage });
  startNodeDevice(world, declaration, simulatedWires(declaration));
  clock.advance(LONG);
  return needed;
}
