// Lua expressions as text, with the fewest parentheses.
import * as lua from "./lua-ast.ts";

const { SyntaxKind } = lua;

/**
 * The binding of each operator, and its word. Concatenation takes the right one first, all others the left.
 */
const BINARY = new Map<lua.SyntaxKind, readonly [word: string, level: number]>([
  [SyntaxKind.OrOperator, ["or", 1]],
  [SyntaxKind.AndOperator, ["and", 2]],
  [SyntaxKind.LessThanOperator, ["<", 3]],
  [SyntaxKind.LessEqualOperator, ["<=", 3]],
  [SyntaxKind.GreaterThanOperator, [">", 3]],
  [SyntaxKind.GreaterEqualOperator, [">=", 3]],
  [SyntaxKind.EqualityOperator, ["==", 3]],
  [SyntaxKind.InequalityOperator, ["~=", 3]],
  [SyntaxKind.ConcatOperator, ["..", 4]],
  [SyntaxKind.AdditionOperator, ["+", 5]],
  [SyntaxKind.SubtractionOperator, ["-", 5]],
  [SyntaxKind.MultiplicationOperator, ["*", 6]],
  [SyntaxKind.DivisionOperator, ["/", 6]],
  [SyntaxKind.ModuloOperator, ["%", 6]],
]);

const UNARY_LEVEL = 7;

/** Of 32 bits, one of them the sign. */
const LEAST = -(2 ** 31);

const RESERVED = new Set(
  "and break do else elseif end false for function goto if in local nil not or repeat return then true until while".split(
    " ",
  ),
);

/** Could the text stand as a name in Lua? */
export function isLuaName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) && !RESERVED.has(text);
}

type PrintBody = (statements: readonly lua.Statement[]) => string;

/** Prints an expression; `body` prints the statements of a function in it. */
export function printLuaExpression(node: lua.Expression, body: PrintBody): string {
  return printed(node, 0, body);
}

/** Prints an operand of an operator that binds at `level`. */
function printed(node: lua.Expression, level: number, body: PrintBody): string {
  if (lua.isParenthesizedExpression(node)) return parenthesis(node.expression, level, body);
  if (lua.isStringLiteral(node)) return quoted(node.value);
  // A negative one binds as tightly as anything that it may stand beside.
  if (lua.isNumericLiteral(node)) return numberText(node.value);
  if (lua.isNilLiteral(node)) return "nil";
  if (lua.isBooleanLiteral(node)) return node.kind === SyntaxKind.TrueKeyword ? "true" : "false";
  if (lua.isDotsLiteral(node)) return "...";
  if (lua.isIdentifier(node)) return node.text;
  if (lua.isFunctionExpression(node)) return functionText(node, body);
  if (lua.isTableExpression(node)) return `{${node.fields.map((field) => fieldText(field, body)).join(",")}}`;
  if (lua.isUnaryExpression(node)) return unary(node, level, body);
  if (lua.isBinaryExpression(node)) return binary(node, level, body);
  const values = (params: readonly lua.Expression[]) =>
    params.map((param) => printed(param, 0, body)).join(",");
  if (lua.isCallExpression(node)) return `${prefix(node.expression, body)}(${values(node.params)})`;
  if (lua.isMethodCallExpression(node))
    return `${prefix(node.prefixExpression, body)}:${node.name.text}(${values(node.params)})`;
  if (lua.isTableIndexExpression(node)) return prefix(node.table, body) + indexText(node.index, body);
  throw new Error(`no way to print a Lua expression of kind ${node.kind}`);
}

/** Lua 5.3 on a chip reads 2147483648 as a float, and would have one with a minus, too. */
function numberText(value: number): string {
  return value === LEAST ? `(${LEAST + 1}-1)` : String(value);
}

/** Parentheses are put where they are needed; round a call they say that it gives one value. */
function parenthesis(node: lua.Expression, level: number, body: PrintBody): string {
  const isOpen = lua.isCallExpression(node) || lua.isMethodCallExpression(node) || lua.isDotsLiteral(node);
  return isOpen ? `(${printed(node, 0, body)})` : printed(node, level, body);
}

