// One Lua chunk becomes a few modules: a chip compiles small files only, and holds at most 50 locals a
// function.
//
// Modules hand their functions on through one table by number, and only while the device starts: each takes
// what it needs into locals, so at run time a call to another module costs what a call within one does, and
// the table is gone.

import type { MappedText } from "../../../compiler/source/mapped-text.ts";
import { roomOf } from "../../rooms.ts";
import { calleeOf } from "./callee.ts";
import * as lua from "./lua-ast.ts";
import { eachNode, unshared } from "./lua-tree.ts";
import { OVERLAY } from "./overlay-joiner.ts";
import { printLua } from "./print.ts";
import { shortenNames } from "./rename.ts";
import { type Binding, type Resolved, resolveNames } from "./scopes.ts";
import { CROWD, STATE, stateTable, withStateTable } from "./state-table.ts";

/** The most bytes of Lua source that an ESP8266 compiles with room to spare. */
const LARGEST_SOURCE = 8000;
/** From this size on, a module ends where a room of the source does. */
const ENOUGH_SOURCE = 8000;
/**
 * The most locals of a module's chunk: below the chip's 50 by those that the build adds (the table, library
 * functions).
 */
const MOST_LOCALS = 43;

/** The local that holds the table which modules share while they load. */
const SHARED = "____shared";

export interface LuaModule {
  /** The name of the file, without its ending. */
  name: string;
  statements: lua.Statement[];
}

/** Statements that have to stay in one module. */
interface Group {
  statements: lua.Statement[];
  /** It starts the device, by an overlay. */
  isStart: boolean;
  room: string;
  bytes: number;
  declares: Set<Binding>;
  uses: Set<Binding>;
}

/** Cuts a chunk into modules, in the order in which they load. */
export function splitModules(
  statements: readonly lua.Statement[],
  origins: MappedText["origins"],
): LuaModule[] {
  const modules = cut(fittingGroups(statements, origins));
  const numbers = numberShared(modules);
  const taken = new Map<string, number>();
  return modules.map((groups) => ({
    name: moduleName(groups, taken),
    statements: wired(groups, numbers),
  }));
}

/**
 * Groups for which a module has locals. Variables that change tie them together; and one statement alone may
 * name too many.
 */
function fittingGroups(statements: readonly lua.Statement[], origins: MappedText["origins"]): Group[] {
  const tied = groupsOf(statements, origins);
  if (!tied.some(isTooTight)) return tied;
  const loosened = inTable(statements, STATE, ({ assigned }) => assigned);
  const loose = groupsOf(loosened, origins);
  const crowd = new Set(loose.filter(isTooTight).flatMap(({ uses }) => [...uses].map(({ name }) => name)));
  if (crowd.size === 0) return loose;
  const isOfProgram = (name: string) => !name.startsWith("____");
  return groupsOf(
    inTable(loosened, CROWD, ({ name }) => crowd.has(name) && isOfProgram(name)),
    origins,
  );
}

function isTooTight({ uses }: Group): boolean {
  return uses.size > MOST_LOCALS;
}

function inTable(
  statements: readonly lua.Statement[],
  table: string,
  isMoved: (binding: Binding) => boolean,
): lua.Statement[] {
  const { statements: changed, variables } = withStateTable(statements, table, isMoved);
  return [stateTable(variables, table), ...changed];
}

/** A local that is assigned later lives in one module, with everything that sees it. */
function groupsOf(statements: readonly lua.Statement[], origins: MappedText["origins"]): Group[] {
  const names = resolveNames(statements);
  const touched = statements.map((statement) => bindingsIn(statement, names));
  const groups: Group[] = [];
  for (let first = 0; first < statements.length; ) {
    let last = first;
    for (let i = first; i <= last; i++)
      for (const binding of touched[i]?.all ?? [])
        if (binding.assigned) last = Math.max(last, lastTouch(binding, touched));
    groups.push(groupOf(statements.slice(first, last + 1), touched.slice(first, last + 1), origins));
    first = last + 1;
  }
  return groups;
}

interface Touched {
  all: Set<Binding>;
  declared: Set<Binding>;
  assigned: Set<Binding>;
}

function bindingsIn(statement: lua.Statement, names: Resolved): Touched {
  const touched: Touched = { all: new Set(), declared: new Set(), assigned: new Set() };
  eachNode([statement], (node) => {
    const binding = lua.isIdentifier(node) ? names.bindingOf(node) : undefined;
    if (binding?.home === names.chunk) touched.all.add(binding);
  });
  const own = (identifiers: readonly lua.Node[]): Binding[] =>
    identifiers.flatMap((identifier) =>
      lua.isIdentifier(identifier) ? (names.bindingOf(identifier) ?? []) : [],
    );
  if (lua.isVariableDeclarationStatement(statement))
    for (const binding of own(statement.left)) touched.declared.add(binding);
  if (lua.isAssignmentStatement(statement))
    for (const binding of own(statement.left)) touched.assigned.add(binding);
  return touched;
}

