// What a simulated device stands in: a room, an SHT3x that measures its air, and a heater on the pin of that name.
import { createLines, type Lines } from "./circuit.ts";
import { createSht3x } from "./parts/sht3x.ts";
import { createReplay } from "./replay.ts";
import { createRoom } from "./room.ts";
import type { Sample } from "./series.ts";
import type { World } from "./world.ts";

/** The pin that heats the room while it is high. */
const HEATER_PIN = "heater";
/** Time begins at noon. */
const NOON_MS = 12 * 3_600_000;

export interface Surroundings extends Pick<World, "i2c"> {
  circuit: Lines;
}

/** Bus and pins of a world. With a measured `series` the sensor gets its air, and the heater warms nothing. */
export function createSurroundings(now: () => number, series?: readonly Sample[]): Surroundings {
  const room = createRoom({ now: () => NOON_MS + now() });
  const air = series === undefined ? room.air : createReplay(series, now).air;
  const circuit = createLines();
  circuit.whenWritten(HEATER_PIN, (level) => room.heat(level === 1));
  return { i2c: createSht3x({ now, air }), circuit };
}
