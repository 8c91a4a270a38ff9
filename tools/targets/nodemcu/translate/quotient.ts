// Division of whole numbers in Lua, exact on every Lua, below zero and by zero: functions that the image
// defines once (lua/prelude.ts).
import * as lua from "../lua/lua-ast.ts";
import { ENDLESS_REMAINDER, SIGNED_REMAINDER } from "../lua/number-functions.ts";
import { QUOTIENT, REMAINDER } from "../lua/prelude.ts";

export function quotient(dividend: lua.Expression, divisor: lua.Expression): lua.Expression {
  return lua.createCallExpression(lua.createIdentifier(QUOTIENT), [dividend, divisor]);
}

export function remainder(dividend: lua.Expression, divisor: lua.Expression): lua.Expression {
  return lua.createCallExpression(lua.createIdentifier(REMAINDER), [dividend, divisor]);
}

/** In Lua a remainder has the sign of the divisor. */
export function signedRemainder(dividend: lua.Expression, divisor: lua.Expression): lua.Expression {
  return lua.createCallExpression(lua.createIdentifier(SIGNED_REMAINDER), [dividend, divisor]);
}

/** By what may be infinite. */
export function endlessRemainder(dividend: lua.Expression, divisor: lua.Expression): lua.Expression {
  return lua.createCallExpression(lua.createIdentifier(ENDLESS_REMAINDER), [dividend, divisor]);
}
