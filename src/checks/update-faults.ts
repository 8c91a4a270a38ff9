// Faults of a device that takes updates over the air, in sentences. On a computer only.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import { type Fault, fault } from "./fault.ts";

export function updateFaults(declaration: DeviceDeclaration): Fault[] {
  const { update, sleep } = declaration;
  if (update === undefined) return [];
  if (typeof update.key !== "string")
    return [
      fault(
        declaration,
        "update.key",
        'The device takes updates, and nothing says what signs them; write update: { key: "hmac" }, or "lms".',
      ),
    ];
  if (sleep === undefined) return [];
  return [
    fault(
      declaration,
      "update",
      "The device sleeps and takes updates, which is not possible yet: a wake ends before an update does. Leave `update` or `sleep` out.",
    ),
  ];
}
