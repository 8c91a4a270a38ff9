// Functions that run rarely leave the memory: each becomes a file of its own, an overlay, which whoever calls it reads
// from flash and forgets. NodeMCU has megabytes of flash and some forty kilobytes of memory.
//
// An overlay is a chunk whose arguments are a table of what it needs of the program, then those of its function. What
// is needed costs one slot of that table, whichever overlays need it; functions that nothing else needs stand in each.
import * as lua from "typescript-to-lua";
import { callsOf, definitionIn, planCold } from "./cold-calls.ts";
import { calledLater } from "./late-calls.ts";
import { eachNode, mapNodes, unshared } from "./lua-tree.ts";
import { overlayLoader, overlayName } from "./overlay-loader.ts";
import { type Binding, resolveNames } from "./scopes.ts";
import { withStateTable } from "./state-table.ts";

/** The local with the table of what overlays need. */
const NEEDED = "____needed";
/** The function that reads an overlay by its number and calls it. */
const OVERLAY = "____overlay";
/** The function that makes a function of that: for an overlay that is used as a value. */
const LATE = "____late";

export interface Overlay {
  /** As the file is called, without its ending. */
  name: string;
  statements: lua.Statement[];
}

export interface WithOverlays {
  /** What is in memory. */
  statements: lua.Statement[];
  overlays: Overlay[];
}

/** Functions by name, in three groups. */
interface Plan {
  /** With the number of their overlay. */
  entries: ReadonlyMap<string, number>;
  copied: ReadonlySet<string>;
  staying: ReadonlySet<string>;
}

/** Takes the functions of these names out of a chunk whose locals have names of their own. Changes the tree. */
export function withOverlays(statements: readonly lua.Statement[], cold: ReadonlySet<string>): WithOverlays {
  const plan = planOf(statements, cold);
  if (plan.entries.size === 0) return { statements: [...statements], overlays: [] };
  const { resident, apart, stubs } = takeApart(withCalls(statements, plan), plan);
  const all = [
    lua.createVariableDeclarationStatement(lua.createIdentifier(NEEDED), lua.createTableExpression()),
    overlayLoader(OVERLAY, NEEDED),
    ...(stubs ? [calledLater(LATE, OVERLAY)] : []),
    ...withoutLateLocals([...resident, ...apart]),
  ];
  const first = all.length - apart.length;
  return new Joiner(all.slice(0, first), all.slice(first), plan).joined();
}

function planOf(statements: readonly lua.Statement[], cold: ReadonlySet<string>): Plan {
  const calls = callsOf(statements, resolveNames(statements));
  const plan = planCold(calls, ({ binding }) => cold.has(binding.name));
  const named = (functions: Iterable<{ binding: Binding }>) =>
    [...functions].map(({ binding }) => binding.name);
  return {
    entries: new Map(named(plan.entries).map((name, index) => [name, index + 1])),
    copied: new Set(named(plan.copied)),
    staying: new Set(named(plan.staying)),
  };
}

