// One Lua chunk becomes a few modules: a chip compiles small files only, and holds at most 50 locals a
// function.
//
// Modules hand their functions on through one table by number, and only while the device starts: each takes
// what it needs into locals, so at run time a call to another module costs what a call within one does, and
// the table is gone.

import type { MappedText } from "../../../compiler/source/mapped-text.ts";
import * as lua from "./lua-ast.ts";
import { index, local, name, number } from "./lua-nodes.ts";
import { fittingGroups, type Group, MODULE_LOCALS } from "./module-groups.ts";
import { madeName } from "./names.ts";
import type { Binding } from "./scopes.ts";

/** The most bytes of Lua source that an ESP8266 compiles with room to spare. */
const LARGEST_SOURCE = 8000;

/** The local that holds the table which modules share while they load. */
const SHARED = madeName("shared");

export interface LuaModule {
  /** The name of the file, without its ending. */
  name: string;
  statements: lua.Statement[];
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
  return union([...open, group].map(({ uses }) => uses)).size <= MODULE_LOCALS;
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
  const slot = (binding: Binding) => index(name(SHARED), number(numbers.get(binding) as number));
  const nameOf = (binding: Binding) => name(binding.name);
  const statements = groups.flatMap((group) => group.statements);
  if (taken.length > 0)
    statements.unshift(lua.createVariableDeclarationStatement(taken.map(nameOf), taken.map(slot)));
  for (const binding of shared)
    statements.push(lua.createAssignmentStatement(slot(binding), nameOf(binding)));
  if (taken.length + shared.length > 0) statements.unshift(local(SHARED, lua.createDotsLiteral()));
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
