// A program as the statements of one Lua chunk, in TypeScriptToLua's tree.

import { namesIn } from "../../../compiler/ir/names.ts";
import type { FunctionDef, Place, Program } from "../../../compiler/ir/program.ts";
import { usesIn } from "../../../compiler/ir/uses.ts";
import * as lua from "../lua/lua-ast.ts";
import { LUA_KEYWORDS } from "../lua/names.ts";
import type { Tagged } from "../lua/tagged.ts";
import { condition } from "./conditions.ts";
import { value } from "./expressions.ts";
import { Facts } from "./facts.ts";
import { fieldKeys } from "./field-keys.ts";
import { programInLuaOrder } from "./order.ts";
import { writeBlock, writeItems } from "./statements.ts";
import { Writer } from "./writer.ts";

/** Lua's keywords, and the names of its library that the translation and the passes over its tree use. */
const RESERVED = [
  ...LUA_KEYWORDS,
  ..."string math bit table type error pcall ipairs setmetatable loadfile loadstring load assert _".split(
    " ",
  ),
];

export interface LuaChunk {
  statements: lua.Statement[];
  /** The place of each line of statements. */
  origins: Place[];
  /** Numbers for the keys of fields (lua/numbered-records.ts). */
  numbers: ReadonlyMap<string, number>;
  /** Names of functions with tags. */
  tagged: Tagged;
}

export function luaChunk(program: Program): LuaChunk {
  const keys = fieldKeys(program);
  const nameOf = namesIn(program, RESERVED);
  const writer = new Writer(new Facts(program), keys, nameOf, {
    value,
    condition,
    function: writeFunctionValue,
    block: writeBlock,
  });
  const statements = writer.apart(() =>
    writeItems(programInLuaOrder(program.functions.values(), program.start), writer),
  );
  const ids = [...program.functions.keys()];
  const taggedAs = (tag: string) =>
    new Set(ids.filter(({ tags }) => tags.includes(tag)).map((id) => nameOf(id)));
  return {
    statements,
    origins: writer.origins,
    numbers: keys.numbers,
    tagged: { cold: taggedAs("cold"), hot: taggedAs("hot") },
  };
}

/** Lua ignores arguments beyond a function's parameters: unused parameters at the end are dropped. */
function writeFunctionValue({ self, parameters, body }: FunctionDef, writer: Writer): lua.FunctionExpression {
  const { variables } = usesIn(body);
  const all = self === undefined ? parameters : [self, ...parameters];
  const end = all.findLastIndex((variable) => variables.has(variable));
  const block = writer.within(() => writer.block(() => writeBlock(body, writer)));
  return lua.createFunctionExpression(
    block,
    all.slice(0, end + 1).map((variable) => writer.name(variable)),
  );
}