/** `lose(client)` as `overlay(3, client)`. */
function withCalls(statements: readonly lua.Statement[], { entries }: Plan): lua.Statement[] {
  return statements.map((statement) =>
    mapNodes(statement, (node) => {
      if (!lua.isCallExpression(node) || !lua.isIdentifier(node.expression)) return node;
      const number = entries.get(node.expression.text);
      if (number === undefined) return node;
      node.expression = lua.createIdentifier(OVERLAY);
      node.params = [lua.createNumericLiteral(number), ...node.params];
      return node;
    }),
  );
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

/** Which of the functions are still named: their calls are gone. */
function valuesAmong(
  statements: readonly lua.Statement[],
  functions: ReadonlyMap<string, number>,
): Set<string> {
  const found = new Set<string>();
  const definitions = new Set<lua.Node>();
  for (const statement of statements)
    if (lua.isVariableDeclarationStatement(statement) || lua.isAssignmentStatement(statement))
      for (const target of statement.left) definitions.add(target);
  eachNode(statements, (node) => {
    if (lua.isIdentifier(node) && functions.has(node.text) && !definitions.has(node)) found.add(node.text);
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

/** A local that changes cannot be handed on: it becomes a field. */
function withoutLateLocals(statements: lua.Statement[]): lua.Statement[] {
  const { chunk } = resolveNames(statements);
  return chunk.bindings.some(({ assigned }) => assigned) ? withStateTable(statements) : statements;
}

/** Joins overlays with the program that they were taken from. */
class Joiner {
  private readonly names;
  private readonly slots = new Map<Binding, number>();
  private readonly values = new Map<Binding, lua.Statement>();
  private readonly copies = new Map<Binding, lua.Statement>();

  constructor(
    private readonly resident: readonly lua.Statement[],
    private readonly apart: readonly lua.Statement[],
    private readonly plan: Plan,
  ) {
    this.names = resolveNames([...resident, ...apart]);
    for (const statement of apart) {
      const defined = definitionIn(statement, this.names);
      if (defined !== undefined && plan.copied.has(defined.binding.name))
        this.copies.set(defined.binding, statement);
    }
    for (const statement of resident) {
      const value = this.literalOf(statement);
      if (value !== undefined) this.values.set(value, statement);
    }
  }

  joined(): WithOverlays {
    const overlays = this.apart.flatMap((statement) => {
      const defined = definitionIn(statement, this.names);
      const number = defined === undefined ? undefined : this.plan.entries.get(defined.binding.name);
      if (defined === undefined || number === undefined) return [];
      return [{ name: overlayName(number), statements: this.overlay(defined.value, statement) }];
    });
    return { statements: this.resident.flatMap((statement) => this.withSlots(statement)), overlays };
  }

  private overlay(value: lua.FunctionExpression, statement: lua.Statement): lua.Statement[] {
    const used = this.usedBy(value);
    const taken = [...used].filter((one) => !this.copies.has(one) && !this.values.has(one));
    const parameters = [lua.createIdentifier(NEEDED), ...(value.params ?? [])];
    const header = [lua.createVariableDeclarationStatement(parameters, lua.createDotsLiteral())];
    if (taken.length > 0)
      header.push(
        lua.createVariableDeclarationStatement(
          taken.map((one) => lua.createIdentifier(one.name)),
          taken.map((one) => this.slot(one)),
        ),
      );
    for (const one of header) inPlace(one, statement);
    const own = [...this.values, ...this.copies].filter(([one]) => used.has(one));
    return [...header, ...own.map(([, one]) => unshared(one)), ...value.body.statements];
  }

  /** Locals of the chunk that a function uses, itself or by the functions that stand in its overlay. */
  private usedBy(root: lua.Node, found = new Set<Binding>()): Set<Binding> {
    eachNode([root], (node) => {
      const binding = lua.isIdentifier(node) ? this.names.bindingOf(node) : undefined;
      if (binding?.home !== this.names.chunk || found.has(binding)) return;
      found.add(binding);
      const copy = this.copies.get(binding);
      if (copy !== undefined) this.usedBy(copy, found);
    });
    return found;
  }

  private slot(binding: Binding): lua.TableIndexExpression {
    const number = this.slots.get(binding) ?? this.slots.size + 1;
    this.slots.set(binding, number);
    return lua.createTableIndexExpression(lua.createIdentifier(NEEDED), lua.createNumericLiteral(number));
  }

  /** The local that a statement makes a name for a text or a number. */
  private literalOf(statement: lua.Statement): Binding | undefined {
    if (!lua.isVariableDeclarationStatement(statement) || statement.left.length !== 1) return undefined;
    const [name, value] = [statement.left[0], statement.right?.[0]];
    if (name === undefined || value === undefined) return undefined;
    return lua.isStringLiteral(value) || lua.isNumericLiteral(value) ? this.names.bindingOf(name) : undefined;
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
