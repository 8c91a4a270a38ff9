// Functions that are called now and then become branches of one function, chosen by a number: `f(x)` is
// `merged(3, x)`.
//
// Each function costs a prototype, a closure, a description and a cell of each variable that it uses, and a
// table of its own constants, 16 bytes each: about 200 bytes before its code. Branches share all that. A call
// costs some four to ten instructions more, so functions tagged `@hot` stay as they are. What is used as a
// value leaves a closure behind.

import { lastBranches, withSharedParameters } from "./branches.ts";
import { calleeOf, callInstead } from "./callee.ts";
import { type Calls, callsOf, definitionIn, planCold, type TopFunction } from "./cold-calls.ts";
import { calledLater } from "./late-calls.ts";
import * as lua from "./lua-ast.ts";
import { eachNode, luaChildren, mapNodes } from "./lua-tree.ts";
import { type Binding, type Resolved, resolveNames } from "./scopes.ts";
import type { Tagged } from "./tagged.ts";

const MERGED = "____merged";
/** The merged function, as it calls itself. */
const ITSELF = "____itself";
/** Makes a function of a branch. */
const MAKER = "____maker";
const NUMBER = "____number";
const PARAMETER = "____parameter";

/** The most variables of its surroundings in one merged function: below the 60 that NodeMCU's Lua takes. */
const MOST_UPVALUES = 54;
/**
 * The most nodes of the tree in one merged function: some five kilobytes of source, which a chip compiles
 * with ease.
 */
const MOST_NODES = 3000;

/**
 * The fewest nodes of a function that is used as a value: below, the closure that stays behind costs more
 * than is saved.
 */
const LEAST_VALUE_NODES = 60;

interface Member extends TopFunction {
  /** Something uses it in another way than by calling it. */
  isValue: boolean;
  size: number;
}

/** The chunk with those functions merged that stay in memory and are only called. Changes the tree. */
export function withMergedFunctions(statements: readonly lua.Statement[], tagged: Tagged): lua.Statement[] {
  const names = resolveNames(statements);
  const groups = groupsOf(candidatesIn(statements, names, tagged), names);
  let merged = [...statements];
  for (const [index, members] of groups.entries()) merged = mergeGroup(merged, members, names, index + 1);
  return merged;
}

function candidatesIn(statements: readonly lua.Statement[], names: Resolved, tagged: Tagged): Member[] {
  const calls = callsOf(statements, names);
  const { held } = planCold(calls, ({ binding }) => tagged.cold.has(binding.name));
  const asValues = valuesAmong(statements, calls, names);
  const early = calledEarly(statements, calls, names);
  return calls.functions
    .filter((fn) => held.has(fn) && !early.has(fn) && fn.value.dots === undefined)
    .filter(({ binding }) => !tagged.hot.has(binding.name))
    .map((fn) => ({ ...fn, isValue: asValues.has(fn.binding), size: sizeOf(fn) }))
    .filter(({ isValue, size }) => !isValue || size > LEAST_VALUE_NODES);
}

/** Functions that something uses in another way than by calling them. */
function valuesAmong(statements: readonly lua.Statement[], calls: Calls, names: Resolved): Set<Binding> {
  const functions = new Set(calls.functions.map(({ binding }) => binding));
  const plain = new Set<lua.Node>(statements.flatMap((statement) => targetsOf(statement)));
  eachNode(statements, (node) => {
    const callee = calleeOf(node);
    if (callee !== undefined) plain.add(callee);
  });
  const values = new Set<Binding>();
  eachNode(statements, (node) => {
    const binding = lua.isIdentifier(node) && !plain.has(node) ? names.bindingOf(node) : undefined;
    if (binding !== undefined && functions.has(binding)) values.add(binding);
  });
  return values;
}

/**
 * Functions that may run while others are still being defined: the merged one is there after its last member.
 */
