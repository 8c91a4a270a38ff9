/**
 * The face for a driver of one's own: what those in src/drivers are written with. docs/drivers.md shows one.
 * @module ringmote/driver.ts
 */

export { readUint16 } from "./bytes/integers.ts";
export { type AnalogPart, describeVoltage, millivoltsOf, newAnalogPart } from "./drivers/analog-part.ts";
export type { AnalogPercent } from "./drivers/analog-percent.ts";
export type { Contact } from "./drivers/contact.ts";
export {
  addressOn,
  type I2cPart,
  newI2cPart,
  type OnI2c,
  readPart,
  readRegisters,
  startedBy,
  writePart,
} from "./drivers/i2c-part.ts";
export { millivoltsAt } from "./drivers/millivolts.ts";
export {
  beginUart,
  findFrame,
  forgetHeard,
  newUartPart,
  sayTo,
  type UartPart,
} from "./drivers/uart-part.ts";
export type { Analog } from "./ports/analog.ts";
export type { Clock, Ticks } from "./ports/clock.ts";
export type { DhtFrame, DhtLine, Edges, EdgeTimes } from "./ports/edges.ts";
export type { Hx711Lines } from "./ports/hx711.ts";
export type { I2c, I2cPins } from "./ports/i2c.ts";
export type { OneWire } from "./ports/one-wire.ts";
export type { Pin, Pins } from "./ports/pins.ts";
export type { Pixels } from "./ports/pixels.ts";
export type { Buses, Ports } from "./ports/ports.ts";
export type { Pulses, Turns } from "./ports/pulses.ts";
export type { Pwm } from "./ports/pwm.ts";
export type { Spi } from "./ports/spi.ts";
export type { Uart } from "./ports/uart.ts";
export { newDhtFrame } from "./reading/dht-frame.ts";
export { newEdges } from "./reading/edges.ts";
export {
  type Drivable,
  describePart,
  type Knob,
  measuredAtOnce,
  type NamedPins,
  NO_ANSWER,
  newPart,
  type Part,
  type PinKind,
  pinOf,
  type Quantity,
  setReading,
  type TextPart,
  type Wires,
  watchPins,
} from "./reading/part.ts";
