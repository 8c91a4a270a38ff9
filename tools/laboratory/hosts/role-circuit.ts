// A circuit wired by roles, as an image's pins see it: parts keep their places, whichever board runs.

import { ANALOG_MILLIVOLTS } from "../../../src/features.ts";
import { FULL_COUNTS } from "../../../src/platform/node/circuit.ts";
import type { Circuit, I2cBus } from "../../../src/platform/node/world.ts";
import { type I2cPins, NEXT_BUS } from "../../../src/ports/i2c.ts";
import { simulatedBuses } from "../../image/wiring/simulated-wires.ts";
import type { NeededRole } from "../../image/wiring/wiring.ts";
import { joinedOneWire } from "../../sim/parts/one-wire-bus.ts";
import type { WiredRoles } from "../../targets/targets.ts";

type Pin = string | number;

/** On no bus. */
const NOWHERE = -1;

/**
 * `circuit`, whose pins are called as the roles (tools/image/wiring/simulated-wires.ts), for an image with
 * these wires. An analog input is told from a pin of the same number: NodeMCU on the ESP8266 counts the two
 * apart. A pin that plays no role is itself; the parts of several roles on one one-wire line are on it
 * together. What the board reads as full scale, in millivolts, is what a higher voltage reads as too.
 */
export function roleCircuit(
  circuit: Circuit,
  needed: readonly NeededRole[],
  wires: WiredRoles,
  fullScaleMillivolts = ANALOG_MILLIVOLTS,
): Circuit {
  const digital = new Map<Pin, Pin>();
  const analog = new Map<Pin, Pin>();
  for (const { role, kind } of needed) {
    const wire = wires[role];
    if (typeof wire === "object" || wire === undefined) continue;
    (kind === "analog" ? analog : digital).set(wire, role);
  }
  const onLine = (pin: Pin) =>
    needed.filter(({ role, kind }) => kind === "one-wire" && wires[role] === pin).map(({ role }) => role);
  const roleOf = (pin: Pin) => digital.get(pin) ?? pin;
  return {
    written: (pin, level) => circuit.written(roleOf(pin), level),
    pulsed: (pin, hertz, duty) => circuit.pulsed(roleOf(pin), hertz, duty),
    level: (pin, pulledUp) => circuit.level(roleOf(pin), pulledUp),
    watch: (pin, changed, pulledUp) => circuit.watch(roleOf(pin), changed, pulledUp),
    analog(pin) {
      const millivolts = circuit.analog(analog.get(pin) ?? pin) * ANALOG_MILLIVOLTS;
      return Math.min(FULL_COUNTS, Math.round(millivolts / fullScaleMillivolts));
    },
    oneWire(pin) {
      const roles = onLine(pin);
      return roles.length > 1
        ? joinedOneWire(roles.map((role) => circuit.oneWire(role)))
        : circuit.oneWire(roleOf(pin));
    },
    sent: (pin, bytes, baud) => circuit.sent(roleOf(pin), bytes, baud),
    listen: (pin, baud, heard) => circuit.listen(roleOf(pin), baud, heard),
    exchanged: (bytes) => circuit.exchanged(bytes),
    released: (pin, lowMs) => circuit.released(roleOf(pin), lowMs),
    shown: (pin, bytes) => circuit.shown(roleOf(pin), bytes),
  };
}

/** The buses of parts that are where `simulatedBuses` has them, for an image with these wires. */
export function roleBuses(i2c: I2cBus, needed: readonly NeededRole[], wires: WiredRoles): I2cBus {
  const simulated = simulatedBuses(needed);
  const placeOf = (place: number): number => {
    const address = place % NEXT_BUS;
    const bus = Math.floor(place / NEXT_BUS);
    const onIt = needed.filter(
      ({ role, kind }) => kind === "i2c" && ((wires[role] as I2cPins).bus ?? 0) === bus,
    );
    // A part of a driver of one's own may be at any address.
    const there =
      onIt.find(({ addresses }) => addresses?.includes(address)) ??
      onIt.find(({ addresses }) => addresses === undefined);
    return there === undefined ? NOWHERE : address + NEXT_BUS * (simulated.get(there.role) ?? 0);
  };
  return {
    write: (address, bytes) => i2c.write(placeOf(address), bytes),
    read: (address, count) => i2c.read(placeOf(address), count),
  };
}
