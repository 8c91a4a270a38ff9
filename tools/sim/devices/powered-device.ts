// A simulated device as its chip has it: it can lose its power and get it back, and starts anew when it asks to. It then ends
// without a word, its outputs fall, its storage stays.
import type { DeviceDeclaration, Hardware } from "../../../src/device/declare/device.ts";
import type { Diagnostic } from "../../../src/device/declare/diagnostics.ts";
import type { Relay } from "../../../src/drivers/relay.ts";
import type { ClientLimits } from "../../../src/mqtt/client.ts";
import { soundFirmware } from "../../../src/platform/node/device.ts";
import { type NodeFirmware, runNodeDevice } from "../../../src/platform/node/run-device.ts";
import { withUsualDiagnostics } from "../../../src/platform/node/usual-diagnostics.ts";
import type { SimulatedDevice, World } from "../../../src/platform/node/world.ts";
import type { Drivable } from "../../../src/reading/part.ts";
import { needsOf } from "../../image/wiring/named-pins.ts";
import { simulatedWires } from "../../image/wiring/simulated-wires.ts";

export interface PoweredDevice {
  isPowered: () => boolean;
  cutPower: () => void;
  givePower: () => void;
  /** Ends it in an orderly way and calls `done` in a later turn; one without power has ended already. */
  stop: (done: () => void) => void;
}

/** Starts the device in its world, by default with what a computer allows and tells (`usual` diagnostics). Throws when the declaration has faults. */
export function powerDevice(
  world: World,
  declaration: DeviceDeclaration,
  limits?: ClientLimits,
  usual?: readonly Diagnostic[],
): PoweredDevice {
  return powerOneOf(simulatedFirmware(declaration, limits, usual, world.hardware), world);
}

/** A firmware on simulated wires, for any number of devices. Throws when the declaration has faults. */
export function simulatedFirmware(
  declaration: DeviceDeclaration,
  limits?: ClientLimits,
  usual?: readonly Diagnostic[],
  hardware?: Hardware,
): NodeFirmware {
  const told = withUsualDiagnostics(declaration, usual);
  return soundFirmware(told, simulatedWires(declaration), limits, hardware);
}

/** Starts a device of the firmware in its world. */
export function powerOneOf(firmware: NodeFirmware, world: World): PoweredDevice {
  const start = () => runNodeDevice(world, firmware);
  let device: SimulatedDevice | undefined = start();
  world.chip.restart = () => {
    const asking = device;
    world.after(0, () => {
      if (device === asking) restart("software");
    });
  };

  function end(): void {
    device?.kill();
    device = undefined;
    for (const { part } of firmware.declaration.actuators ?? []) letFall(world, part);
  }

  function restart(resetReason: string): void {
    if (device !== undefined) end();
    world.chip.resetReason = resetReason;
    device = start();
  }

  return {
    isPowered: () => device !== undefined,
    cutPower: end,
    givePower() {
      if (device === undefined) restart("power");
    },
    stop(done) {
      if (device === undefined) world.after(0, done);
      else device.stop(done);
      device = undefined;
    },
  };
}

/** Nobody drives its pins any more: what hangs on them goes to its rest. */
function letFall({ circuit }: World, part: Drivable): void {
  for (const { role, kind } of needsOf(part)) {
    if (kind === "pwm") circuit.pulsed(role, 0, 0);
    else if (kind === "output") circuit.written(role, (part as Relay).onLevel === 0 ? 1 : 0);
  }
}
