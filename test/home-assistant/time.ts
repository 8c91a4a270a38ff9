// A time of day in Home Assistant: its states and its commands.
// Source: core, components/mqtt/time.py. It parses a state by dateutil; here it is what devices say.
import type { Schema } from "./checks.ts";
import type { Platform } from "./platforms.ts";

const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;

/** The platform, with what all have that are written. Its states and commands have seconds. */
export function timePlatform(schema: Schema): Platform {
  return {
    schema,
    stateOf: (_, payload) => (TIME.test(payload) ? payload.padEnd(8, ":00") : undefined),
    commandOf: (_, action) =>
      typeof action === "object" && "time" in action && TIME.test(action.time)
        ? action.time.padEnd(8, ":00")
        : undefined,
  };
}
