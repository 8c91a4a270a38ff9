// Wake by a pin: which level ends the sleep, and what is made of that behind it. A chip wakes by a level or
// by a pulse to its reset, and at most one interpreter says which: so the pin is read first, and compared
// with how it was. It may be back before the program runs.
import type { SleepOptions } from "../device/declare/sleep.ts";
import { becomeDue, type Sensor, sample } from "../device/run/sensor.ts";
import { publishReading } from "../device/run/telemetry.ts";
import { carriedNumber, type WakeMemory } from "../device/run/wake-memory.ts";
import type { Contact } from "../drivers/contact.ts";
import type { PulseCounter } from "../drivers/pulse-counter.ts";
import { RESET_WAKES } from "../features.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import { setReading } from "../reading/part.ts";
import type { Runtime } from "./runtime.ts";

export interface WakePin {
  /** Whose part is on it: a contact, or a counter of pulses. */
  sensor: Sensor;
  /** As it was when the device fell asleep; a counter's is high between two pulses. */
  level: number;
  /** It has moved and nobody sampled it: before the program began, or while the device falls asleep. */
  hasMoved: boolean;
}

const HIGH = 1;

/** @cold */
export function wakePinOf({ wakeAt }: SleepOptions, sensors: readonly Sensor[]): WakePin | undefined {
  const sensor = wakeAt === undefined ? undefined : sensors[wakeAt];
  return sensor === undefined ? undefined : { sensor, level: HIGH, hasMoved: false };
}

/**
 * Keeps over the sleep how the pin was, and what was counted; a pulse that has ended the sleep is counted
 * here. @cold
 */
export function carryWakePin(wake: WakePin, memory: WakeMemory): void {
  wake.level = carriedNumber(memory, wake.level);
  const part = wake.sensor.quantity.part as PulseCounter;
  if (part.goOn === undefined) return;
  const sum = carriedNumber(memory, part.sum);
  const rest = carriedNumber(memory, part.rest);
  if (memory.isReading) part.goOn(part, sum, rest, wake.level === HIGH ? 1 : 0);
}

/** Does a further pulse start the program anew while it is awake? What was counted is kept at once then. */
export function mayLoseCount({ sensor }: WakePin): boolean {
  return RESET_WAKES && sensor.quantity.part.goOn !== undefined;
}

/** Has the contact another state than before the sleep? @cold */
export function hasChanged({ sensor, level }: WakePin, ports: Ports): boolean {
  return ports.levelOf(pinOf(sensor)) !== level;
}

/** The pin alone has woken the device. @cold */
export function noteWake(wake: WakePin, ports: Ports): void {
  wake.hasMoved = wake.sensor.quantity.part.watched && !hasChanged(wake, ports);
}

/** A contact that is back was in its other state: that is told first. @cold */
export function tellPassing(wake: WakePin, { client }: Runtime, now: number): void {
  const { sensor, level } = wake;
  const contact = sensor.quantity.part as Contact;
  wake.hasMoved = false;
  setReading(sensor.quantity, level === contact.onLevel ? 0 : 1);
  if (sample(sensor, now)) publishReading(sensor, client);
  becomeDue(sensor);
}

/**
 * While the device falls asleep nothing is sampled any more: what moves ends the sleep at once, also when it
 * is back by then. @cold
 */
export function moveAtEnd(wake: WakePin, ports: Ports): void {
  const pin = pinOf(wake.sensor);
  wake.hasMoved = true;
  ports.sleep.wakeBy(pin, ports.levelOf(pin));
}

/** The sleep ends when the pin is not as it was sampled last: what changed since then ends it at once. @cold */
export function waitForPin(wake: WakePin, ports: Ports): void {
  const { sensor } = wake;
  const part = sensor.quantity.part as Contact;
  const pin = pinOf(sensor);
  const level = ports.levelOf(pin);
  wake.level = level;
  if (part.goOn !== undefined) part.collect(part);
  else if (part.state.value !== undefined)
    wake.level = part.state.value === 1 ? part.onLevel : 1 - part.onLevel;
  if (!RESET_WAKES) ports.sleep.wakeBy(pin, wake.hasMoved ? level : 1 - wake.level);
}

/** The pin is another field of a counter than of a contact. @cold */
function pinOf({ quantity: { part } }: Sensor): Pin {
  return part.goOn === undefined ? (part as Contact).pin : (part as PulseCounter).pin;
}
