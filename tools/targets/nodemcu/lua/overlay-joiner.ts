// The last step of taking functions out of the memory: a table of the program's variables joins the overlays
// with what stays, and each overlay becomes a chunk that is called with that table.

import { lastBranches, withSharedParameters } from "./branches.ts";
import { calleeOf, callInstead } from "./callee.ts";
import * as lua from "./lua-ast.ts";
import { index, inPlace, name, number } from "./lua-nodes.ts";
import { eachNode, mapNodes, unshared } from "./lua-tree.ts";
import { madeName, parameterNames } from "./names.ts";
import type { OverlayGroup } from "./overlay-groups.ts";
import { analyseScopes } from "./scope-analysis.ts";
import type { Binding, Scopes } from "./scopes.ts";
import { STATE, stateTable } from "./state-table.ts";

/** The function that reads an overlay and calls the function with a number in it. */
export const OVERLAY = madeName("overlay");
const NUMBER = madeName("number");

interface Overlay {
  /** Its number in its file, counted from 0. */
  number: number;
  /** It runs at the start only. */
  isOfTheStart: boolean;
  /** The start runs some of it, and functions of that stay. */
  handsOver: boolean;
  statements: lua.Statement[];
}

export interface WithOverlays {
  /** The code in memory. */
  statements: lua.Statement[];
  overlays: Overlay[];
}

export interface OverlayPlan {
  groups: readonly OverlayGroup[];
  /** All their functions by name, with their numbers. */
  numbers: ReadonlyMap<string, number>;
  /** Those among them that the code in memory calls by these numbers. */
  entries: ReadonlyMap<string, number>;
}

/** Joins overlays with the program that they were taken from. */
export class OverlayJoiner {
  private readonly scopes: Scopes;
  /** Places in the table: first the program's variables, then things that overlays need. */
  private readonly slots = new Map<Binding, number>();
  /** The number of places taken when the first group of the start came: all later ones are for the start. */
  private once: number | undefined;
  private readonly lasting = new Set<Binding>();
  private readonly values = new Map<Binding, lua.Expression>();
  private readonly functions = new Map<string, lua.Statement>();
  /** The functions in memory that stand for those used as values. */
  private readonly stubs = new Map<string, Binding>();

  constructor(
    private readonly resident: readonly lua.Statement[],
    apart: readonly lua.Statement[],
    private readonly plan: OverlayPlan,
    private readonly variables: number,
  ) {
    this.scopes = analyseScopes([...resident, ...apart]);
    for (const statement of apart) {
      const definition = this.scopes.definitionIn(statement);
      if (definition !== undefined) this.functions.set(definition.binding.name, statement);
    }
    for (const statement of resident) this.noteDeclaration(statement);
  }

  joined(): WithOverlays {
    const overlays = this.plan.groups.map((group, index) => {
      const { once: isOfTheStart, handsOver } = group;
      if (isOfTheStart) this.once ??= this.slots.size;
      return { number: index, isOfTheStart, handsOver, statements: this.overlay(group) };
    });
    const statements = this.resident.flatMap((statement) => this.withSlots(statement));
    const emptied = this.releasing();
    if (emptied !== undefined) statements.push(emptied);
    return { statements: [stateTable(this.variables + this.slots.size), ...statements], overlays };
  }

  /** `state[8], state[9] = nil`: releases, at the end of the start, all that only the start needs. */
  private releasing(): lua.Statement | undefined {
    const places = [...this.slots]
      .slice(this.once ?? this.slots.size)
      .filter(([binding]) => !this.lasting.has(binding))
      .map(([, slot]) => place(slot));
    return places.length === 0 ? undefined : lua.createAssignmentStatement(places, lua.createNilLiteral());
  }

  private overlay(group: OverlayGroup): lua.Statement[] {
    const members = [...group.numbers].map(([name, number]) => {
      const statement = this.functions.get(name) as lua.VariableDeclarationStatement;
      const value = this.joinedCopy(statement.right?.[0] as lua.FunctionExpression);
      return { number, statement, value };
    });
    const parameters = parameterNames(Math.max(...members.map(({ value }) => value.params?.length ?? 0)));
    const bodies = members.map(({ number, statement, value }) => ({
      number,
      statements: withSharedParameters(value, parameters).map((inner, index) =>
        index === 0 && inner.line === undefined ? inPlace(inner, statement) : inner,
      ),
    }));
    const header = lua.createVariableDeclarationStatement(
      [STATE, OVERLAY, NUMBER, ...parameters].map(name),
      lua.createDotsLiteral(),
    );
    const first = members[0]?.statement as lua.Statement;
    const all = [inPlace(header, first), ...lastBranches(NUMBER, bodies)];
    // A file that is through returns without a word.
    const last = all.at(-1) as lua.Statement;
    return lua.isReturnStatement(last) && last.expressions.length === 0 ? all.slice(0, -1) : all;
  }

  /** A function as it stands in an overlay: it finds there the things of the program that it names. */
  private joinedCopy(value: lua.FunctionExpression): lua.FunctionExpression {
    eachNode(value.body.statements, (node) => {
      if (lua.isFunctionExpression(node)) this.noteLasting(node);
    });
    const called = new Set<lua.Node | undefined>();
    eachNode([value], (node) => called.add(calleeOf(node)));
    const copy = unshared(value, (node) => {
      const named = this.scopes.chunkLocal(node);
      if (named === undefined || named.name === STATE) return undefined;
      if (this.functions.has(named.name) && called.has(node)) return undefined;
      const binding = this.stubs.get(named.name) ?? named;
      const literal = this.values.get(binding);
      return literal === undefined ? this.slot(binding) : unshared(literal);
    });
    return mapNodes(copy, (node) => {
      const entry = this.plan.numbers.get(calleeOf(node)?.text ?? "");
      if (entry !== undefined) callInstead(node as lua.CallExpression, name(OVERLAY), [number(entry)]);
      return node;
    });
  }

  /** The names in a function within one of an overlay may be needed for as long as that function lives. */
  private noteLasting(inner: lua.FunctionExpression): void {
    for (const binding of this.scopes.chunkLocalsIn(inner))
      this.lasting.add(this.stubs.get(binding.name) ?? binding);
  }

  private slot(binding: Binding): lua.TableIndexExpression {
    const slot = this.slots.get(binding) ?? this.variables + this.slots.size + 1;
    this.slots.set(binding, slot);
    return place(slot);
  }

  /** Notes what stands for a function as a value; and a name for a text or a number: overlays have the value. */
  private noteDeclaration(statement: lua.Statement): void {
    const { binding, value } = this.scopes.declarationIn(statement) ?? {};
    if (binding === undefined) return;
    if (this.functions.has(binding.name)) this.stubs.set(binding.name, binding);
    if (value !== undefined && (lua.isStringLiteral(value) || lua.isNumericLiteral(value)))
      this.values.set(binding, value);
  }

  /** A statement, followed by one that puts its locals where overlays find them. */
  private withSlots(statement: lua.Statement): lua.Statement[] {
    if (!lua.isVariableDeclarationStatement(statement)) return [statement];
    const needed = statement.left.flatMap((declared) => {
      const binding = this.scopes.bindingOf(declared);
      return binding !== undefined && this.slots.has(binding) ? [binding] : [];
    });
    const stores = needed.map((binding) =>
      lua.createAssignmentStatement(this.slot(binding), name(binding.name)),
    );
    return [statement, ...stores.map((store) => inPlace(store, statement))];
  }
}

function place(slot: number): lua.TableIndexExpression {
  return index(name(STATE), number(slot));
}
