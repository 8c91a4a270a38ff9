// A device, as its author writes it: a value that tools can read without a board.
import type { ActuatorDeclaration } from "./actuator.ts";
import type { Diagnostic } from "./diagnostics.ts";
import type { HomeAssistantOptions } from "./home-assistant.ts";
import type { LogOptions } from "./log.ts";
import type { SensorDeclaration } from "./sensor.ts";

export interface StatusOptions {
  /** Milliseconds of silence after which the broker gives the device up: `seconds(60)` (default). 10 s to 18 h, or 0 for never. */
  keepAlive?: number;
}

export interface DeviceDeclaration {
  /** Lower-case letters, digits and "-". With the chip's number behind it, it is the identity. */
  name: string;
  status?: StatusOptions;
  /** "persistent" (default): the broker keeps commands and acknowledgements for the device while it is away. */
  session?: "persistent" | "clean";
  sensors?: SensorDeclaration[];
  actuators?: ActuatorDeclaration[];
  /** What the device tells of itself, each as one more sensor: `["uptime", "signal"]`. */
  diagnostics?: readonly Diagnostic[];
  /** Its lines go to `<root>/log` too, from this level up: `{ level: "info" }`. Nowhere but the console by default. */
  log?: LogOptions;
  /** `homeAssistant()`: the device tells Home Assistant what it is. Without it nobody is told. */
  discovery?: HomeAssistantOptions;
}

/** Declares a device. */
export function device(declaration: DeviceDeclaration): DeviceDeclaration {
  return declaration;
}
