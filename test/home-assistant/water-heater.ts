// A water heater in Home Assistant: what it accepts of one, what it makes of each topic and what it sends.
// Source: core, components/mqtt/water_heater.py and components/water_heater/const.py.
import { type Schema, texts } from "./checks.ts";
import { numberAs, TEMPERATURES, temperatureCommands } from "./climate.ts";
import type { Platform } from "./platforms.ts";
import { templated } from "./templates.ts";

/** The platform, with what all have. It takes modes of any words, and translates those that it knows. */
export function waterHeaterPlatform(any: Schema["optional"]): Platform {
  return {
    schema: { required: {}, optional: { ...any, ...TEMPERATURES, modes: texts } },
    heard: {
      current_temperature_topic: numberAs("current_temperature"),
      temperature_state_topic: numberAs("temperature"),
      mode_state_topic: (config, payload) => {
        const mode = templated(config.mode_state_template, payload);
        return (config.modes as string[]).includes(mode) ? { state: mode } : undefined;
      },
    },
    commandsOf: (config, action) => {
      const { payload_on: on = "ON", payload_off: off = "OFF" } = config;
      const payload = { "turn on": on, "turn off": off }[action as "turn on"] as string | undefined;
      const topic = config.power_command_topic as string | undefined;
      if (payload === undefined) return temperatureCommands(config, action);
      return topic === undefined ? undefined : [{ topic, payload }];
    },
  };
}
