// The depth of a chunk, as Lua's parser counts it: each block, function, operand and value that
// stands within another is a level.
import * as lua from "./lua-ast.ts";
import { namedFunctionIn } from "./lua-nodes.ts";
import { luaChildren } from "./lua-tree.ts";
import { isLuaName } from "./names.ts";
import { bindsToTheRight, NAME_LEVEL, operatorOf, UNARY_LEVEL, VALUE_LEVEL } from "./operators.ts";

/** The deepest level, and the number of its line among the origins of the chunk. */
export interface Depth {
  levels: number;
  line: number | undefined;
}

export function deepestOf(statements: readonly lua.Statement[]): Depth {
  const meter = new DepthMeter();
  meter.block(statements, 1);
  return meter.deepest;
}

class DepthMeter {
  deepest: Depth = { levels: 0, line: undefined };
  private line: number | undefined;

  block(statements: readonly lua.Statement[], level: number): void {
    const { line } = this;
    for (const statement of statements) {
      this.line = statement.line ?? this.line;
      this.note(level + 1);
      this.statement(statement, level + 1);
    }
    this.line = line;
  }

  private note(levels: number): void {
    if (levels > this.deepest.levels) this.deepest = { levels, line: this.line };
  }

  private statement(node: lua.Statement, level: number): void {
    const named = namedFunctionIn(node);
    if (named !== undefined) this.block(named.body.statements, level);
    else if (lua.isIfStatement(node)) this.branch(node, level);
    else if (lua.isDoStatement(node)) this.block(node.statements, level);
    else
      for (const child of luaChildren(node)) {
        if (lua.isBlock(child)) this.block(child.statements, level);
        else this.expression(child as lua.Expression, level);
      }
  }

  /** `elseif` is no level of its own. */
  private branch({ condition, ifBlock, elseBlock }: lua.IfStatement, level: number): void {
    this.expression(condition, level);
    this.block(ifBlock.statements, level);
    if (elseBlock === undefined) return;
    if (lua.isIfStatement(elseBlock)) this.branch(elseBlock, level);
    else this.block(elseBlock.statements, level);
  }

  /**
   * The parts of a node are a level deeper, except where Lua goes on reading in the same one. `outer`: the level of
   * the operator whose operand it is.
   */
  private expression(node: lua.Expression, level: number, outer = 0): void {
    if (lua.isParenthesizedExpression(node)) {
      this.expression(node.expression, level, outer);
      return;
    }
    // Parentheses stand where an operand would be taken apart without them.
    const own = levelOf(node) < outer ? level + 1 : level;
    this.note(own);
    if (lua.isBinaryExpression(node)) this.binary(node, own);
    else if (lua.isUnaryExpression(node)) this.expression(node.operand, own + 1, UNARY_LEVEL);
    else if (lua.isFunctionExpression(node)) this.block(node.body.statements, own + 1);
    else if (lua.isTableIndexExpression(node)) {
      this.expression(node.table, own, NAME_LEVEL);
      if (!isMember(node.index)) this.expression(node.index, own + 1);
    } else if (lua.isCallExpression(node)) this.call(node.expression, node.params, own);
    else if (lua.isMethodCallExpression(node)) this.call(node.prefixExpression, node.params, own);
    else if (lua.isTableExpression(node)) this.table(node, own);
  }

  private binary(node: lua.BinaryExpression, own: number): void {
    const { level } = operatorOf(node);
    const isToTheRight = bindsToTheRight(node);
    this.expression(node.left, own, isToTheRight ? level + 1 : level);
    this.expression(node.right, own + 1, isToTheRight ? level : level + 1);
  }

  private call(callee: lua.Expression, values: readonly lua.Expression[], own: number): void {
    this.expression(callee, own, NAME_LEVEL);
    for (const value of values) this.expression(value, own + 1);
  }

  private table({ fields }: lua.TableExpression, own: number): void {
    for (const { key, value } of fields) {
      if (key !== undefined && !isMember(key)) this.expression(key, own + 1);
      this.expression(value, own + 1);
    }
  }
}

/** Is it printed as a name, and not in brackets? */
function isMember(key: lua.Expression): boolean {
  return lua.isStringLiteral(key) && isLuaName(key.value);
}

function levelOf(node: lua.Expression): number {
  if (lua.isBinaryExpression(node)) return operatorOf(node).level;
  if (lua.isUnaryExpression(node)) return UNARY_LEVEL;
  const isName =
    lua.isIdentifier(node) ||
    lua.isTableIndexExpression(node) ||
    lua.isCallExpression(node) ||
    lua.isMethodCallExpression(node);
  return isName ? NAME_LEVEL : VALUE_LEVEL;
}
