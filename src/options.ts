/**
 * The face for options: their types, for a device file that keeps some under a name of their own. There is
 * nothing in it to run.
 *
 * @module ringmote/options.ts
 */

export type { ClockOptions } from "./clock/options.ts";
export type { ButtonOptions } from "./device/declare/actuators/button.ts";
export type {
  ActuatorOptions,
  Confirmation,
  PolicyOptions,
  TurnedOptions,
} from "./device/declare/actuators/declaration.ts";
export type { DurationInputOptions } from "./device/declare/actuators/duration-input.ts";
export type { LightOptions } from "./device/declare/actuators/light.ts";
export type { LockOptions } from "./device/declare/actuators/lock.ts";
export type { NumberInputOptions } from "./device/declare/actuators/number-input.ts";
export type { SelectInputOptions } from "./device/declare/actuators/select-input.ts";
export type { SirenOptions } from "./device/declare/actuators/siren.ts";
export type { SwitchOptions } from "./device/declare/actuators/switch.ts";
export type { TextInputOptions } from "./device/declare/actuators/text-input.ts";
export type { TimeInputOptions } from "./device/declare/actuators/time-input.ts";
export type { ValveOptions } from "./device/declare/actuators/valve.ts";
export type { DeriveOptions } from "./device/declare/derive.ts";
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
export type { NamingRule } from "./device/declare/rules/naming-rule.ts";
export type { SensorHistory, SensorOptions, SensorQuestion } from "./device/declare/sensor.ts";
export type { Named } from "./device/declare/words.ts";
export type { LogLevel, LogOptions } from "./device/run/log.ts";
