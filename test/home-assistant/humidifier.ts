// A humidifier in Home Assistant: what it accepts of one, what it makes of each topic and what it sends.
// Source: core, components/mqtt/humidifier.py and components/humidifier/const.py.
import type { Payload } from "./abbreviations.ts";
import { number, oneOf, publishTopic, type Schema, subscribeTopic, text, texts } from "./checks.ts";
import { heardSwitch, switchCommands, togetherFaults } from "./fan.ts";
import type { Heard, Platform } from "./platforms.ts";
import { templated } from "./templates.ts";

const ACTIONS = ["humidifying", "drying", "idle", "off"];

/** The platform, with what all have that are written. */
export function humidifierPlatform({ required, optional }: Schema): Platform {
  return {
    schema: {
      required: { ...required, target_humidity_command_topic: publishTopic },
      optional: {
        ...optional,
        action_topic: subscribeTopic,
        action_template: text,
        current_humidity_topic: subscribeTopic,
        device_class: oneOf("humidifier", "dehumidifier"),
        max_humidity: number,
        min_humidity: number,
        mode_command_topic: publishTopic,
        mode_state_topic: subscribeTopic,
        modes: texts,
        payload_on: text,
        payload_off: text,
        state_value_template: text,
        target_humidity_state_topic: subscribeTopic,
      },
    },
    faults,
    heard: {
      state_topic: heardSwitch,
      action_topic: (config, payload) => {
        const action = templated(config.action_template, payload);
        return ACTIONS.includes(action) ? { action } : undefined;
      },
      current_humidity_topic: percentAs("current_humidity", () => ({ least: 0, most: 100 })),
      target_humidity_state_topic: percentAs("humidity", boundsOf),
      mode_state_topic: (config, payload) =>
        (config.modes as string[] | undefined)?.includes(payload) ? { mode: payload } : undefined,
    },
    commandsOf: (config, action) => {
      if (typeof action === "object" && "set" in action) {
        const { least, most } = boundsOf(config);
        if (action.set < least || action.set > most) return undefined;
        return [{ topic: config.target_humidity_command_topic as string, payload: String(action.set) }];
      }
      if (typeof action === "object" && "mode" in action) {
        const isThere = (config.modes as string[] | undefined)?.includes(action.mode);
        return isThere ? [{ topic: config.mode_command_topic as string, payload: action.mode }] : undefined;
      }
      return switchCommands(config, action);
    },
  };
}

function faults(config: Payload): string[] {
  const { least, most } = boundsOf(config);
  return [
    ...(most > least ? [] : ["target_humidity_max must be > target_humidity_min"]),
    ...(most <= 100 ? [] : ["max_humidity must be <= 100"]),
    ...togetherFaults(config, "modes", "mode_command_topic"),
  ];
}

function boundsOf({ min_humidity: least = 0, max_humidity: most = 100 }: Payload) {
  return { least: least as number, most: most as number };
}

function percentAs(attribute: string, bounds: typeof boundsOf): Heard {
  return (config, payload) => {
    if (payload === "None") return { [attribute]: null };
    const { least, most } = bounds(config);
    const percent = Math.round(Number(payload));
    return percent >= least && percent <= most ? { [attribute]: percent } : undefined;
  };
}
