// Surroundings of a device that nobody has built a house for: what its parts measure swings slowly, each in
// its own time.
import { partsBehind } from "../../../src/checks/measuring-parts.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import type { Random } from "../../../src/platform/node/random.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Surroundings } from "../parts/around.ts";

/** A swing takes this long, in milliseconds: from ten minutes to an hour. */
const PERIOD_MS = { least: 600_000, most: 3_600_000 };

/** The surroundings of all roles that measure. The same draws give the same swings. */
export function swingingSurroundings(
  { sensors = [] }: DeviceDeclaration,
  { now }: Timers,
  draws: Random,
): Surroundings {
  const parts = sensors.flatMap(({ quantity }) => partsBehind(quantity.part));
  return Object.fromEntries(
    parts.map(({ role }) => {
      const period = draws.between(PERIOD_MS.least, PERIOD_MS.most);
      return [role, around(new Swing(now, period, draws.fraction()))];
    }),
  );
}

/** A record, as a fleet has thousands: closures over the same would weigh three times as much. */
class Swing {
  private readonly now: Timers["now"];
  private readonly period: number;
  private readonly phase: number;

  constructor(now: Timers["now"], period: number, phase: number) {
    this.now = now;
    this.period = period;
    this.phase = phase;
  }

  /** -1 to 1. */
  place(): number {
    return Math.sin(2 * Math.PI * (this.now() / this.period + this.phase));
  }
}

function around(swing: Swing): Surroundings[string] {
  return {
    air: () => ({ celsius: 20 + 4 * swing.place(), humidity: 50 - 15 * swing.place() }),
    lux: () => 200 + 190 * swing.place(),
    share: () => 0.5 + 0.4 * swing.place(),
    flow: () => 0.5 + 0.4 * swing.place(),
  };
}