function calledEarly(statements: readonly lua.Statement[], calls: Calls, names: Resolved): Set<TopFunction> {
  const end = statements.findLastIndex((statement) => definitionIn(statement, names) !== undefined);
  const early = statements.filter(
    (statement, index) => index < end || definitionIn(statement, names) !== undefined,
  );
  const first = callsOf(early, names);
  const byBinding = new Map(calls.functions.map((fn) => [fn.binding, fn]));
  const reached = new Set<TopFunction>();
  // A function in a record runs when somebody calls it, possibly in a call with more than constants.
  const begun = early.some((statement) => callsWithVariables(statement, names))
    ? [...first.started, ...first.left]
    : [];
  const queue = begun.flatMap(({ binding }) => byBinding.get(binding) ?? []);
  for (let fn = queue.pop(); fn !== undefined; fn = queue.pop()) {
    if (reached.has(fn)) continue;
    reached.add(fn);
    queue.push(...fn.calls, ...fn.holds);
  }
  return reached;
}

/**
 * Does the statement, as it runs, call a function of the chunk, or any function with a variable of the chunk?
 */
function callsWithVariables(root: lua.Node, names: Resolved): boolean {
  if (lua.isFunctionExpression(root)) return false;
  if (!lua.isCallExpression(root) && !lua.isMethodCallExpression(root))
    return luaChildren(root).some((child) => callsWithVariables(child, names));
  let isNamed = false;
  eachNode([root], (node) => {
    isNamed ||= lua.isIdentifier(node) && names.bindingOf(node)?.home === names.chunk;
  });
  return isNamed;
}

function targetsOf(statement: lua.Statement): lua.Node[] {
  if (lua.isVariableDeclarationStatement(statement) || lua.isAssignmentStatement(statement))
    return statement.left;
  return [];
}

/** Cuts the functions into groups that a chip can compile, in order. A group of one would save nothing. */
function groupsOf(functions: readonly Member[], names: Resolved): Member[][] {
  const groups: Member[][] = [];
  let upvalues = new Set<Binding>();
  let nodes = 0;
  for (const member of functions) {
    const used = outsideOf(member, names);
    const isFull = new Set([...upvalues, ...used]).size > MOST_UPVALUES || nodes + member.size > MOST_NODES;
    if (isFull || groups.length === 0) {
      groups.push([]);
      [upvalues, nodes] = [new Set(), 0];
    }
    groups.at(-1)?.push(member);
    for (const binding of used) upvalues.add(binding);
    nodes += member.size;
  }
  return groups.filter((group) => group.length > 1);
}

function sizeOf({ value }: TopFunction): number {
  let size = 0;
  eachNode([value], () => {
    size += 1;
  });
  return size;
}

function outsideOf({ value }: TopFunction, names: Resolved): Set<Binding> {
  const bindings = new Set<Binding>();
  eachNode([value], (node) => {
    const binding = lua.isIdentifier(node) ? names.bindingOf(node) : undefined;
    if (binding?.home === names.chunk) bindings.add(binding);
  });
  return bindings;
}

/** One function in place of the members, where the last of them stood. */
function mergeGroup(
  statements: readonly lua.Statement[],
  members: readonly Member[],
  names: Resolved,
  groupNumber: number,
): lua.Statement[] {
  const [merged, maker] = [`${MERGED}${groupNumber}`, `${MAKER}${groupNumber}`];
  const numbers = new Map(members.map(({ binding }, index) => [binding, index + 1]));
  const values = new Set(members.filter(({ isValue }) => isValue).map(({ binding }) => binding));
  const memberOf = (statement: lua.Statement) => {
    const binding = definitionIn(statement, names)?.binding ?? forwardIn(statement, names);
    return binding !== undefined && numbers.has(binding) ? binding : undefined;
  };
  const first = statements.findIndex((statement) => memberOf(statement) !== undefined);
  const last = statements.findLastIndex((statement) => memberOf(statement) !== undefined);
  const between = statements.slice(first, last).filter((statement) => memberOf(statement) === undefined);
  const isNamedBefore = values.size > 0 || between.some((statement) => isAnyIn(statement, numbers, names));
  const whole = mergedFunction(members);
  const called = statements.map((statement) => withCalls(statement, numbers, merged, names));
  return called.flatMap((statement, index) => {
    const binding = memberOf(statement);
    const all: lua.Statement[] = [];
    if (isNamedBefore && index === first)
      all.push(lua.createVariableDeclarationStatement(lua.createIdentifier(merged)));
    if (values.size > 0 && index === first) all.push(calledLater(maker, merged));
    if (binding === undefined) all.push(statement);
    else if (values.has(binding)) all.push(valueStatement(statement, maker, numbers.get(binding) as number));
    if (index === last && isNamedBefore)
      all.push(...laterDefinition(merged, `${ITSELF}${groupNumber}`, whole));
    else if (index === last) all.push(definition(merged, whole));
    return all.map((added) => Object.assign(added, { line: statement.line, column: statement.column }));
  });
}

