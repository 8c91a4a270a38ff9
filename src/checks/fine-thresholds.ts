// Thresholds of a rule with more decimals than the value that they are compared with: the device
// would round them without a word.
import type { Rule } from "../device/run/rules/rule.ts";
import { type Fault, fault } from "./fault.ts";

/** A fault for each. `decimals`: those of the sensor, or of the number, that the rule is on. */
export function fineThresholds(rule: Rule, decimals: number): Fault[] {
  const { cause, comparison, limit, until, margin } = rule.wording;
  const given = { [comparison]: limit, until, margin };
  return Object.entries(given).flatMap(([word, value]) => {
    if (typeof value !== "number" || !isFiner(value, decimals)) return [];
    const has = decimals === 0 ? "no decimals" : `${decimals} decimal${decimals === 1 ? "" : "s"}`;
    const sentence = `The rule on "${cause}" says ${word}(${value}), and "${cause}" has ${has}; write ${word}(${value.toFixed(decimals)}), or give it more.`;
    return [fault(rule, word, sentence)];
  });
}

function isFiner(value: number, decimals: number): boolean {
  const scaled = value * 10 ** decimals;
  return Number.isFinite(scaled) && Math.abs(scaled - Math.round(scaled)) > 1e-6;
}
