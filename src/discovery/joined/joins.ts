// The joined entities, each a record in a file of its own. On a computer only.
import type { JoinedOptions } from "../../device/declare/joined.ts";
import { CLIMATE } from "./climate.ts";
import { COVER } from "./cover.ts";
import { FAN } from "./fan.ts";
import { HUMIDIFIER } from "./humidifier.ts";
import type { Joined } from "./joined.ts";
import { VALVE } from "./valve.ts";
import { WATER_HEATER } from "./water-heater.ts";

/** By the option of homeAssistant(). */
export const JOINS: Readonly<Record<keyof JoinedOptions, Joined>> = {
  climate: CLIMATE,
  cover: COVER,
  valve: VALVE,
  fan: FAN,
  humidifier: HUMIDIFIER,
  waterHeater: WATER_HEATER,
};
