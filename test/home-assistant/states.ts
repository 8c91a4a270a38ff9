// States of an entity, from a message on its state topic, and the message that it
// sends when somebody acts on it.
import type { Payload } from "./abbreviations.ts";
import { PLATFORMS } from "./platforms.ts";
import { isNumeric } from "./sensor-rules.ts";
import { plainly } from "./templates.ts";

export const UNKNOWN = "unknown";

/** The state that a payload means; `undefined` when Home Assistant would log it and leave the state. */
export function stateOf(platform: string, config: Payload, message: string): string | undefined {
  const payload = rendered(config.value_template as string | undefined, message);
  const { stateOf: own } = PLATFORMS[platform] ?? {};
  if (own !== undefined) return own(config, payload);
  if (payload === "None") return UNKNOWN;
  const meanings = MEANINGS[platform]?.(config);
  if (meanings !== undefined) return meanings[payload];
  if (platform === "select" || config.options !== undefined)
    return (config.options as string[]).includes(payload) ? payload : undefined;
  if (platform === "number") return withinBounds(config, payload) ? payload : undefined;
  return isNumeric(config) && !isNumber(payload) ? undefined : payload;
}

/** The attributes that a message on their topic gives. */
export function attributesOf(config: Payload, message: string): Payload {
  return JSON.parse(rendered(config.json_attributes_template as string | undefined, message)) as Payload;
}

/**
 * The type of the event that a payload is, when `last` was the type of the one before; `undefined`: none.
 * Throws what its log would say.
 */
export function eventOf(config: Payload, message: string, last: string | undefined): string | undefined {
  const json = rendered(config.value_template as string | undefined, message, last);
  if (json === "") return undefined;
  const { event_type: type } = JSON.parse(json) as Payload;
  if ((config.event_types as string[]).includes(type as string)) return type as string;
  throw new Error(`Invalid event type ${type}`);
}

/** Of a push button: an event when it is another one than the last, as which a release counts where there was none. */
const CHANGE =
  /^\{%set e=\{(.*)\}\.get\(value\)%\}\{%if e and e!=\(this\.attributes\.get\('event_type'\)or'release'\)%\}\{\{\{'event_type':e\}\|tojson\}\}\{%endif%\}$/;

function changed(types: string, value: string, last = "release"): string {
  const pairs = [...types.matchAll(/'((?:[^'\\]|\\.)*)':'(\w+)'/g)];
  const type = pairs.find(([, word = ""]) => word.replace(/\\(.)/g, "$1") === value)?.[2];
  return type === undefined || type === last ? "" : JSON.stringify({ event_type: type });
}

/** What a template makes of a message. The stand-in has no Jinja: it knows the templates that it has met. */
function rendered(template: string | undefined, value: string, last?: string): string {
  if (template === undefined) return value;
  if (template === "{{'OFF' if value=='none' else 'ON'}}") return value === "none" ? "OFF" : "ON";
  if (template === "{{ {'text':value}|tojson }}") return JSON.stringify({ text: value });
  if (template.includes("now()-timedelta(seconds=value|int)")) return `now less ${value} s`;
  const types = CHANGE.exec(template)?.[1];
  if (types !== undefined) return changed(types, value, last);
  return plainly(template, value);
}

/** The words of each platform's state messages, and the states that they mean. */
const MEANINGS: Readonly<Record<string, (config: Payload) => Record<string, string>>> = {
  binary_sensor: onOff,
  switch: onOff,
  light: onOff,
  siren: onOff,
  lock: (config) => ({
    [word(config, "state_locked", "LOCKED")]: "locked",
    [word(config, "state_locking", "LOCKING")]: "locking",
    [word(config, "state_unlocked", "UNLOCKED")]: "unlocked",
    [word(config, "state_unlocking", "UNLOCKING")]: "unlocking",
    [word(config, "state_jammed", "JAMMED")]: "jammed",
  }),
};

function onOff(config: Payload): Record<string, string> {
  const on = word(config, "state_on", word(config, "payload_on", "ON"));
  const off = word(config, "state_off", word(config, "payload_off", "OFF"));
  return { [on]: "on", [off]: "off" };
}

function word(config: Payload, key: string, usual: string): string {
  return (config[key] as string | undefined) ?? usual;
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}

function withinBounds({ min = 1, max = 100 }: Payload, text: string): boolean {
  return isNumber(text) && Number(text) >= (min as number) && Number(text) <= (max as number);
}

