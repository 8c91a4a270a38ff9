// Two rules that keep one actuator: each puts it back when it ends, even while the other one still holds. On a computer only.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { Rule } from "../device/run/rules/rule.ts";

/** One sentence for each rule that keeps an actuator out of a state to which another one puts it back. */
export function sharedKeepWarnings({ rules = [], actuators = [] }: DeviceDeclaration): string[] {
  const keeping = rules.filter((rule) => rule.keeps && actuators[rule.targetAt] !== undefined);
  return keeping.flatMap((rule, i) => {
    const other = keeping.slice(0, i).find((one) => isPutBackAlike(one, rule));
    return other === undefined ? [] : [sentenceOf(other, rule)];
  });
}

function isPutBackAlike(one: Rule, other: Rule): boolean {
  return one.targetAt === other.targetAt && one.otherValue === other.otherValue;
}

function sentenceOf({ wording: { cause } }: Rule, { wording }: Rule): string {
  const both =
    cause === wording.cause ? `Two rules on "${cause}"` : `The rules on "${cause}" and "${wording.cause}"`;
  return `${both} keep "${wording.target}": when either ends, it goes back, also while the other one keeps it; make it one rule, on a sensor that derive makes of what both look at.`;
}
