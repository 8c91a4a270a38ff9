/**
 * The public face: what a device is written with, and what these functions give back. Filters are in filters.ts, the types of
 * options in options.ts; drivers and boards are imported by their own path.
 * @module ringmote
 */

export { days, hours, type Milliseconds, minutes, seconds } from "./bytes/milliseconds.ts";
export { button } from "./device/actuators/button.ts";
export type { ActuatorDeclaration, ActuatorKind } from "./device/actuators/declaration.ts";
export { light } from "./device/actuators/light.ts";
export { lock } from "./device/actuators/lock.ts";
export { numberInput } from "./device/actuators/number-input.ts";
export { restartChip } from "./device/actuators/restart-chip.ts";
export { selectInput } from "./device/actuators/select-input.ts";
export { siren } from "./device/actuators/siren.ts";
export { powerSwitch } from "./device/actuators/switch.ts";
export { valueOnly } from "./device/actuators/value-only.ts";
export { valve } from "./device/actuators/valve.ts";
export { type DeviceDeclaration, device } from "./device/device.ts";
export { homeAssistant } from "./device/home-assistant.ts";
export type { Rule } from "./device/rules/rule.ts";
export { type Cause, type Condition, type Threshold, when } from "./device/rules/when.ts";
export { type SensorDeclaration, sensor } from "./device/sensor.ts";
