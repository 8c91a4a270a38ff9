// The prelude: functions that an image defines for itself before anything else, where it uses them.
import * as lua from "./lua-ast.ts";
import { and, binary, functionOf, libraryCall, local, name, number, or, plus, text } from "./lua-nodes.ts";
import { madeName } from "./names.ts";
import { NUMBER_FUNCTIONS } from "./number-functions.ts";
import { analyseScopes } from "./scope-analysis.ts";

/** The function that divides whole numbers. */
export const QUOTIENT = madeName("quotient");

/** The function that gives the remainder of a number and one that may be zero. */
export const REMAINDER = madeName("remainder");

/** The function that cuts a text between two places, whichever is the first. */
export const CUT_BETWEEN = madeName("between");

/**
 * Lua 5.3 on NodeMCU divides 32-bit integers exactly with `//` only, which Lua 5.1 cannot read: so the chip
 * compiles it at start where it can. Lua 5.1 has doubles, in which the other form is exact. By zero, `/`
 * gives what JavaScript does, where integers would end the program.
 */
const INTEGER_DIVISION = "return function(a,b)return b~=0 and a//b or a/b end";

/** All functions that an image may define, in their order. */
const FUNCTIONS: readonly (readonly [called: string, define: () => lua.Expression])[] = [
  [QUOTIENT, quotient],
  [REMAINDER, remainder],
  [CUT_BETWEEN, between],
  ...NUMBER_FUNCTIONS,
];

/** The statements behind those functions that something calls. */
export function withPrelude(statements: readonly lua.Statement[]): lua.Statement[] {
  const { free } = analyseScopes(statements);
  const called = FUNCTIONS.filter(([made]) => free.has(made));
  return [...called.map(([made, define]) => local(made, define())), ...statements];
}

const { SyntaxKind } = lua;

const a = () => name("a");
const b = () => name("b");
const isByZero = () => binary(b(), number(0), SyntaxKind.EqualityOperator);

/** `((loadstring or load)("...") or function() return function(a, b) ... end end)()` */
function quotient(): lua.Expression {
  const compile = or(name("loadstring"), name("load"));
  const compiled = lua.createCallExpression(lua.createParenthesizedExpression(compile), [
    text(INTEGER_DIVISION),
  ]);
  const rest = binary(a(), b(), SyntaxKind.ModuloOperator);
  const whole = binary(a(), rest, SyntaxKind.SubtractionOperator);
  // 0 / -2 is -0, which Lua 5.1 writes as such.
  const exact = binary(
    binary(whole, b(), SyntaxKind.DivisionOperator),
    number(0),
    SyntaxKind.AdditionOperator,
  );
  const byZero = and(isByZero(), binary(a(), b(), SyntaxKind.DivisionOperator));
  const inDoubles = returning(["a", "b"], or(byZero, exact));
  return lua.createCallExpression(
    lua.createParenthesizedExpression(or(compiled, returning([], inDoubles))),
    [],
  );
}

/** `return b == 0 and b / 0 or a % b` */
function remainder(): lua.Expression {
  const byZero = and(isByZero(), binary(b(), number(0), SyntaxKind.DivisionOperator));
  return returning(["a", "b"], or(byZero, binary(a(), b(), SyntaxKind.ModuloOperator)));
}

/** `return string.sub(s, math.max(0, math.min(a, b)) + 1, math.max(0, a, b))` */
function between(): lua.Expression {
  const first = libraryCall("math", "max", [number(0), libraryCall("math", "min", [a(), b()])]);
  const end = libraryCall("math", "max", [number(0), a(), b()]);
  return returning(["s", "a", "b"], libraryCall("string", "sub", [name("s"), plus(first, 1), end]));
}

function returning(parameters: readonly string[], value: lua.Expression): lua.Expression {
  return functionOf(parameters, [lua.createReturnStatement([value])]);
}
