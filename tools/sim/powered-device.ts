// A simulated device that can lose its power and get it back: it ends without a word, its outputs fall, its storage stays.
import type { DeviceDeclaration } from "../../src/device/device.ts";
import type { Relay } from "../../src/drivers/relay.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import type { Drivable } from "../../src/reading/part.ts";
import { simulatedWires } from "./simulated-wires.ts";
import type { SimulatedDevice, World } from "./world.ts";

export interface PoweredDevice {
  isPowered: () => boolean;
  cutPower: () => void;
  givePower: () => void;
  /** Ends it in an orderly way; one without power has ended already. */
  stop: () => void;
}

/** Starts the device in its world. Throws when the declaration has faults. */
export function powerDevice(world: World, declaration: DeviceDeclaration): PoweredDevice {
  const wires = simulatedWires(declaration);
  const start = () => startNodeDevice(world, declaration, wires);
  let device: SimulatedDevice | undefined = start();
  return {
    isPowered: () => device !== undefined,
    cutPower() {
      device?.kill();
      device = undefined;
      for (const { part } of declaration.actuators ?? []) letFall(world, part);
    },
    givePower() {
      device ??= start();
    },
    stop() {
      device?.stop(() => {});
      device = undefined;
    },
  };
}

/** Nobody drives the pin any more: what hangs on it goes to its rest. */
function letFall({ circuit }: World, part: Drivable): void {
  if (part.wire === "pwm") circuit.pulsed(part.role, 0, 0);
  else if (part.wire === "output") circuit.written(part.role, (part as Relay).onLevel === 0 ? 1 : 0);
}
