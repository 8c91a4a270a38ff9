// The public face: what a device is written with. Drivers and boards are imported by their own path.

export { minutes, seconds } from "./bytes/milliseconds.ts";
export { type ButtonOptions, button } from "./device/actuators/button.ts";
export type {
  ActuatorDeclaration,
  ActuatorKind,
  ActuatorOptions,
  Confirmation,
} from "./device/actuators/declaration.ts";
export { type LightOptions, light } from "./device/actuators/light.ts";
export { type LockOptions, lock } from "./device/actuators/lock.ts";
export { type NumberOptions, number } from "./device/actuators/number.ts";
export { type SelectOptions, select } from "./device/actuators/select.ts";
export { type SirenOptions, siren } from "./device/actuators/siren.ts";
export { actuator, type SwitchOptions } from "./device/actuators/switch.ts";
export { valueOnly } from "./device/actuators/value-only.ts";
export { type ValveOptions, valve } from "./device/actuators/valve.ts";
export { type DeviceDeclaration, device, type StatusOptions } from "./device/device.ts";
export type { Diagnostic } from "./device/diagnostics.ts";
export { calibrateLinear } from "./device/filters/calibrate-linear.ts";
export { calibrateTable } from "./device/filters/calibrate-table.ts";
export { clamp } from "./device/filters/clamp.ts";
export { deadBand, onChange } from "./device/filters/dead-band.ts";
export { debounce } from "./device/filters/debounce.ts";
export { difference } from "./device/filters/difference.ts";
export { exponentialAverage } from "./device/filters/exponential-average.ts";
export type { Filter } from "./device/filters/filter.ts";
export { heartbeat } from "./device/filters/heartbeat.ts";
export { maxStep } from "./device/filters/max-step.ts";
export { median } from "./device/filters/median.ts";
export { movingAverage } from "./device/filters/moving-average.ts";
export { range } from "./device/filters/range.ts";
export { throttle } from "./device/filters/throttle.ts";
export { windowMaximum } from "./device/filters/window-maximum.ts";
export { windowMinimum } from "./device/filters/window-minimum.ts";
export { type EntityOptions, type HomeAssistantOptions, homeAssistant } from "./device/home-assistant.ts";
export type { LogLevel, LogOptions } from "./device/log.ts";
export { type Cause, type Condition, type Threshold, when } from "./device/rules/when.ts";
export { type SensorDeclaration, type SensorOptions, sensor } from "./device/sensor.ts";
