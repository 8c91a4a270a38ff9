// A device in Node, whose declaration is checked before it runs.

import { declarationFaults } from "../../checks/declaration-faults.ts";
import { discoveryFaults } from "../../checks/discovery-faults.ts";
import { sentencesOf } from "../../checks/fault.ts";
import type { DeviceDeclaration, Hardware } from "../../device/declare/device.ts";
import type { ClientLimits } from "../../mqtt/client.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Wires } from "../../reading/part.ts";
import { NodeDevice } from "./node-device.ts";
import { firmwareOf, type NodeFirmware, runNodeDevice } from "./run-device.ts";
import { withRing } from "./with-ring.ts";
import type { SimulatedDevice, World } from "./world.ts";

/** What a computer allows a device that is not told otherwise. */
export const NODE_LIMITS: ClientLimits = { slots: 64, bytes: 16384, packetBytes: 65536, linkBytes: 65536 };

/**
 * Starts a device in `world` now. Its settings must be in the world's storage (runtime/settings-record.ts).
 * Throws when the declaration has faults, a sentence for each.
 */
export function startNodeDevice(
  world: World,
  declaration: DeviceDeclaration,
  wires: Wires,
  limits?: ClientLimits,
): SimulatedDevice {
  return runNodeDevice(world, soundFirmware(declaration, wires, limits, world.hardware));
}

/**
 * A firmware for any number of devices, by default with what a computer allows. Throws when the declaration
 * has faults, a sentence for each.
 */
export function soundFirmware(
  declaration: DeviceDeclaration,
  wires: Wires,
  limits?: ClientLimits,
  hardware?: Hardware,
): NodeFirmware {
  const faults = [
    ...declarationFaults(declaration),
    ...discoveryFaults(declaration, (limits ?? NODE_LIMITS).linkBytes, hardware),
  ];
  if (faults.length > 0) throw new Error(sentencesOf(faults).join("\n"));
  return firmwareOf(declaration, wires, limits ?? withRing(NODE_LIMITS, declaration), hardware);
}

/** The ports of a device in `world`, for whoever tries a driver without one. */
export function portsIn(world: World): Ports {
  return new NodeDevice(world);
}
