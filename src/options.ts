/**
 * Types for a device file that keeps options, or a rule, under a name of its own. There is nothing here to run.
 *
 * @module ringmote/options.ts
 */

// Of the device, its clock, its log, and what Home Assistant shows of it.

export type { ClockOptions } from "./clock/options.ts";
export type { RingOptions, SetUpOptions, StatusOptions } from "./device/declare/device.ts";
export type { Diagnostic } from "./device/declare/diagnostics.ts";
export type { EntityOptions, HomeAssistantOptions } from "./device/declare/home-assistant.ts";
export type {
  ClimateOptions,
  FanOptions,
  HumidifierOptions,
  PositionOptions,
  WaterHeaterOptions,
} from "./device/declare/joined.ts";
export type { LogLevel, LogOptions } from "./device/run/log.ts";

// Of a sensor.

export type { DeriveOptions } from "./device/declare/derive.ts";
export type { SensorHistory, SensorOptions, SensorQuestion } from "./device/declare/sensor.ts";

// Of every actuator.

export type {
  ActuatorOptions,
  Confirmation,
  PolicyOptions,
  TurnedOptions,
} from "./device/declare/actuators/declaration.ts";

// Of one kind of actuator.

export type { ButtonOptions } from "./device/declare/actuators/button.ts";
export type { LightOptions } from "./device/declare/actuators/light.ts";
export type { LockOptions } from "./device/declare/actuators/lock.ts";
export type { SirenOptions } from "./device/declare/actuators/siren.ts";
export type { SwitchOptions } from "./device/declare/actuators/switch.ts";
export type { ValveOptions } from "./device/declare/actuators/valve.ts";

// Of one kind of input.

export type { DurationInputOptions } from "./device/declare/actuators/duration-input.ts";
export type { NumberInputOptions } from "./device/declare/actuators/number-input.ts";
export type { SelectInputOptions } from "./device/declare/actuators/select-input.ts";
export type { TextInputOptions } from "./device/declare/actuators/text-input.ts";
export type { TimeInputOptions } from "./device/declare/actuators/time-input.ts";

// Of rules: one with the names in it, which TypeScript compares with the device's.

export type { NamingRule } from "./device/declare/rules/naming-rule.ts";
export type { Named } from "./device/declare/words.ts";
