/**
 * Functions with which a device file declares its device, and the types of their results. Filters are in
 * ringmote/filters.ts, the types of options in ringmote/options.ts; each driver and each board has a path of its
 * own. A mistake in a declaration stops the build, with the sentence that mends it: there is no error to catch.
 *
 * @module ringmote
 */

// The device: all that it has, in one declaration; and how Home Assistant shows it.

export { type DeviceDeclaration, device } from "./device/declare/device.ts";
export { homeAssistant } from "./device/declare/home-assistant.ts";

// Sensors: what it measures.

export { type SensorDeclaration, sensor } from "./device/declare/sensor.ts";
export type { Reading } from "./reading/reading.ts";

// Sensors without a part of their own: worked out from others, or known to the device.

export { derive } from "./device/declare/derive.ts";
export { stateOf } from "./device/declare/state-of.ts";
export { heatIndex } from "./device/run/heat-index.ts";
export { absoluteHumidity, dewPoint } from "./device/run/humid-air.ts";
export { type IntegralOptions, integral } from "./device/run/integral.ts";
export { now } from "./device/run/now.ts";
export { seaLevel } from "./device/run/sea-level.ts";
export { type Total, type TotalOptions, totalOf } from "./device/run/total.ts";

// Actuators: what people and rules command.

export { button } from "./device/declare/actuators/button.ts";
export type { ActuatorDeclaration, ActuatorKind } from "./device/declare/actuators/declaration.ts";
export { type ColorPart, colorLight, light } from "./device/declare/actuators/light.ts";
export { lock } from "./device/declare/actuators/lock.ts";
export { siren } from "./device/declare/actuators/siren.ts";
export { powerSwitch } from "./device/declare/actuators/switch.ts";
export { valve } from "./device/declare/actuators/valve.ts";

// Inputs: actuators that keep a value which people set.

export { durationInput } from "./device/declare/actuators/duration-input.ts";
export { numberInput } from "./device/declare/actuators/number-input.ts";
export { selectInput } from "./device/declare/actuators/select-input.ts";
export { textInput } from "./device/declare/actuators/text-input.ts";
export { timeInput } from "./device/declare/actuators/time-input.ts";

// Parts of an actuator that drives no hardware.

export { restartChip, valueOnly } from "./device/run/actuators/parts-without-hardware.ts";

// Displays: rows of words and values, shown at the device.

export { display, type NamesIn } from "./device/declare/display.ts";
export type { Display } from "./device/run/display.ts";

// Rules: what the device does by itself, also without a broker.

export { type FollowOptions, follow } from "./device/declare/rules/follow.ts";
export { type Cause, type Condition, type Threshold, when } from "./device/declare/rules/when.ts";
export type { Follow } from "./device/run/rules/follow.ts";
export type { Rule } from "./device/run/rules/rule.ts";

// Rules by the time: of the day, of the sun, or in equal steps.

export { at, type Days, type Moments } from "./device/declare/rules/at.ts";
export { every, type Marks } from "./device/declare/rules/every.ts";
export { dawn, dusk, type SunTime, sunrise, sunset } from "./device/declare/rules/sun-times.ts";

// Times: every time in a declaration is in milliseconds, or a period of the calendar.

export { days, hours, type Milliseconds, minutes, seconds } from "./bytes/milliseconds.ts";
export type { Period } from "./clock/periods.ts";
