// Diagnostics of a device whose author names none. On a computer only: in an image `device` adds them
// (device/declare/device.ts), as the build has set the table of features.
import type { DeviceDeclaration } from "../../device/declare/device.ts";
import { addDiagnostics, type Diagnostic } from "../../device/declare/diagnostics.ts";

/** On a computer, which has room. */
const USUAL_DIAGNOSTICS = ["uptime", "signal"] as const;

/**
 * The usual diagnostics that a device gets. None unless announced to Home Assistant without diagnostics of its
 * own; no name already taken; no uptime on a sleeping device.
 */
export function usualDiagnostics(
  { diagnostics, discovery, sleep, sensors = [], actuators = [] }: DeviceDeclaration,
  usual: readonly Diagnostic[] = USUAL_DIAGNOSTICS,
): Diagnostic[] {
  if (diagnostics !== undefined || discovery === undefined) return [];
  const taken: readonly string[] = [...sensors, ...actuators].map(({ name }) => name);
  return usual.filter((name) => !taken.includes(name) && (sleep === undefined || name !== "uptime"));
}

/** The fields that change when these diagnostics are added; none without diagnostics. */
export function diagnosed(
  { sensors: own = [] }: DeviceDeclaration,
  names: readonly Diagnostic[],
): Pick<DeviceDeclaration, "diagnostics" | "diagnosticsPart" | "sensors"> {
  if (names.length === 0) return {};
  const sensors = [...own];
  const diagnosticsPart = addDiagnostics(sensors, names);
  // Behind the aliases of the others, which are as many as these.
  const added = sensors.slice(own.length).map((sensor, i) => ({ ...sensor, alias: own.length + i + 1 }));
  return { diagnostics: names, diagnosticsPart, sensors: [...own, ...added] };
}

/** The device with what is usual. */
export function withUsualDiagnostics(
  declaration: DeviceDeclaration,
  usual?: readonly Diagnostic[],
): DeviceDeclaration {
  return { ...declaration, ...diagnosed(declaration, usualDiagnostics(declaration, usual)) };
}
