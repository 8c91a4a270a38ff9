// A rule in the sentences of its faults.
import type { Rule } from "../device/run/rules/rule.ts";

/** `The rule on "temperature"`, `The rule at "06:30"`. */
export function ruleWords({ wording: { cause, comparison } }: Rule): string {
  return `The rule ${comparison === "at" ? "at" : "on"} "${cause}"`;
}
