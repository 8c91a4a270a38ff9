// The joined entities, each a record in a file of its own. On a computer only.
import type { JoinedOptions } from "../../device/declare/joined.ts";
import { CLIMATE } from "./climate.ts";
import type { Joined } from "./joined.ts";

/** By the option of homeAssistant(). */
export const JOINS: Readonly<Record<keyof JoinedOptions, Joined>> = {
  climate: CLIMATE,
};
