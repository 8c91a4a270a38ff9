// The limits of NodeMCU's Lua compiler, seen in the tree of a module as NodeMCU itself sees them in its text.
import { expect, test } from "vitest";
import { compileModule, luacCross } from "../../tools/laboratory/hosts/nodemcu/luac-cross.ts";
import { checkLimits, MOST_LOCALS, MOST_UPVALUES } from "../../tools/targets/nodemcu/lua/limits.ts";
import * as lua from "../../tools/targets/nodemcu/lua/lua-ast.ts";
import {
  and,
  binary,
  callOf,
  functionOf,
  local,
  localFunction,
  name,
  number,
  or,
} from "../../tools/targets/nodemcu/lua/lua-nodes.ts";
import { printLua } from "../../tools/targets/nodemcu/lua/print.ts";
import { LUAC_CROSS_51, needs } from "../needs.ts";

const { SyntaxKind } = lua;

const names = (count: number, letter = "a") => Array.from({ length: count }, (_, n) => `${letter}${n}`);
const identifiers = (count: number) => names(count).map(name);
const locals = (count: number, letter = "a") => names(count, letter).map((own) => local(own, number(1)));
const returned = (value: lua.Expression) => lua.createReturnStatement([value]);
const done = (callee: string, values: lua.Expression[]) =>
  lua.createExpressionStatement(callOf(callee, values));

/** Puts a value into `around` so many times. */
function nested<T extends lua.Node>(count: number, inner: T, around: (inner: T) => T): T {
  return count === 0 ? inner : around(nested(count - 1, inner, around));
}

function sum(operands: readonly lua.Expression[], operator: lua.BinaryOperator): lua.Expression {
  return operands.reduce((left, right) => binary(left, right, operator));
}

function joined(operands: readonly lua.Expression[]): lua.Expression {
  return operands.reduceRight((right, left) => binary(left, right, SyntaxKind.ConcatOperator));
}

const loop = (body: lua.Statement[]) =>
  lua.createForStatement(lua.createBlock(body), name("i"), number(1), number(2));
const loopOver = (body: lua.Statement[]) =>
  lua.createForInStatement(
    lua.createBlock(body),
    [name("i"), name("v")],
    [callOf("ipairs", [lua.createTableExpression()])],
  );
const isEqual = (value: number) => binary(name("a"), number(value), SyntaxKind.EqualityOperator);
const choice = (value: number, rest?: lua.IfStatement) =>
  lua.createIfStatement(
    isEqual(value),
    lua.createBlock([lua.createAssignmentStatement(name("a"), number(1))]),
    rest,
  );

const INNER = localFunction(
  "inner",
  functionOf([], [returned(sum([...names(40), ...names(30, "b")].map(name), SyntaxKind.AdditionOperator))]),
);
const MIDDLE = localFunction("middle", functionOf([], [...locals(30, "b"), INNER]));

