// A function that stands for one which is only there by its number: in a file, or as a branch of another
// function.
import * as lua from "./lua-ast.ts";
import { callOf, functionOf, localFunction, name } from "./lua-nodes.ts";

const NUMBER = "number";

/**
 * `local function maker(number)`: makes a function that calls `callee` with that number and its own arguments.
 */
export function calledLater(maker: string, callee: string): lua.Statement {
  const call = callOf(callee, [name(NUMBER), lua.createDotsLiteral()]);
  const later = functionOf([], [lua.createReturnStatement([call])], lua.createDotsLiteral());
  return localFunction(maker, functionOf([NUMBER], [lua.createReturnStatement([later])]));
}
