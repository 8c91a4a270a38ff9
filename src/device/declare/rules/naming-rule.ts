// A rule as its author has just written it: its type has the names in it, and TypeScript compares them with the
// device's.
import type { Rule } from "../../run/rules/rule.ts";

export interface NamingRule<Asked extends string = string> extends Rule {
  /** For TypeScript alone: the names in it (words.ts). No record has it. */
  asks?: Asked;
}
