// A rule in the sentences of its faults.
import type { Rule } from "../device/run/rules/rule.ts";

/** `The rule on "temperature"`, `The rule at "06:30"`. */
export function ruleWords({ wording: { cause, comparison, limit } }: Rule): string {
  if (comparison === "every") return `The rule every ${Number(limit) / 60_000} minutes`;
  // One by the sun has a name that nobody wrote.
  if (cause.startsWith("@")) return `The rule at ${cause.slice(1)}`;
  return `The rule ${comparison === "at" ? "at" : "on"} "${cause}"`;
}
