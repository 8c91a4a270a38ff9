// Prints a change of a value in few words: `x++`, `x += v`, `a.b.c -= v`.
import { partsOf, targetParts } from "./parts.ts";
import { printExpression, type Words } from "./print-expression.ts";
import type { Block, Expression, Statement, Target, Variable } from "./program.ts";
import { usesIn } from "./uses.ts";

/** `x++`, `x += v`: the stored value is the old one, changed. */
export function shortForm(to: string, value: Expression, words: Words): string | undefined {
  if (value.kind !== "operation") return undefined;
  const sign = SHORT[value.operator];
  const [old, by] = value.operands;
  if (sign === undefined || old === undefined || by === undefined) return undefined;
  if (printExpression(old, words) !== to || !isOnlyLook(old)) return undefined;
  if (value.operator === "join") {
    const digits = by.kind === "operation" && by.operator === "to-text" ? by.operands[0] : undefined;
    return `${to} += ${printExpression(digits ?? by, words)}`;
  }
  if (by.kind === "number" && by.value === 1 && (sign === "+" || sign === "-")) return `${to}${sign}${sign}`;
  return `${to} ${sign}= ${printExpression(by, words)}`;
}

/** Is it the same whether it is worked out once or twice? */
function isOnlyLook(expression: Expression): boolean {
  const kinds: readonly Expression["kind"][] = ["call", "call-value", "call-member", "new", "closure"];
  return !kinds.includes(expression.kind) && partsOf(expression).every(isOnlyLook);
}

const SHORT: Readonly<Record<string, string>> = {
  add: "+",
  join: "+",
  subtract: "-",
  multiply: "*",
  divide: "/",
  remainder: "%",
};

/** A variable that exists only so that its value is worked out once. */
interface Way {
  variable: Variable;
  value: Expression;
}

/**
 * `let owner = a.b; owner.c = owner.c + 1;` is `a.b.c++`: the variables, from there on, that are not needed.
 */
export function changedInPlace(block: Block, at: number): readonly Way[] {
  const ways: Way[] = [];
  let change = block[at];
  while (change?.kind === "let" && change.value !== undefined && ways.length < 2) {
    ways.push({ variable: change.variable, value: change.value });
    change = block[at + ways.length];
  }
  if (ways.length === 0 || change?.kind !== "assign" || !isChange(change)) return [];
  if (!isInOrder(ways, targetParts(change.target))) return [];
  // Also one that another way goes by is read more often.
  const uses = usesIn(block.slice(at, at + ways.length + 1)).variables;
  const later = usesIn(block.slice(at + ways.length + 1)).variables;
  const isOnlyWay = ({ variable }: Way): boolean => uses.get(variable)?.reads === 2 && !later.has(variable);
  return ways.every(isOnlyWay) ? ways : [];
}

/** Is the stored value the old one, changed by something? */
function isChange({ target, value }: Extract<Statement, { kind: "assign" }>): boolean {
  if (value.kind !== "operation" || SHORT[value.operator] === undefined) return false;
  const [old] = value.operands;
  return old !== undefined && isSame(old, target);
}

function isSame(old: Expression, target: Target): boolean {
  if (old.kind === "field" && target.kind === "field" && old.field !== target.field) return false;
  if (old.kind === "member" && target.kind === "member" && old.name !== target.name) return false;
  const parts = targetParts(target);
  return old.kind === target.kind && partsOf(old).every((part, index) => isSameWord(part, parts[index]));
}

function isSameWord(left: Expression, right: Expression | undefined): boolean {
  if (left.kind === "variable") return right?.kind === "variable" && left.variable === right.variable;
  const isWord = left.kind === "number" || left.kind === "text";
  return isWord && right?.kind === left.kind && left.value === right.value;
}

/** In the order of the text, and no value that may change is read after one that stood before it. */
function isInOrder(ways: readonly Way[], words: readonly Expression[]): boolean {
  const places = ways.map(({ variable }) =>
    words.findIndex((word) => word.kind === "variable" && word.variable === variable),
  );
  const [first = 0] = places;
  if (places.some((place, index) => place !== first + index || place < 0)) return false;
  // The first one is read where it stands: an engine may look at what it is when it has worked out the second
  // one.
  return ways.slice(first === 0 ? 1 : 0).every(({ value }) => isOnlyLook(value));
}
