// The public face: what a device is written with. Drivers and boards are imported by their own path.

export { minutes, seconds } from "./bytes/milliseconds.ts";
export { type ActuatorDeclaration, type ActuatorOptions, actuator } from "./device/actuator.ts";
export { type DeviceDeclaration, device, type StatusOptions } from "./device/device.ts";
export { deadBand, onChange } from "./device/filters/dead-band.ts";
export type { Filter } from "./device/filters/filter.ts";
export { median } from "./device/filters/median.ts";
export { type EntityOptions, type HomeAssistantOptions, homeAssistant } from "./device/home-assistant.ts";
export { type SensorDeclaration, type SensorOptions, sensor } from "./device/sensor.ts";