/** `local f = maker(3)` in place of the function; a declaration in front of it stays. */
function valueStatement(statement: lua.Statement, maker: string, number: number): lua.Statement {
  const value = lua.createCallExpression(lua.createIdentifier(maker), [lua.createNumericLiteral(number)]);
  if (lua.isAssignmentStatement(statement)) return lua.createAssignmentStatement(statement.left, value);
  const { left, right } = statement as lua.VariableDeclarationStatement;
  return right === undefined || right.length === 0
    ? statement
    : lua.createVariableDeclarationStatement(left, value);
}

function forwardIn(statement: lua.Statement, names: Resolved): Binding | undefined {
  if (!lua.isVariableDeclarationStatement(statement) || statement.left.length !== 1) return undefined;
  const hasValue = statement.right !== undefined && statement.right.length > 0;
  return hasValue ? undefined : names.bindingOf(statement.left[0] as lua.Identifier);
}

function isAnyIn(statement: lua.Statement, numbers: ReadonlyMap<Binding, number>, names: Resolved): boolean {
  let isNamed = false;
  eachNode([statement], (node) => {
    const binding = lua.isIdentifier(node) ? names.bindingOf(node) : undefined;
    isNamed ||= binding !== undefined && numbers.has(binding);
  });
  return isNamed;
}

function withCalls(
  statement: lua.Statement,
  numbers: ReadonlyMap<Binding, number>,
  name: string,
  names: Resolved,
): lua.Statement {
  return mapNodes(statement, (node) => {
    const callee = calleeOf(node);
    const binding = callee === undefined ? undefined : names.bindingOf(callee);
    const number = binding === undefined ? undefined : numbers.get(binding);
    if (number === undefined) return node;
    callInstead(node as lua.CallExpression, lua.createIdentifier(name), [lua.createNumericLiteral(number)]);
    return node;
  });
}

/** `function(number, a, b) if number < 2 then ... else ... end end` */
function mergedFunction(members: readonly TopFunction[]): lua.FunctionExpression {
  const count = Math.max(...members.map(({ value }) => value.params?.length ?? 0));
  const parameters = Array.from({ length: count }, (_, index) => `${PARAMETER}${index + 1}`);
  const bodies = members.map(({ value }, index) => ({
    number: index + 1,
    statements: withSharedParameters(value, parameters),
  }));
  return lua.createFunctionExpression(
    lua.createBlock(lastBranches(NUMBER, bodies)),
    [NUMBER, ...parameters].map((text) => lua.createIdentifier(text)),
  );
}

function definition(name: string, value: lua.FunctionExpression): lua.Statement {
  value.flags |= lua.NodeFlags.Declaration;
  return lua.createVariableDeclarationStatement(lua.createIdentifier(name), value);
}

/**
 * The function under a name of its own, by which it calls itself, and then under the one that was declared
 * before.
 */
function laterDefinition(name: string, itself: string, value: lua.FunctionExpression): lua.Statement[] {
  eachNode(value.body.statements, (node) => {
    if (lua.isIdentifier(node) && node.text === name) node.text = itself;
  });
  return [
    definition(itself, value),
    lua.createAssignmentStatement(lua.createIdentifier(name), lua.createIdentifier(itself)),
  ];
}
