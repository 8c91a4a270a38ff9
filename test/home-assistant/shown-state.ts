// The words that people see for a state. Source: core, components/<platform>/strings.json.
import type { Payload } from "./abbreviations.ts";
import { inCustomaryUnits } from "./customary-units.ts";

/** Of a binary sensor by its class: off, and on. */
const BINARY: Readonly<Record<string, readonly [string, string]>> = {
  battery: ["Normal", "Low"],
  battery_charging: ["Not charging", "Charging"],
  connectivity: ["Disconnected", "Connected"],
  door: ["Closed", "Open"],
  garage_door: ["Closed", "Open"],
  lock: ["Locked", "Unlocked"],
  moisture: ["Dry", "Wet"],
  motion: ["Clear", "Detected"],
  opening: ["Closed", "Open"],
  problem: ["OK", "Problem"],
  smoke: ["Clear", "Detected"],
  tamper: ["Clear", "Tampering detected"],
  window: ["Closed", "Open"],
};

/** What people see in a home in °F; a number and a word of an enum are as they are. */
export function shownState(platform: string, config: Payload, state: string): string {
  const { device_class: name } = config;
  if (state === "unavailable" || state === "unknown") return capital(state);
  if (platform === "sensor") return inCustomaryUnits(config, state);
  if (platform === "number" || platform === "select") return state;
  if (platform !== "binary_sensor") return capital(state);
  const [off, on] = BINARY[name as string] ?? ["Off", "On"];
  return state === "on" ? on : off;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
