// A cover and a valve in Home Assistant: what it accepts of one, what it makes of its topics and what it sends.
// Source: core, components/mqtt/cover.py and valve.py, components/cover/const.py and util/scaling.py.
import type { Payload } from "./abbreviations.ts";
import { type Check, flag, oneOf, publishTopic, type Schema, subscribeTopic, text } from "./checks.ts";
import type { Platform } from "./platforms.ts";
import type { Action } from "./states.ts";
import { templated } from "./templates.ts";

const COVER_CLASSES = "awning blind curtain damper door garage gate shade shutter window".split(" ");
/** What a valve that reports its position may not name. */
const OF_NO_POSITION = ["payload_open", "payload_close", "state_open", "state_closed"];

const whole: Check = (value) => (Number.isInteger(value) ? undefined : "is no whole number");
const ENDS = { position_closed: whole, position_open: whole };

/** The platform, with what all have. */
export function coverPlatform(any: Schema["optional"]): Platform {
  return {
    schema: {
      required: {},
      optional: {
        ...any,
        ...ENDS,
        command_topic: publishTopic,
        device_class: oneOf(...COVER_CLASSES),
        payload_open: text,
        payload_close: text,
        position_topic: subscribeTopic,
        position_template: text,
        set_position_topic: publishTopic,
        set_position_template: text,
      },
    },
    faults: coverFaults,
    heard: {
      position_topic: (config, payload) =>
        heardPosition(config, templated(config.position_template, payload)),
    },
    commandsOf: coverCommands,
  };
}

function coverFaults(config: Payload): string[] {
  const pairs = [
    ["set_position_topic", "position_topic"],
    ["position_template", "position_topic"],
    ["set_position_template", "set_position_topic"],
  ] as const;
  return pairs.flatMap(([option, partner]) =>
    config[option] !== undefined && config[partner] === undefined
      ? [`'${option}' must be set together with '${partner}'.`]
      : [],
  );
}

function coverCommands(config: Payload, action: Action): { topic: string; payload: string }[] | undefined {
  if (typeof action === "object" && "set" in action) {
    const payload = templated(config.set_position_template, String(valueAt(config, action.set)));
    return [{ topic: config.set_position_topic as string, payload }];
  }
  const payload = { open: config.payload_open, close: config.payload_close }[action as "open"];
  return typeof payload === "string" ? [{ topic: config.command_topic as string, payload }] : undefined;
}

/** The platform, with what all have that are written. */
export function valvePlatform({ required, optional }: Schema): Platform {
  return {
    schema: {
      required,
      optional: {
        ...optional,
        ...ENDS,
        device_class: oneOf("water", "gas"),
        payload_open: text,
        payload_close: text,
        payload_stop: text,
        reports_position: flag,
      },
    },
    faults: (config) =>
      config.reports_position === true && OF_NO_POSITION.some((key) => key in config)
        ? [`${OF_NO_POSITION.join(", ")} are not allowed if the valve reports a position.`]
        : [],
    heard: {
      state_topic: (config, message) => {
        const payload = templated(config.value_template, message);
        if (payload === "") return {};
        return config.reports_position === true ? heardPosition(config, payload) : heardWord(config, payload);
      },
    },
    commandsOf: valveCommands,
  };
}

function heardWord(config: Payload, payload: string): Payload | undefined {
  const states = ["open", "opening", "closed", "closing"];
  const state = states.find((state) => payload === (config[`state_${state}`] ?? state));
  if (payload === "None") return { state: "unknown" };
  return state === undefined ? undefined : { state };
}

/** One with a position opens and closes by it. */
function valveCommands(config: Payload, action: Action): { topic: string; payload: string }[] | undefined {
  const topic = config.command_topic as string;
  const sent = (payload: string) => [{ topic, payload: templated(config.command_template, payload) }];
  if (config.reports_position === true) {
    const percent =
      typeof action === "object" && "set" in action ? action.set : { open: 100, close: 0 }[action as "open"];
    return percent === undefined ? undefined : sent(String(valueAt(config, percent)));
  }
  const { payload_open: open = "OPEN", payload_close: close = "CLOSE" } = config;
  const payload = { open, close }[action as "open"];
  return typeof payload === "string" ? sent(payload) : undefined;
}

function heardPosition(config: Payload, payload: string): Payload | undefined {
  if (payload === "" || Number.isNaN(Number(payload))) return undefined;
  const { closed, open } = endsOf(config);
  const percent = Math.floor(((Number(payload) - closed) * 100) / (open - closed));
  const position = Math.min(100, Math.max(0, percent));
  return { state: position === 0 ? "closed" : "open", current_position: position };
}

/** The position of a percentage, rounded to the even one of two as near. */
function valueAt(config: Payload, percent: number): number {
  const { closed, open } = endsOf(config);
  const exact = (percent * (open - closed)) / 100 + closed;
  const below = Math.floor(exact);
  if (exact - below !== 0.5) return Math.round(exact);
  return below % 2 === 0 ? below : below + 1;
}

function endsOf({ position_closed: closed = 0, position_open: open = 100 }: Payload) {
  return { closed: closed as number, open: open as number };
}
