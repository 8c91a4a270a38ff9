// A fan in Home Assistant: what it accepts of one, what it makes of each topic and what it sends.
// Source: core, components/mqtt/fan.py and util/scaling.py.
import type { Payload } from "./abbreviations.ts";
import { publishTopic, type Schema, seconds, subscribeTopic, text, texts } from "./checks.ts";
import type { Platform } from "./platforms.ts";
import type { Action } from "./states.ts";
import { templated } from "./templates.ts";

type Commands = { topic: string; payload: string }[] | undefined;

/** The platform, with what all have that are written. */
export function fanPlatform({ required, optional }: Schema): Platform {
  return {
    schema: {
      required,
      optional: {
        ...optional,
        payload_on: text,
        payload_off: text,
        state_value_template: text,
        percentage_state_topic: subscribeTopic,
        percentage_value_template: text,
        percentage_command_topic: publishTopic,
        percentage_command_template: text,
        preset_mode_state_topic: subscribeTopic,
        preset_mode_command_topic: publishTopic,
        preset_modes: texts,
        speed_range_min: seconds,
        speed_range_max: seconds,
      },
    },
    faults,
    heard: {
      state_topic: heardSwitch,
      percentage_state_topic: heardSpeed,
      preset_mode_state_topic: (config, payload) =>
        (config.preset_modes as string[] | undefined)?.includes(payload)
          ? { preset_mode: payload }
          : undefined,
    },
    commandsOf,
  };
}

function faults(config: Payload): string[] {
  const { least, most } = rangeOf(config);
  return [
    ...(most > least ? [] : ["speed_range_max must be > speed_range_min"]),
    ...togetherFaults(config, "preset_modes", "preset_mode_command_topic"),
  ];
}

/** Keys that are there together, or not. */
export function togetherFaults(config: Payload, option: string, partner: string): string[] {
  return option in config === partner in config ? [] : [`${option} and ${partner} must be used together`];
}

/** On or off, of what has a command and a state for it. */
export function heardSwitch(config: Payload, payload: string): Payload | undefined {
  const { payload_on: on = "ON", payload_off: off = "OFF" } = config;
  const word = templated(config.state_value_template, payload);
  // Another word is passed over without a line in the log: here it is a fault all the same.
  return word === on ? { state: "on" } : word === off ? { state: "off" } : undefined;
}

export function switchCommands(config: Payload, action: Action): Commands {
  const { payload_on: on = "ON", payload_off: off = "OFF" } = config;
  const payload = { "turn on": on, "turn off": off }[action as "turn on"] as string | undefined;
  if (payload === undefined) return undefined;
  return [{ topic: config.command_topic as string, payload: templated(config.command_template, payload) }];
}

function heardSpeed(config: Payload, payload: string): Payload | undefined {
  const speed = templated(config.percentage_value_template, payload);
  const { least, most } = rangeOf(config);
  const percentage = Math.floor(((Number(speed) - least + 1) * 100) / (most - least + 1));
  const isTaken = /^-?\d+$/.test(speed) && percentage >= 0 && percentage <= 100;
  return isTaken ? { percentage } : undefined;
}

function rangeOf({ speed_range_min: least = 1, speed_range_max: most = 100 }: Payload) {
  return { least: least as number, most: most as number };
}

function commandsOf(config: Payload, action: Action): Commands {
  if (typeof action === "object" && "set" in action) {
    const { least, most } = rangeOf(config);
    const speed = String(Math.ceil((action.set * (most - least + 1)) / 100 + least - 1));
    const payload = templated(config.percentage_command_template, speed);
    return [{ topic: config.percentage_command_topic as string, payload }];
  }
  if (typeof action === "object" && "mode" in action) {
    const isThere = (config.preset_modes as string[] | undefined)?.includes(action.mode);
    return isThere
      ? [{ topic: config.preset_mode_command_topic as string, payload: action.mode }]
      : undefined;
  }
  return switchCommands(config, action);
}
