// The loader that an image needs to run overlays: the function that reads one from
// flash, and the name of its file.
import { createHash } from "node:crypto";
import * as lua from "./lua-ast.ts";
import {
  binary,
  callOf,
  functionOf,
  index,
  local,
  localFunction,
  name,
  number,
  or,
  text,
} from "./lua-nodes.ts";
import { eachNode } from "./lua-tree.ts";
import { madeName } from "./names.ts";

const NUMBER = "number";
const FILE = "file";
const CHUNK = "chunk";
const LOADED = madeName("loaded");

/** Stands in the loader for the name of the files, until the overlays are there to name them after. */
const UNNAMED = madeName("ov_");
const NAME_BEGINS = "ov";
/** The number of characters that keeps the name as long as the one that it replaces. */
const NAME_DIGITS = UNNAMED.length - NAME_BEGINS.length;

/**
 * The name of an image's overlays, before their numbers: it is made of their contents, so that two images on
 * a chip do not take each other's.
 */
export function overlaysName(contents: readonly string[]): string {
  const digest = createHash("sha256").update(JSON.stringify(contents)).digest();
  const digits = digest.readUInt32BE().toString(36).padStart(NAME_DIGITS, "0");
  return NAME_BEGINS + digits.slice(-NAME_DIGITS);
}

/** Gives the overlays their name in the loader. Changes the tree. */
export function nameOverlays(statements: readonly lua.Statement[], fileName: string): void {
  eachNode(statements, (node) => {
    if (lua.isStringLiteral(node) && node.value === UNNAMED) node.value = fileName;
  });
}

/**
 * `local function overlay(number, ...)`: calls the function of that number, which stands in one of `files`
 * overlays, with the table `state`, itself, the number and the rest. Compiled files come first, as in
 * `init.lua`. An overlay that is running, or that nobody has taken away yet, is not read again: the table of
 * them does not keep them in memory. A file that is not there is an error of the caller.
 */
export function overlayLoader(overlay: string, state: string, files: number): lua.Statement[] {
  const load = (ending: string) =>
    callOf("loadfile", [joined(text(UNNAMED), joined(name(FILE), text(ending)))]);
  const loaded = index(name(LOADED), name(FILE));
  const run = callOf(CHUNK, [name(state), name(overlay), name(NUMBER), lua.createDotsLiteral()]);
  const body = [
    local(FILE, binary(name(NUMBER), number(files), lua.SyntaxKind.ModuloOperator)),
    local(CHUNK, or(loaded, or(load(".lc"), callOf("assert", [load(".lua")])))),
    lua.createAssignmentStatement(loaded, name(CHUNK)),
    lua.createReturnStatement([run]),
  ];
  return [
    weakTable(LOADED, files),
    localFunction(overlay, functionOf([NUMBER], body, lua.createDotsLiteral())),
  ];
}

/**
 * `local loaded = setmetatable({false, [0] = false}, {__mode = "v"})`: a table that keeps nothing alive, with
 * all its places from the start, so that it never grows.
 */
function weakTable(table: string, places: number): lua.Statement {
  const place = (key?: lua.Expression) =>
    lua.createTableFieldExpression(lua.createBooleanLiteral(false), key);
  const rest = Array.from({ length: places - 1 }, () => place());
  const mode = lua.createTableFieldExpression(text("v"), text("__mode"));
  const made = callOf("setmetatable", [
    lua.createTableExpression([...rest, place(number(0))]),
    lua.createTableExpression([mode]),
  ]);
  return local(table, made);
}

function joined(left: lua.Expression, right: lua.Expression): lua.Expression {
  return binary(left, right, lua.SyntaxKind.ConcatOperator);
}
