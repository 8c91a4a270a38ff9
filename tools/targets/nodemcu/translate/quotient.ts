// The quotient of whole numbers in Lua, exact on every Lua: a function that the image defines once (lua/prelude.ts).
import * as lua from "typescript-to-lua/dist/LuaAST.js";
import { QUOTIENT } from "../lua/prelude.ts";

export function quotient(dividend: lua.Expression, divisor: lua.Expression): lua.Expression {
  return lua.createCallExpression(lua.createIdentifier(QUOTIENT), [dividend, divisor]);
}
