// At what frequency each part of a device drives its pin by PWM: tried on this computer, with the driver's
// own code.
import { measuringParts } from "../../../src/checks/measuring-parts.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { changed, createLines } from "../../../src/platform/node/circuit.ts";
import { portsIn } from "../../../src/platform/node/device.ts";
import { ownCopy } from "../../../src/platform/node/own-copy.ts";
import type { EndingTimers } from "../../../src/platform/node/real-timers.ts";
import { createRealWorld } from "../../../src/platform/node/real-world.ts";
import { pulsedPins } from "./named-pins.ts";
import { simulatedWires } from "./simulated-wires.ts";

/** Actions that a driver would take later are not waited for. */
const STILL: EndingTimers = { now: () => 0, after: () => () => {}, end: () => {} };

/**
 * Hertz by the pin, which is called as its role or "<role>.<name>": when its part is set up, and when it is
 * driven to both of its ends. None for one that drives no pin then.
 */
export function pwmFrequencies(declaration: DeviceDeclaration): ReadonlyMap<string, ReadonlySet<number>> {
  const own = ownCopy(declaration);
  const frequencies = new Map<string, Set<number>>();
  const pulsed = (pin: string | number, hertz: number): void => {
    frequencies.set(`${pin}`, new Set([...(frequencies.get(`${pin}`) ?? []), hertz]));
  };
  const world = createRealWorld({ circuit: changed(createLines(), { pulsed }), timers: STILL });
  const ports = portsIn(world);
  const wires = simulatedWires(declaration);
  for (const part of measuringParts(own))
    if (pulsedPins(part).length > 0) attempted(() => part.begin(part, ports, wires));
  for (const { part } of own.actuators ?? []) {
    if (pulsedPins(part).length === 0) continue;
    attempted(() => part.setUp(part, ports, wires, 0));
    for (const value of [part.most, part.least ?? 0]) attempted(() => part.drive(part, value));
  }
  return frequencies;
}

/** A driver's error is reported where the device runs, with its line. */
function attempted(run: () => void): void {
  try {
    run();
  } catch {
    // It drives no pin then.
  }
}
