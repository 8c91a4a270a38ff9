// Acts of people on the entities of everything.ts: as the stand-in calls them, and by
// which service of Home Assistant.
import type { Action } from "../../home-assistant/states.ts";

export const ACTS: readonly [key: string, Action, service: string, data?: Record<string, unknown>][] = [
  ["heater", "turn on", "switch.turn_on"],
  ["heater", "turn off", "switch.turn_off"],
  ["lamp", { brightness: 128 }, "light.turn_on", { brightness: 128 }],
  ["lamp", "turn off", "light.turn_off"],
  ["porch", "turn on", "light.turn_on"],
  ["strip", { rgb: [255, 128, 0] }, "light.turn_on", { rgb_color: [255, 128, 0] }],
  ["strip", "turn off", "light.turn_off"],
  ["strip", { rgb: [255, 0, 0], brightness: 3 }, "light.turn_on", { rgb_color: [255, 0, 0], brightness: 3 }],
  ["bolt", "unlock", "lock.unlock"],
  ["bolt", "lock", "lock.lock"],
  ["water", "open", "valve.open_valve"],
  ["water", "close", "valve.close_valve"],
  ["horn", "turn on", "siren.turn_on"],
  ["horn", "turn off", "siren.turn_off"],
  ["target", { fahrenheit: 70 }, "number.set_value", { value: 70 }],
  ["mode", { select: "loud" }, "select.select_option", { option: "loud" }],
  ["note", { text: "Süß" }, "text.set_value", { value: "Süß" }],
  ["wake", { time: "07:05:00" }, "time.set_value", { time: "07:05:00" }],
  ["dose", { set: 30 }, "number.set_value", { value: 30 }],
  ["bell", "press", "button.press"],
];