/** The callee, or the owner of an index. */
function prefix(node: lua.Expression, body: PrintBody): string {
  const inner = lua.isParenthesizedExpression(node) ? node.expression : node;
  const isPlain =
    lua.isIdentifier(inner) ||
    lua.isCallExpression(inner) ||
    lua.isMethodCallExpression(inner) ||
    lua.isTableIndexExpression(inner);
  return isPlain ? printed(inner, 0, body) : `(${printed(inner, 0, body)})`;
}

function binary(node: lua.BinaryExpression, outer: number, body: PrintBody): string {
  const operator = BINARY.get(node.operator);
  if (operator === undefined) throw new Error(`no way to print the Lua operator ${node.operator}`);
  const [word, level] = operator;
  const takesRightFirst = word === "..";
  const left = printed(node.left, takesRightFirst ? level + 1 : level, body);
  const right = printed(node.right, takesRightFirst ? level : level + 1, body);
  const text = isWord(word) ? spaced(spaced(left, word), right) : left + apart(left, word, right) + right;
  return parenthesized(text, level < outer);
}

function isWord(operator: string): boolean {
  return operator === "and" || operator === "or";
}

/** "1.." would begin a number, and "--" a comment. */
function apart(left: string, word: string, right: string): string {
  if (word === "..") return `${/[0-9]$/.test(left) ? " " : ""}..${/^[0-9.]/.test(right) ? " " : ""}`;
  return word === "-" && right.startsWith("-") ? "- " : word;
}

function unary(node: lua.UnaryExpression, outer: number, body: PrintBody): string {
  const operand = printed(node.operand, UNARY_LEVEL, body);
  return parenthesized(spaced(unaryWord(node.operator, operand), operand), UNARY_LEVEL < outer);
}

function unaryWord(operator: lua.UnaryOperator, operand: string): string {
  if (operator === SyntaxKind.LengthOperator) return "#";
  if (operator === SyntaxKind.NotOperator) return "not";
  return operand.startsWith("-") ? "- " : "-";
}

function parenthesized(text: string, needed: boolean): string {
  return needed ? `(${text})` : text;
}

/** May a word follow directly? */
export function endsItself(text: string): boolean {
  return !/[\w.]$/.test(text);
}

/** Two pieces of text, with a space where they would be one word without. */
export function spaced(left: string, right: string): string {
  return endsItself(left) || !/^[\w.]/.test(right) ? left + right : `${left} ${right}`;
}

function functionText(node: lua.FunctionExpression, printBody: PrintBody): string {
  const names = [
    ...(node.params ?? []).map((param) => param.text),
    ...(node.dots === undefined ? [] : ["..."]),
  ];
  const inside = printBody(node.body.statements);
  const body = inside === "" ? " " : `\n${inside}${endsItself(inside) ? "" : "\n"}`;
  return `function(${names.join(",")})${body}end`;
}

function fieldText(field: lua.TableFieldExpression, body: PrintBody): string {
  const value = printed(field.value, 0, body);
  if (field.key === undefined) return value;
  if (lua.isStringLiteral(field.key) && isLuaName(field.key.value)) return `${field.key.value}=${value}`;
  return `[${printed(field.key, 0, body)}]=${value}`;
}

function indexText(index: lua.Expression, body: PrintBody): string {
  if (lua.isStringLiteral(index) && isLuaName(index.value)) return `.${index.value}`;
  return `[${printed(index, 0, body)}]`;
}

/** A byte string as a literal of visible ASCII. */
function quoted(value: string): string {
  let text = "";
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code === 10) text += "\\n";
    else if (code === 34 || code === 92) text += `\\${value[i]}`;
    else if (code >= 32 && code < 127) text += value[i];
    else text += decimalEscape(code, value.charCodeAt(i + 1));
  }
  return `"${text}"`;
}

/** `\7`, or `\007` in front of a digit. */
function decimalEscape(code: number, next: number): string {
  const isDigit = next >= 48 && next <= 57;
  return `\\${isDigit ? String(code).padStart(3, "0") : code}`;
}
