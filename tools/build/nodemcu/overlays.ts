// Functions that run rarely leave the memory: they stand in a few files, the overlays, which whoever calls one of their
// functions reads from flash and forgets. NodeMCU has megabytes of flash and some forty kilobytes of memory.
//
// An overlay is a chunk with the functions of one group as its branches (overlay-groups.ts). Its arguments are the table
// of the program's variables, the number of the function, and the function's own. What overlays need of
// the program costs one place of that table, whichever of them need it; functions that nothing else needs stand with them.
import * as lua from "typescript-to-lua";
import { lastBranches, withSharedParameters } from "./branches.ts";
import { calleeOf, callInstead } from "./callee.ts";
import { callsOf, definitionIn, planCold } from "./cold-calls.ts";
import { calledLater } from "./late-calls.ts";
import { eachNode, mapNodes, unshared } from "./lua-tree.ts";
import { type OverlayGroup, overlayGroups } from "./overlay-groups.ts";
import { overlayLoader } from "./overlay-loader.ts";
import { type Binding, resolveNames } from "./scopes.ts";
import { STATE, stateTable, withStateTable } from "./state-table.ts";

/** The function that reads an overlay and calls the function with a number in it. */
const OVERLAY = "____overlay";
/** The function that makes a function of that: for one that is used as a value. */
const LATE = "____late";
const NUMBER = "____number";
const PARAMETER = "____parameter";

export interface Overlay {
  /** Of its file, counted from 0. */
  number: number;
  /** It runs at the start only. */
  isOfTheStart: boolean;
  statements: lua.Statement[];
}

export interface WithOverlays {
  /** What is in memory. */
  statements: lua.Statement[];
  overlays: Overlay[];
}

/** Functions by name. */
interface Plan {
  groups: readonly OverlayGroup[];
  /** With their numbers. */
  entries: ReadonlyMap<string, number>;
  copied: ReadonlySet<string>;
  staying: ReadonlySet<string>;
}

/** Takes the functions of these names out of a chunk whose locals have names of their own. Changes the tree. */
export function withOverlays(statements: readonly lua.Statement[], cold: ReadonlySet<string>): WithOverlays {
  const plan = planOf(statements, cold);
  if (plan.entries.size === 0) return { statements: [...statements], overlays: [] };
  const { resident, apart, stubs } = takeApart(statements, plan);
  const all = [
    ...overlayLoader(OVERLAY, STATE, plan.groups.length),
    ...(stubs ? [calledLater(LATE, OVERLAY)] : []),
    ...resident.map((one) => withCalls(one, plan.entries)),
    ...apart,
  ];
  const { statements: changed, variables } = withStateTable(all);
  const first = changed.length - apart.length;
  return new Joiner(changed.slice(0, first), changed.slice(first), plan, variables).joined();
}

function planOf(statements: readonly lua.Statement[], cold: ReadonlySet<string>): Plan {
  const calls = callsOf(statements, resolveNames(statements));
  const plan = planCold(calls, ({ binding }) => cold.has(binding.name));
  const named = (functions: Iterable<{ binding: Binding }>) =>
    [...functions].map(({ binding }) => binding.name);
  const groups = overlayGroups(plan.entries, plan.copied, plan.launched);
  const isEntry = new Set(named(plan.entries));
  return {
    groups,
    entries: new Map(groups.flatMap(({ numbers }) => [...numbers].filter(([name]) => isEntry.has(name)))),
    copied: new Set(named(plan.copied)),
    staying: new Set(named(plan.staying)),
  };
}

/** `lose(client)` as `overlay(3, client)`. */
function withCalls<T extends lua.Node>(root: T, entries: ReadonlyMap<string, number>): T {
  return mapNodes(root, (node) => {
    const number = entries.get(calleeOf(node)?.text ?? "");
    if (number !== undefined)
      callInstead(node as lua.CallExpression, lua.createIdentifier(OVERLAY), [
        lua.createNumericLiteral(number),
      ]);
    return node;
  });
}

interface Apart {
  resident: lua.Statement[];
  /** Each a local function. */
  apart: lua.Statement[];
  /** Is one of them used as a value? */
  stubs: boolean;
}

