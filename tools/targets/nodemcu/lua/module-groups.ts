// Groups of statements that have to stay in one module: a local that is assigned later lives in one function, with
// everything that sees it.
import type { MappedText } from "../../../compiler/source/mapped-text.ts";
import { roomOf } from "../../rooms.ts";
import { calleeOf } from "./callee.ts";
import { MOST_LOCALS } from "./limits.ts";
import * as lua from "./lua-ast.ts";
import { unshared } from "./lua-tree.ts";
import { isMadeName } from "./names.ts";
import { OVERLAY } from "./overlay-joiner.ts";
import { printLua } from "./print.ts";
import { shortenNames } from "./rename.ts";
import { analyseScopes } from "./scope-analysis.ts";
import { type Binding, type Scopes, targetsOf } from "./scopes.ts";
import { CROWD, STATE, stateTable, withStateTable } from "./state-table.ts";

/**
 * The most locals of a module's chunk: below the chip's limit by those that the build adds (the table, library
 * functions).
 */
export const MODULE_LOCALS = MOST_LOCALS - 7;

/** Statements that have to stay in one module. */
export interface Group {
  statements: lua.Statement[];
  /** It starts the device, by an overlay. */
  isStart: boolean;
  room: string;
  bytes: number;
  declares: Set<Binding>;
  uses: Set<Binding>;
}

/**
 * Groups for which a module has locals. Variables that change tie them together; and one statement alone may
 * name too many.
 */
export function fittingGroups(statements: readonly lua.Statement[], origins: MappedText["origins"]): Group[] {
  const tied = groupsOf(statements, origins);
  if (!tied.some(isTooTight)) return tied;
  const loosened = inTable(statements, STATE, ({ assigned }) => assigned);
  const loose = groupsOf(loosened, origins);
  const crowd = new Set(loose.filter(isTooTight).flatMap(({ uses }) => [...uses].map(({ name }) => name)));
  if (crowd.size === 0) return loose;
  return groupsOf(
    inTable(loosened, CROWD, ({ name }) => crowd.has(name) && !isMadeName(name)),
    origins,
  );
}

function isTooTight({ uses }: Group): boolean {
  return uses.size > MODULE_LOCALS;
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
  const scopes = analyseScopes(statements);
  const touched = statements.map((statement) => bindingsIn(statement, scopes));
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

function bindingsIn(statement: lua.Statement, scopes: Scopes): Touched {
  const targets = new Set(targetsOf(statement).flatMap((target) => scopes.bindingOf(target) ?? []));
  const isDeclaration = lua.isVariableDeclarationStatement(statement);
  return {
    all: scopes.chunkLocalsIn(statement),
    declared: isDeclaration ? targets : new Set(),
    assigned: isDeclaration ? new Set() : targets,
  };
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
