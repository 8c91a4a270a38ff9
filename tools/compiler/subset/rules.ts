// A rule of the device language: a look at one node, and the sentence that refuses it.
import type ts from "typescript";
import type { TargetName } from "../../../boards/board.ts";
import type { Dialect } from "./dialect.ts";

export interface Surroundings {
  checker: ts.TypeChecker;
  dialect: Dialect;
  /** What the image is for, or Node, and the files of ambient declarations that say what is there. */
  target: TargetName | undefined;
  globals: readonly string[];
}

/** The sentence that refuses a node, or `undefined`. */
export type Rule = (node: ts.Node, surroundings: Surroundings) => string | undefined;

/** The first sentence that a list of rules has for a node. */
export function firstOf(rules: readonly Rule[]): Rule {
  return (node, surroundings) => {
    for (const rule of rules) {
      const sentence = rule(node, surroundings);
      if (sentence !== undefined) return sentence;
    }
    return undefined;
  };
}