/** Separates what leaves the memory. A function that is named as a value leaves one behind that calls the overlay. */
function takeApart(statements: readonly lua.Statement[], plan: Plan): Apart {
  const names = resolveNames(statements);
  const asValues = valuesAmong(statements, plan.entries);
  const stubbed = new Set<string>();
  const apart: lua.Statement[] = [];
  const resident = statements.flatMap((statement) => {
    const defined = definitionIn(statement, names);
    const name = defined?.binding.name ?? forwardName(statement);
    if (name === undefined) return [statement];
    if (defined !== undefined && (plan.entries.has(name) || plan.copied.has(name)))
      apart.push(inPlace(localFunction(name, unshared(defined.value)), statement));
    if (plan.copied.has(name)) return plan.staying.has(name) ? [statement] : [];
    const number = plan.entries.get(name);
    if (number === undefined) return [statement];
    if (!asValues.has(name) || stubbed.has(name)) return [];
    stubbed.add(name);
    return [inPlace(stub(name, number), statement)];
  });
  return { resident, apart, stubs: stubbed.size > 0 };
}

/** The name that `local f` without a value declares. */
function forwardName(statement: lua.Statement): string | undefined {
  if (!lua.isVariableDeclarationStatement(statement) || statement.left.length !== 1) return undefined;
  return statement.right === undefined || statement.right.length === 0 ? statement.left[0]?.text : undefined;
}

/** Which of the functions are named otherwise than to call them. */
function valuesAmong(statements: readonly lua.Node[], functions: ReadonlyMap<string, unknown>): Set<string> {
  const found = new Set<string>();
  const plain = new Set<lua.Node>();
  eachNode(statements, (node) => {
    if (lua.isVariableDeclarationStatement(node) || lua.isAssignmentStatement(node))
      for (const target of node.left) plain.add(target);
    const callee = calleeOf(node);
    if (callee !== undefined) plain.add(callee);
    if (lua.isIdentifier(node) && functions.has(node.text) && !plain.has(node)) found.add(node.text);
  });
  return found;
}

/** `local f = late(3)` */
function stub(name: string, number: number): lua.Statement {
  return lua.createVariableDeclarationStatement(
    lua.createIdentifier(name),
    lua.createCallExpression(lua.createIdentifier(LATE), [lua.createNumericLiteral(number)]),
  );
}

function localFunction(name: string, value: lua.FunctionExpression): lua.Statement {
  value.flags |= lua.NodeFlags.Declaration;
  return lua.createVariableDeclarationStatement(lua.createIdentifier(name), value);
}

function inPlace(statement: lua.Statement, of: lua.Statement): lua.Statement {
  return Object.assign(statement, { line: of.line, column: of.column });
}

/** Joins overlays with the program that they were taken from. */
class Joiner {
  private readonly names;
  /** Places in the table: first the program's variables, then what overlays need. */
  private readonly slots = new Map<Binding, number>();
  /** How many of these were taken when the first group came that runs once: all after that are for the start. */
  private once: number | undefined;
  private readonly lasting = new Set<Binding>();
  private readonly values = new Map<Binding, lua.Expression>();
  private readonly functions = new Map<string, lua.Statement>();
  /** What stands in memory for functions that are used as values. */
  private readonly stubs = new Map<string, Binding>();

  constructor(
    private readonly resident: readonly lua.Statement[],
    apart: readonly lua.Statement[],
    private readonly plan: Plan,
    private readonly variables: number,
  ) {
    this.names = resolveNames([...resident, ...apart]);
    for (const statement of apart) {
      const defined = definitionIn(statement, this.names);
      if (defined !== undefined) this.functions.set(defined.binding.name, statement);
    }
    for (const statement of resident) {
      this.noteLiteral(statement);
      this.noteStub(statement);
    }
  }

  joined(): WithOverlays {
    const overlays = this.plan.groups.map((group, index) => {
      if (group.once) this.once ??= this.slots.size;
      return { number: index, isOfTheStart: group.once, statements: this.overlay(group) };
    });
    const statements = this.resident.flatMap((statement) => this.withSlots(statement));
    const emptied = this.releasing();
    if (emptied !== undefined) statements.push(emptied);
    return { statements: [stateTable(this.variables + this.slots.size), ...statements], overlays };
  }

  /** `state[8], state[9] = nil`: what only the start needs is let go, at the end of it. */
  private releasing(): lua.Statement | undefined {
    const places = [...this.slots]
      .slice(this.once ?? this.slots.size)
      .filter(([binding]) => !this.lasting.has(binding))
      .map(([, number]) => this.place(number));
    return places.length === 0 ? undefined : lua.createAssignmentStatement(places, lua.createNilLiteral());
  }

