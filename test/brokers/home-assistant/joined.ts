// Entities joined of a device's parts, and the acts of people on them: as the stand-in calls these, by which
// service of Home Assistant, and what both show then.
import type { HomeAssistantOptions } from "../../../src/options.ts";
import type { Action } from "../../home-assistant/states.ts";

export const JOINED: HomeAssistantOptions = {
  cover: [
    { name: "blind", position: "percent", deviceClass: "blind" },
    { name: "window", position: "half", reversed: true },
  ],
  valve: { position: "step", deviceClass: "water" },
  fan: [
    { power: "power", speed: "low", preset: "breeze" },
    { name: "draught", speed: "percent" },
  ],
  humidifier: { target: "damp", power: "cooler", current: "humidity", humidifier: "cooler", mode: "mode" },
  waterHeater: [
    { target: "target", current: "temperature", mode: "boiler" },
    { name: "tank", target: "target", mode: "power" },
  ],
  entities: { target: { hidden: false } },
};

type Seen = { state: string } & Readonly<Record<string, unknown>>;

export const JOINED_ACTS: readonly [
  key: string,
  action: Action,
  service: string,
  data: Record<string, unknown>,
  seen: Seen,
][] = [
  ["blind", "open", "cover.open_cover", {}, { state: "open", current_position: 100 }],
  [
    "blind",
    { set: 33 },
    "cover.set_cover_position",
    { position: 33 },
    { state: "open", current_position: 33 },
  ],
  ["blind", "close", "cover.close_cover", {}, { state: "closed", current_position: 0 }],
  ["window", "close", "cover.close_cover", {}, { state: "closed", current_position: 0 }],
  [
    "window",
    { set: 25 },
    "cover.set_cover_position",
    { position: 25 },
    { state: "open", current_position: 25 },
  ],
  ["window", "open", "cover.open_cover", {}, { state: "open", current_position: 100 }],
  ["valve", "open", "valve.open_valve", {}, { state: "open", current_position: 100 }],
  [
    "valve",
    { set: 33 },
    "valve.set_valve_position",
    { position: 33 },
    { state: "open", current_position: 35 },
  ],
  ["valve", "close", "valve.close_valve", {}, { state: "closed", current_position: 0 }],
  ["fan", "turn on", "fan.turn_on", {}, { state: "on" }],
  ["fan", { set: 50 }, "fan.set_percentage", { percentage: 50 }, { state: "on", percentage: 55 }],
  [
    "fan",
    { mode: "sleep" },
    "fan.set_preset_mode",
    { preset_mode: "sleep" },
    { state: "on", preset_mode: "sleep" },
  ],
  ["fan", "turn off", "fan.turn_off", {}, { state: "off" }],
  ["draught", "turn on", "fan.turn_on", {}, { state: "on", percentage: 100 }],
  ["draught", { set: 30 }, "fan.set_percentage", { percentage: 30 }, { state: "on", percentage: 30 }],
  ["draught", "turn off", "fan.turn_off", {}, { state: "off", percentage: 0 }],
  ["humidifier", "turn on", "humidifier.turn_on", {}, { state: "on", action: "humidifying" }],
  [
    "humidifier",
    { set: 55 },
    "humidifier.set_humidity",
    { humidity: 55 },
    { state: "on", humidity: 55, current_humidity: 40 },
  ],
  ["humidifier", { mode: "heat" }, "humidifier.set_mode", { mode: "heat" }, { state: "on", mode: "heat" }],
  [
    "water-heater",
    { mode: "eco" },
    "water_heater.set_operation_mode",
    { operation_mode: "eco" },
    { state: "eco" },
  ],
  ["tank", "turn on", "water_heater.turn_on", {}, { state: "electric" }],
  ["tank", { mode: "off" }, "water_heater.set_operation_mode", { operation_mode: "off" }, { state: "off" }],
];
