// The calls between where a variable or a field was last seen to be there and where it is used.
import ts from "typescript";
import { functionAround } from "./called-functions.ts";

/** TypeScript's record of the ways to a node, as far as it is read here. */
interface Flow {
  readonly flags: number;
  readonly node?: ts.Node;
  readonly antecedent?: Flow | readonly Flow[];
}

/** The bits of `ts.FlowFlags`, which are no part of its interface. */
const ASSIGNMENT = 1 << 4;
const HOLDS = 1 << 5;
const FAILS = 1 << 6;
const CONDITION = HOLDS | FAILS;
const SWITCH = 1 << 7;

/**
 * `isSame`: is it the value that is used? `isNarrowed`: TypeScript knows that it was checked. Otherwise it
 * counts as checked where each way to the use passes a check, and none comes by both of its answers.
 */
export function checksBefore(
  used: ts.Node,
  isSame: (node: ts.Node) => boolean,
  isNarrowed: boolean,
): readonly ts.Node[] {
  const own = functionAround(used);
  const calls = new Set<ts.Node>();
  const { checks, isOnEachWay } = lastChecks(used, isSame);
  if (!isNarrowed && !isOnEachWay) return [];
  for (const check of checks) {
    if (functionAround(check) !== own) continue;
    for (const call of callsIn(own)) if (liesBetween(call, check, used)) calls.add(call);
  }
  return [...calls];
}

interface LastChecks {
  checks: Iterable<ts.Node>;
  isOnEachWay: boolean;
}

function lastChecks(used: ts.Node, isSame: (node: ts.Node) => boolean): LastChecks {
  const answers = new Map<ts.Node, number>();
  let isOnEachWay = true;
  const seen = new Set<Flow>();
  const start = (used as { flowNode?: Flow }).flowNode;
  const open = start === undefined ? [] : [start];
  for (let flow = open.pop(); flow !== undefined; flow = open.pop()) {
    if (seen.has(flow)) continue;
    seen.add(flow);
    const check = checkOf(flow, isSame);
    const ways = before(flow);
    if (check !== undefined) answers.set(check, (answers.get(check) ?? 0) | flow.flags);
    else if (ways.length > 0) open.push(...ways);
    else isOnEachWay = false;
  }
  const isEither = [...answers.values()].some((flags) => (flags & CONDITION) === CONDITION);
  return { checks: answers.keys(), isOnEachWay: isOnEachWay && !isEither };
}

function before({ antecedent = [] }: Flow): readonly Flow[] {
  return Array.isArray(antecedent) ? antecedent : [antecedent as Flow];
}

function checkOf({ flags, node }: Flow, isSame: (node: ts.Node) => boolean): ts.Node | undefined {
  if (node === undefined || (flags & (ASSIGNMENT | CONDITION | SWITCH)) === 0) return undefined;
  if ((flags & ASSIGNMENT) === 0) return mentions(node, isSame) ? node : undefined;
  const name = ts.isVariableDeclaration(node) ? node.name : node;
  return isSame(name) ? node : undefined;
}

function mentions(node: ts.Node, isSame: (node: ts.Node) => boolean): boolean {
  return isSame(node) || ts.forEachChild(node, (inner) => mentions(inner, isSame)) === true;
}

function callsIn(own: ts.Node): readonly ts.Node[] {
  const calls: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isCallExpression(node)) calls.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(own, visit);
  return calls;
}

/** A later turn of a loop counts, too; a statement that leads away from there does not. */
function liesBetween(call: ts.Node, check: ts.Node, used: ts.Node): boolean {
  if (holds(call, used) || holds(check, call) || leaves(call, used)) return false;
  if (call.pos >= endOf(check) && call.pos < used.pos && !isOtherBranch(call, used)) return true;
  const loop = ts.findAncestor(used, (node) => ts.isIterationStatement(node, false) && holds(node, call));
  return loop !== undefined && !holds(loop, check);
}

/** The value is assigned at the end of its assignment. */
function endOf(check: ts.Node): number {
  const { parent } = check;
  const isStored =
    ts.isBinaryExpression(parent) &&
    parent.left === check &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isStored ? parent.end : check.end;
}

/** Does the function end behind the call, without the use? */
function leaves(call: ts.Node, used: ts.Node): boolean {
  return waysUp(call, used).some(({ parent }) => {
    if (holds(parent, used)) return false;
    const last = ts.isBlock(parent) ? (parent.statements.at(-1) ?? parent) : parent;
    return ts.isReturnStatement(last) || ts.isThrowStatement(last);
  });
}

function isOtherBranch(call: ts.Node, used: ts.Node): boolean {
  const top = waysUp(call, used).at(-1);
  const { parent } = top ?? call;
  if (ts.isIfStatement(parent)) return top !== parent.expression && !holds(parent.expression, used);
  return ts.isConditionalExpression(parent) && top !== parent.condition && !holds(parent.condition, used);
}

/** From the call up to below what holds both. */
function waysUp(call: ts.Node, used: ts.Node): readonly ts.Node[] {
  const nodes = [call];
  for (let node = call.parent; !holds(node, used); node = node.parent) nodes.push(node);
  return nodes;
}

function holds(outer: ts.Node, inner: ts.Node): boolean {
  return outer.pos <= inner.pos && inner.end <= outer.end;
}