/** What somebody can do with an entity. */
export type Action =
  | "turn on"
  | "turn off"
  | "lock"
  | "unlock"
  | "open"
  | "close"
  | "press"
  | { set: number }
  // In a home in °F: what is sent has all the digits that its calculation has.
  | { fahrenheit: number }
  | { select: string }
  | { mode: string }
  | { text: string }
  | { time: string }
  | { brightness: number }
  | { rgb: readonly [red: number, green: number, blue: number]; brightness?: number };

export interface Message {
  topic: string;
  payload: string;
  qos: 0 | 1 | 2;
}

/** The messages of an action, in their order. Throws when the platform has no such action. */
export function messagesOf(platform: string, config: Payload, action: Action): Message[] {
  const qos = qosOf(config);
  return commandsOf(platform, config, action).map((command) => ({ ...command, qos }));
}

/** One for all that an entity subscribes to and publishes. */
function qosOf({ qos = 0 }: Payload): 0 | 1 | 2 {
  return qos as 0 | 1 | 2;
}

type Command = Omit<Message, "qos">;

function commandsOf(platform: string, config: Payload, action: Action): Command[] {
  const topic = config.command_topic as string;
  if (typeof action === "object" && "rgb" in action)
    return [...colour(config, action.rgb), ...on(config, action.brightness)];
  if (typeof action === "object" && "brightness" in action) return on(config, action.brightness);
  const several = PLATFORMS[platform]?.commandsOf?.(config, action);
  if (several !== undefined) return several;
  const payload = PLATFORMS[platform]?.commandOf?.(config, action) ?? payloadOf(platform, config, action);
  if (payload === undefined) throw new Error(`A ${platform} cannot ${JSON.stringify(action)}.`);
  return [{ topic, payload: platform === "siren" ? sirenCommand(config, payload) : payload }];
}

function payloadOf(
  platform: string,
  config: Payload,
  action: Exclude<Action, { brightness: number } | { rgb: unknown }>,
): string | undefined {
  if (typeof action === "object") {
    if ("fahrenheit" in action) return numberCommand(platform, config, (action.fahrenheit - 32) / 1.8);
    if ("set" in action) return numberCommand(platform, config, action.set);
    if ("text" in action || "mode" in action || "time" in action) return undefined;
    const isOption = platform === "select" && (config.options as string[]).includes(action.select);
    return isOption ? action.select : undefined;
  }
  const [key, usual] = COMMANDS[platform]?.[action] ?? [];
  return key === undefined || usual === undefined ? undefined : word(config, key, usual);
}

/** The service refuses what is out of bounds; nothing is rounded to steps. */
function numberCommand(platform: string, { min = 1, max = 100 }: Payload, value: number): string | undefined {
  const isTaken = platform === "number" && value >= (min as number) && value <= (max as number);
  return isTaken ? String(value) : undefined;
}

const SWITCHED = { "turn on": ["payload_on", "ON"], "turn off": ["payload_off", "OFF"] };

const COMMANDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  switch: SWITCHED,
  light: SWITCHED,
  siren: SWITCHED,
  lock: { lock: ["payload_lock", "LOCK"], unlock: ["payload_unlock", "UNLOCK"] },
  button: { press: ["payload_press", "PRESS"] },
};

/** A siren's command is JSON unless a template gives the bare word. */
function sirenCommand({ command_template: template }: Payload, payload: string): string {
  return template === "{{ value }}" ? payload : JSON.stringify({ state: payload });
}

/** A brightness goes out first, then "on" (`on_command_type` is "last" by default). */
function on(config: Payload, brightness: number | undefined): Command[] {
  const last = { topic: config.command_topic as string, payload: word(config, "payload_on", "ON") };
  if (brightness === undefined) return [last];
  const topic = config.brightness_command_topic;
  if (typeof topic !== "string") throw new Error("The light has no brightness.");
  const scale = (config.brightness_scale as number | undefined) ?? 255;
  return [{ topic, payload: String(Math.round((brightness * scale) / 255)) }, last];
}

/** A colour goes out before its brightness. */
function colour(config: Payload, rgb: readonly number[]): Command[] {
  const topic = config.rgb_command_topic;
  if (typeof topic !== "string") throw new Error("The light has no colour.");
  return [{ topic, payload: rgb.join(",") }];
}