  private overlay(group: OverlayGroup): lua.Statement[] {
    const members = [...group.numbers].map(([name, number]) => {
      const statement = this.functions.get(name) as lua.VariableDeclarationStatement;
      const value = this.joinedCopy(statement.right?.[0] as lua.FunctionExpression, group);
      return { number, statement, value };
    });
    const most = Math.max(...members.map(({ value }) => value.params?.length ?? 0));
    const parameters = Array.from({ length: most }, (_, index) => `${PARAMETER}${index + 1}`);
    const bodies = members.map(({ number, statement, value }) => ({
      number,
      statements: withSharedParameters(value, parameters).map((one, index) =>
        index === 0 && one.line === undefined ? inPlace(one, statement) : one,
      ),
    }));
    const header = lua.createVariableDeclarationStatement(
      [STATE, NUMBER, ...parameters].map((name) => lua.createIdentifier(name)),
      lua.createDotsLiteral(),
    );
    const first = members[0]?.statement as lua.Statement;
    return [inPlace(header, first), ...lastBranches(NUMBER, bodies)];
  }

  /** A function as it stands in an overlay: what it names of the program is found there. */
  private joinedCopy(value: lua.FunctionExpression, { numbers }: OverlayGroup): lua.FunctionExpression {
    eachNode(value.body.statements, (node) => {
      if (lua.isFunctionExpression(node)) this.noteLasting(node);
    });
    const called = new Set<lua.Node | undefined>();
    eachNode([value], (node) => called.add(calleeOf(node)));
    const copy = unshared(value, (node) => {
      const found = lua.isIdentifier(node) ? this.names.bindingOf(node) : undefined;
      if (found?.home !== this.names.chunk || found.name === STATE) return undefined;
      if (this.functions.has(found.name) && called.has(node)) return undefined;
      const binding = this.stubs.get(found.name) ?? found;
      const literal = this.values.get(binding);
      return literal === undefined ? this.slot(binding) : unshared(literal);
    });
    const overlay = this.names.chunk.bindings.find(({ name }) => name === OVERLAY) as Binding;
    return mapNodes(copy, (node) => {
      const name = calleeOf(node)?.text ?? "";
      const number = numbers.get(name) ?? this.plan.entries.get(name);
      if (number !== undefined)
        callInstead(node as lua.CallExpression, this.slot(overlay), [lua.createNumericLiteral(number)]);
      return node;
    });
  }

  /** What a function within one of an overlay names may be needed for as long as that function lives. */
  private noteLasting(inner: lua.FunctionExpression): void {
    eachNode([inner], (node) => {
      const binding = lua.isIdentifier(node) ? this.names.bindingOf(node) : undefined;
      if (binding !== undefined) this.lasting.add(this.stubs.get(binding.name) ?? binding);
    });
  }

  private slot(binding: Binding): lua.TableIndexExpression {
    const number = this.slots.get(binding) ?? this.variables + this.slots.size + 1;
    this.slots.set(binding, number);
    return this.place(number);
  }

  private place(number: number): lua.TableIndexExpression {
    return lua.createTableIndexExpression(lua.createIdentifier(STATE), lua.createNumericLiteral(number));
  }

  private noteStub(statement: lua.Statement): void {
    if (!lua.isVariableDeclarationStatement(statement) || statement.left.length !== 1) return;
    const binding = this.names.bindingOf(statement.left[0] as lua.Identifier);
    if (binding !== undefined && this.functions.has(binding.name)) this.stubs.set(binding.name, binding);
  }

  /** A name for a text or a number: overlays have the text itself. */
  private noteLiteral(statement: lua.Statement): void {
    if (!lua.isVariableDeclarationStatement(statement) || statement.left.length !== 1) return;
    const [name, value] = [statement.left[0], statement.right?.[0]];
    if (name === undefined || value === undefined) return;
    const binding = this.names.bindingOf(name);
    if (binding !== undefined && (lua.isStringLiteral(value) || lua.isNumericLiteral(value)))
      this.values.set(binding, value);
  }

  /** A statement, and after it what puts the locals that it declares where overlays find them. */
  private withSlots(statement: lua.Statement): lua.Statement[] {
    if (!lua.isVariableDeclarationStatement(statement)) return [statement];
    const needed = statement.left.flatMap((name) => {
      const binding = this.names.bindingOf(name);
      return binding !== undefined && this.slots.has(binding) ? [binding] : [];
    });
    const stores = needed.map((one) =>
      lua.createAssignmentStatement(this.slot(one), lua.createIdentifier(one.name)),
    );
    return [statement, ...stores.map((one) => inPlace(one, statement))];
  }
}
