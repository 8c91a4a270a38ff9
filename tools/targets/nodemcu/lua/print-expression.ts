// Lua expressions as text, with the fewest parentheses.
import * as lua from "./lua-ast.ts";
import type { LuaWriter } from "./lua-writer.ts";
import { isLuaName } from "./names.ts";
import { bindsToTheRight, operatorOf, UNARY_LEVEL } from "./operators.ts";

const { SyntaxKind } = lua;

/** Of 32 bits, one of them the sign. */
const LEAST = -(2 ** 31);

/** Prints expressions; what prints statements prints the functions in them. */
export abstract class ExpressionPrinter {
  constructor(protected readonly out: LuaWriter) {}

  protected abstract block(statements: readonly lua.Statement[]): void;

  /** Prints an operand of an operator that binds at `level`. */
  protected expression(node: lua.Expression, level = 0): void {
    if (lua.isParenthesizedExpression(node)) this.parenthesis(node.expression, level);
    else if (lua.isFunctionExpression(node)) this.function("function", node);
    else if (lua.isTableExpression(node)) this.table(node.fields);
    else if (lua.isUnaryExpression(node)) this.unary(node, level);
    else if (lua.isBinaryExpression(node)) this.binary(node, level);
    else if (lua.isCallExpression(node)) {
      this.prefix(node.expression);
      this.bracketed("(", node.params, ")");
    } else if (lua.isMethodCallExpression(node)) {
      this.prefix(node.prefixExpression);
      this.out.write(":", node.name.text);
      this.bracketed("(", node.params, ")");
    } else if (lua.isTableIndexExpression(node)) {
      this.prefix(node.table);
      this.index(node.index);
    } else this.out.write(wordOf(node));
  }

  protected list(nodes: readonly lua.Expression[]): void {
    for (const [index, node] of nodes.entries()) {
      if (index > 0) this.out.write(",");
      this.expression(node);
    }
  }

  /** Prints a function behind its head. */
  protected function(head: string, { params = [], dots, body }: lua.FunctionExpression): void {
    this.out.write(head);
    this.bracketed("(", dots === undefined ? params : [...params, dots], ")");
    this.block(body.statements);
    this.out.close("end");
  }

  private bracketed(open: string, nodes: readonly lua.Expression[], close: string): void {
    this.out.write(open);
    this.list(nodes);
    this.out.write(close);
  }

  /** Parentheses are put where they are needed; round a call they say that it gives one value. */
  private parenthesis(node: lua.Expression, level: number): void {
    const isOpen = lua.isCallExpression(node) || lua.isMethodCallExpression(node) || lua.isDotsLiteral(node);
    if (isOpen) this.bracketed("(", [node], ")");
    else this.expression(node, level);
  }

  /** The callee, or the owner of an index. */
  private prefix(node: lua.Expression): void {
    const inner = lua.isParenthesizedExpression(node) ? node.expression : node;
    const isPlain =
      lua.isIdentifier(inner) ||
      lua.isCallExpression(inner) ||
      lua.isMethodCallExpression(inner) ||
      lua.isTableIndexExpression(inner);
    if (isPlain) this.expression(inner);
    else this.bracketed("(", [inner], ")");
  }

  private index(index: lua.Expression): void {
    if (lua.isStringLiteral(index) && isLuaName(index.value)) this.out.write(`.${index.value}`);
    else this.bracketed("[", [index], "]");
  }

  private table(fields: readonly lua.TableFieldExpression[]): void {
    this.out.write("{");
    for (const [index, { key, value }] of fields.entries()) {
      if (index > 0) this.out.write(",");
      if (key !== undefined) {
        if (lua.isStringLiteral(key) && isLuaName(key.value)) this.out.write(key.value);
        else this.bracketed("[", [key], "]");
        this.out.write("=");
      }
      this.expression(value);
    }
    this.out.write("}");
  }

  private binary(node: lua.BinaryExpression, outer: number): void {
    const { word, level } = operatorOf(node);
    const toTheRight = bindsToTheRight(node);
    if (level < outer) this.out.write("(");
    this.expression(node.left, toTheRight ? level + 1 : level);
    this.out.write(word);
    this.expression(node.right, toTheRight ? level : level + 1);
    if (level < outer) this.out.write(")");
  }

  private unary({ operator, operand }: lua.UnaryExpression, outer: number): void {
    if (UNARY_LEVEL < outer) this.out.write("(");
    if (operator === SyntaxKind.LengthOperator) this.out.write("#");
    else this.out.write(operator === SyntaxKind.NotOperator ? "not" : "-");
    this.expression(operand, UNARY_LEVEL);
    if (UNARY_LEVEL < outer) this.out.write(")");
  }
}

/** An expression that is one word. */
function wordOf(node: lua.Expression): string {
  if (lua.isIdentifier(node)) return node.text;
  if (lua.isStringLiteral(node)) return quoted(node.value);
  // A negative one binds as tightly as anything that it may stand beside.
  if (lua.isNumericLiteral(node)) return numberText(node.value);
  if (lua.isNilLiteral(node)) return "nil";
  if (lua.isBooleanLiteral(node)) return node.kind === SyntaxKind.TrueKeyword ? "true" : "false";
  if (lua.isDotsLiteral(node)) return "...";
  throw new Error(`no way to print a Lua expression of kind ${node.kind}`);
}

/** Lua 5.3 on a chip reads 2147483648 as a float, and would have one with a minus, too. */
function numberText(value: number): string {
  return value === LEAST ? `(${LEAST + 1}-1)` : String(value);
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