/** Modules, and whether Lua 5.1 on NodeMCU compiles them. */
const MODULES: readonly (readonly [title: string, statements: lua.Statement[], fits: boolean])[] = [
  ["as many locals as there may be", locals(MOST_LOCALS), true],
  ["one local more", locals(MOST_LOCALS + 1), false],
  ["parameters and locals together", [localFunction("f", functionOf(names(10, "p"), locals(41)))], false],
  ["locals of a block that is over", [lua.createDoStatement(locals(40)), ...locals(40)], true],
  ["locals in a loop, and what the loop keeps", [...locals(47), loop([done("print", [name("i")])])], false],
  ["a loop over a list that just fits", [...locals(45), loopOver([done("print", [name("v")])])], true],
  [
    "a local function among its locals",
    [...locals(49), localFunction("f", functionOf([], [returned(name("f"))]))],
    true,
  ],
  [
    "operands that stand deeper than Lua goes",
    [
      returned(
        nested<lua.Expression>(80, name("a"), (inner) =>
          binary(
            number(1),
            binary(number(2), inner, SyntaxKind.SubtractionOperator),
            SyntaxKind.DivisionOperator,
          ),
        ),
      ),
    ],
    false,
  ],
  [
    "operands that stand half as deep",
    [
      returned(
        nested<lua.Expression>(40, name("a"), (inner) =>
          binary(
            number(1),
            binary(number(2), inner, SyntaxKind.SubtractionOperator),
            SyntaxKind.DivisionOperator,
          ),
        ),
      ),
    ],
    true,
  ],
  [
    "a join of more parts than Lua goes deep",
    [
      local("a", lua.createStringLiteral("x")),
      returned(joined(Array.from({ length: 250 }, () => name("a")))),
    ],
    false,
  ],
  [
    "blocks in one another",
    [nested<lua.Statement>(220, lua.createDoStatement([]), (inner) => lua.createDoStatement([inner]))],
    false,
  ],
  [
    "functions that are defined in one another",
    [nested<lua.Statement>(220, local("a"), (inner) => localFunction("f", functionOf([], [inner])))],
    false,
  ],
  [
    "calls in one another",
    [lua.createExpressionStatement(nested<lua.Expression>(220, number(1), (inner) => callOf("f", [inner])))],
    false,
  ],
  [
    "parentheses that each part needs",
    [
      local("a", number(1)),
      returned(nested<lua.Expression>(120, number(1), (inner) => and(name("a"), or(number(1), inner)))),
    ],
    false,
  ],
  ["a call that is given as much as Lua holds", [done("print", identifiers(200))], true],
  ["a call that is given more than Lua holds", [done("print", identifiers(260))], false],
  [
    "calls that wait for calls beside locals",
    [
      ...locals(40),
      done("print", [...names(110, "b").map(name), callOf("print", names(110, "b").map(name))]),
    ],
    false,
  ],
  [
    "functions in tables in one another",
    [
      returned(
        nested<lua.Expression>(80, number(1), (inner) =>
          lua.createTableExpression([lua.createTableFieldExpression(functionOf([], [returned(inner)]))]),
        ),
      ),
    ],
    false,
  ],
  [
    "a long sum, and a long else if",
    [
      local("a", number(1)),
      lua.createAssignmentStatement(
        name("a"),
        sum(
          Array.from({ length: 400 }, () => name("a")),
          SyntaxKind.AdditionOperator,
        ),
      ),
      Array.from({ length: 300 }).reduce<lua.IfStatement>((rest) => choice(1, rest), choice(0)),
    ],
    true,
  ],
  [
    "more variables of its surroundings than a function may use",
    [localFunction("outer", functionOf([], [...locals(40), MIDDLE]))],
    false,
  ],
];

test.each(MODULES)("%s", (_, statements, fits) => {
  expect(checkLimits("case", statements, []).length === 0).toBe(fits);
});

const compiler = luacCross().find(({ version }) => version === "5.1");
const ABSENT = compiler === undefined ? " (luac.cross for 5.1 is absent)" : "";

test(`NodeMCU's own compiler agrees${ABSENT}`, needs(LUAC_CROSS_51), () => {
  for (const [title, statements, fits] of MODULES) {
    const { text } = printLua(statements, []);
    const { problem } = compileModule(compiler as NonNullable<typeof compiler>, "case.lua", text);
    expect({ title, fits: problem === undefined }).toEqual({ title, fits });
  }
});

test("the sentence names the source's line, number, limit and cure", () => {
  const statement = localFunction("f", functionOf([], locals(51)));
  statement.line = 1;
  const origins = [1, 2].map((line) => ({ file: "src/mqtt/decoder.ts", line }));
  const [sentence] = checkLimits("case", [statement], origins);
  expect(sentence).toBe(
    "src/mqtt/decoder.ts:2: this function has 51 local variables at once where NodeMCU's Lua takes 50; split it, or keep what belongs together in one record.",
  );
  expect(MOST_UPVALUES).toBe(60);
});
