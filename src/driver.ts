// The face for a driver of one's own ("ringmote/driver.ts"): what those in src/drivers are written with.
// docs/drivers.md shows one.

export { readUint16 } from "./bytes/integers.ts";
export { millivoltsAt } from "./drivers/millivolts.ts";
export type { I2cPins } from "./ports/i2c.ts";
export type { Pin } from "./ports/pins.ts";
export type { Ports } from "./ports/ports.ts";
export { type Drivable, NO_ANSWER, newPart, type Part, type Quantity, type Wires } from "./reading/part.ts";
