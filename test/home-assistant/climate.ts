// A thermostat in Home Assistant: what it accepts of one, what it makes of each topic and what it sends.
// Source: core, components/mqtt/climate.py and components/climate/const.py.
import type { Payload } from "./abbreviations.ts";
import {
  type Check,
  number,
  oneOf,
  publishTopic,
  type Schema,
  subscribeTopic,
  text,
  texts,
} from "./checks.ts";
import type { Heard, Platform } from "./platforms.ts";
import type { Action } from "./states.ts";
import { templated } from "./templates.ts";

const MODES = ["auto", "off", "cool", "heat", "heat_cool", "dry", "fan_only"];
const ACTIONS = ["cooling", "defrosting", "drying", "fan", "heating", "idle", "off", "preheating"];

const listOfModes: Check = (value) =>
  texts(value) ??
  ((value as string[]).every((mode) => MODES.includes(mode)) ? undefined : "has modes that there are not");

/** What a thermostat and a water heater have in common. */
export const TEMPERATURES = {
  current_temperature_topic: subscribeTopic,
  temperature_state_topic: subscribeTopic,
  temperature_command_topic: publishTopic,
  mode_state_topic: subscribeTopic,
  mode_state_template: text,
  mode_command_topic: publishTopic,
  mode_command_template: text,
  power_command_topic: publishTopic,
  payload_on: text,
  payload_off: text,
  min_temp: number,
  max_temp: number,
  precision: oneOf(0.1, 0.5, 1),
  temperature_unit: oneOf("C", "F"),
};

/** The platform, with what all have. */
export function climatePlatform(any: Schema["optional"]): Platform {
  return {
    schema: {
      required: {},
      optional: {
        ...any,
        ...TEMPERATURES,
        current_humidity_topic: subscribeTopic,
        action_topic: subscribeTopic,
        action_template: text,
        modes: listOfModes,
        temp_step: number,
      },
    },
    heard: {
      current_temperature_topic: numberAs("current_temperature"),
      current_humidity_topic: numberAs("current_humidity"),
      temperature_state_topic: numberAs("temperature"),
      mode_state_topic: (config, payload) => {
        const mode = templated(config.mode_state_template, payload);
        return (config.modes as string[]).includes(mode) ? { state: mode } : undefined;
      },
      action_topic: (config, payload) => {
        const action = templated(config.action_template, payload);
        return ACTIONS.includes(action) ? { hvac_action: action } : undefined;
      },
    },
    commandsOf: temperatureCommands,
  };
}

/** A number in one of its attributes; nobody knows it when there is none. */
export function numberAs(attribute: string): Heard {
  return (_, payload) => {
    if (payload === "None") return { [attribute]: null };
    return Number.isNaN(Number(payload)) ? undefined : { [attribute]: Number(payload) };
  };
}

/** The service refuses a temperature that is out of bounds, and a mode that there is not. */
export function temperatureCommands(
  config: Payload,
  action: Action,
): { topic: string; payload: string }[] | undefined {
  if (typeof action === "object" && "fahrenheit" in action)
    return temperatureCommands(config, { set: (action.fahrenheit - 32) / 1.8 });
  if (typeof action === "object" && "set" in action) {
    const { min_temp: least = 7, max_temp: most = 35 } = config as { min_temp?: number; max_temp?: number };
    if (action.set < least || action.set > most) return undefined;
    return [{ topic: config.temperature_command_topic as string, payload: String(action.set) }];
  }
  if (typeof action === "object" && "mode" in action) {
    if (!(config.modes as string[]).includes(action.mode)) return undefined;
    const topic = config.mode_command_topic as string | undefined;
    return topic === undefined
      ? []
      : [{ topic, payload: templated(config.mode_command_template, action.mode) }];
  }
  return undefined;
}
