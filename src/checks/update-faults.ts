// Faults of a device that takes updates over the air, in sentences. On a computer only.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import { type Fault, fault } from "./fault.ts";

export function updateFaults(declaration: DeviceDeclaration): Fault[] {
  const { update } = declaration;
  if (update === undefined || typeof update.key === "string") return [];
  return [
    fault(
      declaration,
      "update.key",
      'The device takes updates, and nothing says what signs them; write update: { key: "hmac" }, or "lms".',
    ),
  ];
}
