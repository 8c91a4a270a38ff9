// A device in Node whose declaration is known to be sound: the same runtime as on a board, with a world's
// time, network, bus and pins as its ports. Thousands fit into one process.

import { bytesOf } from "../../client/text.ts";
import { type NamedZone, zonesIn } from "../../clock/named-zones.ts";
import type { SunEvent } from "../../clock/sun.ts";
import { type DeviceDeclaration, type Hardware, place } from "../../device/declare/device.ts";
import { announceInstead } from "../../discovery/announcer.ts";
import type { ClientLimits } from "../../mqtt/client.ts";
import { allowBytes } from "../../mqtt/program/ring-room.ts";
import type { Wires } from "../../reading/part.ts";
import { start } from "../../runtime/start.ts";
import { NodeDevice } from "./node-device.ts";
import { type CopyPlan, copyOf, copyPlan } from "./own-copy.ts";
import { fitLists } from "./release-memory.ts";
import { siteText, sunOf } from "./sun-table.ts";
import type { SimulatedDevice, World } from "./world.ts";
import { zoneNames, zonesText } from "./zone-of.ts";

/** What a device runs on in a world that does not say it. */
const SIMULATED: Hardware = { title: "simulated" };

/** What all devices of a firmware share; nobody changes any of it. A process may run thousands of them. */
export interface NodeFirmware {
  declaration: DeviceDeclaration;
  /** What a device says and hears is bytes; on a board the build has made them. */
  copies: CopyPlan<DeviceDeclaration>;
  /** What announces a device is made from its texts. */
  announced: DeviceDeclaration;
  wires: Wires;
  limits: ClientLimits;
  hardware: Hardware;
  zones: NamedZone[];
  sun: readonly SunEvent[] | undefined;
}

/** The declaration is known to be sound, and stays as it is. */
export function firmwareOf(
  declaration: DeviceDeclaration,
  wires: Wires,
  limits: ClientLimits,
  hardware = SIMULATED,
): NodeFirmware {
  const announced = Object.assign(Object.create(declaration), { hardware });
  const names = declaration.clock === undefined ? [] : zoneNames(declaration.clock);
  const zones = zonesIn(zonesText(names, new Date().getUTCFullYear()));
  const copies = copyPlan(declaration, bytesOf);
  return { declaration, copies, announced, wires, limits, hardware, zones, sun: sunOf(declaration) };
}

/** Starts a device in `world` now. Its settings must be in the world's storage (runtime/settings-record.ts). */
export function runNodeDevice(world: World, firmware: NodeFirmware): SimulatedDevice {
  const { copies, announced, wires, limits, hardware, zones, sun } = firmware;
  const device = new NodeDevice(world);
  const own = copyOf(copies);
  own.hardware = hardware;
  place(own, zones, sun, siteText(firmware.declaration));
  // A board's ring is made by proving that its bytes can be had. A computer has them, and may have thousands of rings.
  const runtime = start(device, own, wires, { ...limits, bytes: 0 });
  if (runtime !== undefined) {
    allowBytes(runtime.client, limits.bytes);
    fitLists(runtime);
    announceInstead(runtime, announced);
  }
  device.runtime = runtime;
  return device;
}
