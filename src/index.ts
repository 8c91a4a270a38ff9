/**
 * The public face: functions that declare a device, and the types of their results. Filters are in filters.ts,
 * the types of options in options.ts; drivers and boards are imported by their own path.
 *
 * @module ringmote
 */

export { days, hours, type Milliseconds, minutes, seconds } from "./bytes/milliseconds.ts";
export { button } from "./device/declare/actuators/button.ts";
export type { ActuatorDeclaration, ActuatorKind } from "./device/declare/actuators/declaration.ts";
export { type ColorPart, colorLight, light } from "./device/declare/actuators/light.ts";
export { lock } from "./device/declare/actuators/lock.ts";
export { numberInput } from "./device/declare/actuators/number-input.ts";
export { selectInput } from "./device/declare/actuators/select-input.ts";
export { siren } from "./device/declare/actuators/siren.ts";
export { powerSwitch } from "./device/declare/actuators/switch.ts";
export { textInput } from "./device/declare/actuators/text-input.ts";
export { timeInput } from "./device/declare/actuators/time-input.ts";
export { valve } from "./device/declare/actuators/valve.ts";
export { derive } from "./device/declare/derive.ts";
export { type DeviceDeclaration, device } from "./device/declare/device.ts";
export { display, type NamesIn } from "./device/declare/display.ts";
export { homeAssistant } from "./device/declare/home-assistant.ts";
export { type FollowOptions, follow } from "./device/declare/rules/follow.ts";
export { dawn, dusk, type SunTime, sunrise, sunset } from "./device/declare/rules/sun-times.ts";
export {
  type Cause,
  type Condition,
  type FreeRule as Rule,
  type Threshold,
  when,
} from "./device/declare/rules/when.ts";
export { type SensorDeclaration, sensor } from "./device/declare/sensor.ts";
export { stateOf } from "./device/declare/state-of.ts";
export { restartChip, valueOnly } from "./device/run/actuators/parts-without-hardware.ts";
export type { Display } from "./device/run/display.ts";
export { heatIndex } from "./device/run/heat-index.ts";
export { absoluteHumidity, dewPoint } from "./device/run/humid-air.ts";
export { type IntegralOptions, integral } from "./device/run/integral.ts";
export { now } from "./device/run/now.ts";
export type { Follow } from "./device/run/rules/follow.ts";
export { seaLevel } from "./device/run/sea-level.ts";
export type { Reading } from "./reading/reading.ts";

// These come last: modules of an image stand in the order of these lines, and an image without them stays as
// it was.

export type { Period } from "./clock/periods.ts";
export { durationInput } from "./device/declare/actuators/duration-input.ts";
export { at, type Days, type Moments } from "./device/declare/rules/at.ts";
export { every, type Marks } from "./device/declare/rules/every.ts";
export { type Total, type TotalOptions, totalOf } from "./device/run/total.ts";
