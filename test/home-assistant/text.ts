// A text in Home Assistant: what it accepts of one, its states and its commands.
// Source: core, components/mqtt/text.py and components/text/__init__.py.
import type { Payload } from "./abbreviations.ts";
import { type Check, count, oneOf, type Schema, text } from "./checks.ts";
import type { Platform } from "./platforms.ts";

/** A state has at most so many characters. */
const LONGEST = 255;

const pattern: Check = (value) => {
  try {
    return text(value) ?? (new RegExp(value as string) && undefined);
  } catch {
    return "is no regular expression";
  }
};

/** The platform, with what all have that are written. */
export function textPlatform({ required, optional }: Schema): Platform {
  return {
    schema: {
      required,
      optional: { ...optional, max: count, min: count, mode: oneOf("text", "password"), pattern },
    },
    faults,
    // Its own service refuses what its entity could not have as state.
    stateOf: (config, payload) => (isTaken(config, payload) ? payload : undefined),
    commandOf: (config, action) =>
      typeof action === "object" && "text" in action && isTaken(config, action.text)
        ? action.text
        : undefined,
  };
}

function faults(config: Payload): string[] {
  const { min, max } = boundsOf(config);
  if (min >= max) return ["text length min must be < max"];
  return max > LONGEST ? [`max text length must be <= ${LONGEST}`] : [];
}

function boundsOf({ min = 0, max = LONGEST }: Payload): { min: number; max: number } {
  return { min: min as number, max: max as number };
}

function isTaken(config: Payload, value: string): boolean {
  const { min, max } = boundsOf(config);
  const characters = [...value].length;
  if (characters < min || characters > max) return false;
  // It looks from the first character on, and not as far as the last.
  return config.pattern === undefined || new RegExp(`^(?:${config.pattern as string})`, "u").test(value);
}
