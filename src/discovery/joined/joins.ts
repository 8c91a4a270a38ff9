// The joined entities, each a record in a file of its own. On a computer only.
import type { JoinedOptions } from "../../device/declare/joined.ts";
import { CLIMATE } from "./climate.ts";
import { COVER } from "./cover.ts";
import type { Joined } from "./joined.ts";
import { VALVE } from "./valve.ts";

/** By the option of homeAssistant(). */
export const JOINS: Readonly<Record<keyof JoinedOptions, Joined>> = {
  climate: CLIMATE,
  cover: COVER,
  valve: VALVE,
};
