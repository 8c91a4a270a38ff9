// A device in Node: the same runtime as on a board, with a world's time, network, bus and pins as its ports.
// Thousands fit into one process.

import { declarationFaults } from "../../checks/declaration-faults.ts";
import { discoveryFaults } from "../../checks/discovery-faults.ts";
import { sentencesOf } from "../../checks/fault.ts";
import type { DeviceDeclaration, Hardware } from "../../device/declare/device.ts";
import type { ClientLimits } from "../../mqtt/client.ts";
import { allowBytes } from "../../mqtt/outbox.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Wires } from "../../reading/part.ts";
import { start } from "../../runtime/start.ts";
import { NodeDevice } from "./node-device.ts";
import { ownCopy } from "./own-copy.ts";
import { fitLists } from "./release-memory.ts";
import { bytesOf } from "./text.ts";
import type { SimulatedDevice, World } from "./world.ts";

/** What a computer allows a device that is not told otherwise. */
export const NODE_LIMITS: ClientLimits = { slots: 64, bytes: 16384, packetBytes: 65536, linkBytes: 65536 };

/** What a device runs on in a world that does not say it. */
const SIMULATED: Hardware = { title: "simulated" };

/**
 * Starts a device in `world` now. Its settings must be in the world's storage (runtime/settings-record.ts). Throws
 * when the declaration has faults, a sentence for each.
 */
export function startNodeDevice(
  world: World,
  declaration: DeviceDeclaration,
  wires: Wires,
  limits: ClientLimits = NODE_LIMITS,
): SimulatedDevice {
  const faults = [...declarationFaults(declaration), ...discoveryFaults(declaration, limits.linkBytes)];
  if (faults.length > 0) throw new Error(sentencesOf(faults).join("\n"));
  const device = new NodeDevice(world);
  const own = ownCopy(declaration);
  own.hardware = world.hardware ?? SIMULATED;
  // What a device says is bytes; on a board the build has made them.
  for (const actuator of own.actuators ?? []) actuator.label = bytesOf(actuator.label);
  // A board's ring is made by proving that its bytes can be had. A computer has them, and may have thousands of rings.
  const runtime = start(device, own, wires, { ...limits, bytes: 0 });
  if (runtime !== undefined) {
    allowBytes(runtime.client, limits.bytes);
    fitLists(runtime);
  }
  device.runtime = runtime;
  return device;
}

/** The ports of a device in `world`, for whoever tries a driver without one. */
export function portsIn(world: World): Ports {
  return new NodeDevice(world);
}