/**
 * The last statement that must be with the binding's declaration: its last use, or what gives it its value
 * for good.
 */
function lastTouch(binding: Binding, touched: readonly Touched[]): number {
  if (binding.assignedLater) return touched.findLastIndex(({ all }) => all.has(binding));
  return touched.findLastIndex(({ assigned }) => assigned.has(binding));
}

function groupOf(
  statements: lua.Statement[],
  touched: readonly Touched[],
  origins: MappedText["origins"],
): Group {
  const copy = statements.map((statement) => unshared(statement));
  shortenNames(copy);
  const printed = printLua(copy, origins);
  return {
    statements,
    isStart: statements.every(
      (statement) => lua.isExpressionStatement(statement) && calleeOf(statement.expression)?.text === OVERLAY,
    ),
    bytes: printed.text.length,
    room: roomOf(printed.origins.find((origin) => origin !== undefined)?.file),
    declares: new Set(touched.flatMap(({ declared }) => [...declared])),
    uses: new Set(touched.flatMap(({ all }) => [...all])),
  };
}

function cut(groups: readonly Group[]): Group[][] {
  const modules: Group[][] = [];
  for (const group of groups) {
    const open = modules.at(-1);
    if (open === undefined || !hasRoomFor(open, group)) modules.push([group]);
    else open.push(group);
  }
  return modules;
}

function hasRoomFor(open: readonly Group[], group: Group): boolean {
  const bytes = sum(open.map((group) => group.bytes));
  if (bytes + group.bytes > LARGEST_SOURCE) return false;
  // The module that declares is out of memory when the start begins, which needs most of it.
  if (group.isStart && !open.at(-1)?.isStart) return false;
  if (bytes > ENOUGH_SOURCE && group.room !== open.at(-1)?.room) return false;
  return union([...open, group].map((group) => group.uses)).size <= MOST_LOCALS;
}

/** A number for each local that another module uses. */
function numberShared(modules: readonly Group[][]): Map<Binding, number> {
  const home = new Map<Binding, Group[]>();
  for (const module of modules)
    for (const binding of union(module.map((group) => group.declares))) home.set(binding, module);
  const numbers = new Map<Binding, number>();
  for (const module of modules) {
    for (const binding of union(module.map((group) => group.uses))) {
      if (home.get(binding) !== module && !numbers.has(binding)) numbers.set(binding, numbers.size + 1);
    }
  }
  return numbers;
}

/** The statements of a module, which take from the table what they need, and put there what others need. */
function wired(groups: readonly Group[], numbers: ReadonlyMap<Binding, number>): lua.Statement[] {
  const own = union(groups.map((group) => group.declares));
  const taken = [...union(groups.map((group) => group.uses))].filter((binding) => !own.has(binding));
  const shared = [...own].filter((binding) => numbers.has(binding));
  const slot = (binding: Binding) =>
    lua.createTableIndexExpression(
      lua.createIdentifier(SHARED),
      lua.createNumericLiteral(numbers.get(binding) as number),
    );
  const name = (binding: Binding) => lua.createIdentifier(binding.name);
  const statements = groups.flatMap((group) => group.statements);
  if (taken.length > 0)
    statements.unshift(lua.createVariableDeclarationStatement(taken.map(name), taken.map(slot)));
  for (const binding of shared) statements.push(lua.createAssignmentStatement(slot(binding), name(binding)));
  if (taken.length + shared.length > 0)
    statements.unshift(
      lua.createVariableDeclarationStatement(lua.createIdentifier(SHARED), lua.createDotsLiteral()),
    );
  return statements;
}

/** The room with most of the module's bytes names it; a second one of that room gets a number. */
function moduleName(groups: readonly Group[], taken: Map<string, number>): string {
  const rooms = new Map<string, number>();
  for (const { room, bytes } of groups) rooms.set(room, (rooms.get(room) ?? 0) + bytes);
  const [room] = [...rooms].reduce((most, entry) => (entry[1] > most[1] ? entry : most));
  const count = (taken.get(room) ?? 0) + 1;
  taken.set(room, count);
  return count === 1 ? room : `${room}${count}`;
}

function union<T>(sets: readonly ReadonlySet<T>[]): Set<T> {
  return new Set(sets.flatMap((set) => [...set]));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
