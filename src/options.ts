/**
 * The face for options: their types, for a device file that keeps some under a name of their own. There is nothing in it to run.
 * @module ringmote/options.ts
 */

export type { ButtonOptions } from "./device/actuators/button.ts";
export type { ActuatorOptions, Confirmation, PolicyOptions } from "./device/actuators/declaration.ts";
export type { LightOptions } from "./device/actuators/light.ts";
export type { LockOptions } from "./device/actuators/lock.ts";
export type { NumberInputOptions } from "./device/actuators/number-input.ts";
export type { SelectInputOptions } from "./device/actuators/select-input.ts";
export type { SirenOptions } from "./device/actuators/siren.ts";
export type { SwitchOptions } from "./device/actuators/switch.ts";
export type { ValveOptions } from "./device/actuators/valve.ts";
export type { StatusOptions } from "./device/device.ts";
export type { Diagnostic } from "./device/diagnostics.ts";
export type { EntityOptions, HomeAssistantOptions } from "./device/home-assistant.ts";
export type { LogLevel, LogOptions } from "./device/log.ts";
export type { SensorOptions } from "./device/sensor.ts";
