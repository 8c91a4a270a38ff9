// Functions that are called now and then become branches of one function, chosen by a number: `f(x)` is
// `merged(3, x)`.
//
// Each function costs a prototype, a closure, a description and a cell of each variable that it uses, and a
// table of its own constants, 16 bytes each: about 200 bytes before its code. Branches share all that. A call
// costs some four to ten instructions more, so functions tagged `@hot` stay as they are. What is used as a
// value leaves a closure behind.

import { lastBranches, withSharedParameters } from "./branches.ts";
import { calleeOf, callInstead } from "./callee.ts";
import type { TopFunction } from "./calls.ts";
import { calledLater } from "./late-calls.ts";
import * as lua from "./lua-ast.ts";
import { callOf, functionOf, inPlace, local, localFunction, name, number } from "./lua-nodes.ts";
import { eachNode, mapNodes } from "./lua-tree.ts";
import { type Member, mergeGroups } from "./merge-groups.ts";
import { madeName, parameterNames } from "./names.ts";
import { analyseScopes } from "./scope-analysis.ts";
import type { Binding, Scopes } from "./scopes.ts";
import type { Tagged } from "./tagged.ts";

/** The parameter that chooses a branch. */
const NUMBER = madeName("number");

/** The names of a merged function: as others call it, as it calls itself, and of the maker of a branch's closure. */
interface MergedNames {
  merged: string;
  itself: string;
  maker: string;
}

/** The chunk with those functions merged that stay in memory and are only called. Changes the tree. */
export function withMergedFunctions(statements: readonly lua.Statement[], tagged: Tagged): lua.Statement[] {
  const scopes = analyseScopes(statements);
  return mergeGroups(statements, scopes, tagged).reduce(
    (merged, members, index) => new Merging(members, scopes, index + 1).in(merged),
    [...statements],
  );
}

/** One function in place of the members, where the last of them stood. */
class Merging {
  private readonly names: MergedNames;
  private readonly numbers: ReadonlyMap<Binding, number>;
  private readonly values: ReadonlySet<Binding>;

  constructor(
    private readonly members: readonly Member[],
    private readonly scopes: Scopes,
    group: number,
  ) {
    const named = (text: string) => madeName(text + group);
    this.names = { merged: named("merged"), itself: named("itself"), maker: named("maker") };
    this.numbers = new Map(members.map(({ binding }, index) => [binding, index + 1]));
    this.values = new Set(members.filter(({ isValue }) => isValue).map(({ binding }) => binding));
  }

  in(statements: readonly lua.Statement[]): lua.Statement[] {
    const members = statements.map((statement) => this.memberIn(statement));
    const first = members.findIndex((binding) => binding !== undefined);
    const last = members.findLastIndex((binding) => binding !== undefined);
    const between = statements.slice(first, last).filter((_, index) => members[first + index] === undefined);
    const isNamedBefore = this.values.size > 0 || between.some((statement) => this.isNamedIn(statement));
    const whole = mergedFunction(this.members);
    const called = statements.map((statement) => this.withCalls(statement));
    return called.flatMap((statement, index) => {
      const all = [
        ...(index === first ? this.before(isNamedBefore) : []),
        ...this.remaining(statement, members[index]),
        ...(index === last ? this.definition(whole, isNamedBefore) : []),
      ];
      return all.map((added) => inPlace(added, statement));
    });
  }

  /** The member that a statement declares or defines. */
  private memberIn(statement: lua.Statement): Binding | undefined {
    const { scopes } = this;
    const binding = scopes.definitionIn(statement)?.binding ?? scopes.forwardIn(statement);
    return binding !== undefined && this.numbers.has(binding) ? binding : undefined;
  }

  private isNamedIn(statement: lua.Statement): boolean {
    return [...this.scopes.chunkLocalsIn(statement)].some((binding) => this.numbers.has(binding));
  }

  private withCalls(statement: lua.Statement): lua.Statement {
    return mapNodes(statement, (node) => {
      const callee = calleeOf(node);
      const binding = callee && this.scopes.bindingOf(callee);
      const branch = binding && this.numbers.get(binding);
      if (branch !== undefined)
        callInstead(node as lua.CallExpression, name(this.names.merged), [number(branch)]);
      return node;
    });
  }

  private before(isNamedBefore: boolean): lua.Statement[] {
    const { merged, maker } = this.names;
    return [
      ...(isNamedBefore ? [local(merged)] : []),
      ...(this.values.size > 0 ? [calledLater(maker, merged)] : []),
    ];
  }

  /** A member leaves nothing behind but what something uses as a value: `local f = maker(3)`. */
  private remaining(statement: lua.Statement, member: Binding | undefined): lua.Statement[] {
    if (member === undefined) return [statement];
    if (!this.values.has(member)) return [];
    const value = callOf(this.names.maker, [number(this.numbers.get(member) as number)]);
    if (lua.isAssignmentStatement(statement)) return [lua.createAssignmentStatement(statement.left, value)];
    const { left, right = [] } = statement as lua.VariableDeclarationStatement;
    return [right.length === 0 ? statement : lua.createVariableDeclarationStatement(left, value)];
  }

  /**
   * The function; where its name was declared before, under a name of its own, by which it calls itself, and
   * then under the other.
   */
  private definition(value: lua.FunctionExpression, isNamedBefore: boolean): lua.Statement[] {
    const { merged, itself } = this.names;
    if (!isNamedBefore) return [localFunction(merged, value)];
    eachNode(value.body.statements, (node) => {
      if (lua.isIdentifier(node) && node.text === merged) node.text = itself;
    });
    return [localFunction(itself, value), lua.createAssignmentStatement(name(merged), name(itself))];
  }
}

/** `function(number, a, b) if number < 2 then ... else ... end end` */
function mergedFunction(members: readonly TopFunction[]): lua.FunctionExpression {
  const parameters = parameterNames(Math.max(...members.map(({ value }) => value.params?.length ?? 0)));
  const bodies = members.map(({ value }, index) => ({
    number: index + 1,
    statements: withSharedParameters(value, parameters),
  }));
  return functionOf([NUMBER, ...parameters], lastBranches(NUMBER, bodies));
}
