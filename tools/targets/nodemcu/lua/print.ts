// Lua as text: no comment, no space that is not needed, and each statement on a line of its own, which costs
// hardly anything (a line break stands where a space would) and lets an error on the chip name its line. No
// error arises at an `end`.
import type { MappedText } from "../../../compiler/source/mapped-text.ts";
import * as lua from "./lua-ast.ts";
import { namedFunctionIn } from "./lua-nodes.ts";
import { LuaWriter } from "./lua-writer.ts";
import { ExpressionPrinter } from "./print-expression.ts";

/** Prints statements. `origins` are the source places of their lines. */
export function printLua(statements: readonly lua.Statement[], origins: MappedText["origins"]): MappedText {
  const out = new LuaWriter();
  new StatementPrinter(out).block(statements);
  return out.finished(origins);
}

class StatementPrinter extends ExpressionPrinter {
  /** What follows the block belongs to the line of what stood before it. */
  block(statements: readonly lua.Statement[]): void {
    const { line } = this.out;
    for (const [index, statement] of statements.entries()) {
      this.out.line = statement.line ?? this.out.line;
      this.out.startLine(index === 0);
      this.statement(statement);
    }
    this.out.line = line;
  }

  private statement(node: lua.Statement): void {
    const { out } = this;
    if (lua.isDoStatement(node)) {
      out.write("do");
      this.blockToEnd(node);
    } else if (lua.isVariableDeclarationStatement(node)) this.declaration(node);
    else if (lua.isAssignmentStatement(node)) this.assignment(node);
    else if (lua.isIfStatement(node)) this.branch(node, "if");
    else if (lua.isWhileStatement(node)) {
      out.write("while");
      this.expression(node.condition);
      out.write("do");
      this.blockToEnd(node.body);
    } else if (lua.isRepeatStatement(node)) this.repeat(node);
    else if (lua.isForStatement(node)) this.numericFor(node);
    else if (lua.isForInStatement(node)) this.genericFor(node);
    else if (lua.isReturnStatement(node)) {
      out.write("return");
      this.list(node.expressions);
    } else if (lua.isBreakStatement(node)) out.write("break");
    else if (lua.isExpressionStatement(node)) this.expression(node.expression);
    else throw new Error(`no way to print a Lua statement of kind ${node.kind}`);
  }

  private blockToEnd({ statements }: lua.Block | lua.DoStatement): void {
    this.block(statements);
    this.out.close("end");
  }

  private repeat({ body, condition }: lua.RepeatStatement): void {
    this.out.write("repeat");
    this.block(body.statements);
    this.out.startLine();
    this.out.write("until");
    this.expression(condition);
  }

  private numericFor(node: lua.ForStatement): void {
    const { controlVariableInitializer: start, limitExpression: limit, stepExpression: step } = node;
    this.out.write("for", node.controlVariable.text, "=");
    this.list(step === undefined ? [start, limit] : [start, limit, step]);
    this.out.write("do");
    this.blockToEnd(node.body);
  }

  private genericFor({ names, expressions, body }: lua.ForInStatement): void {
    this.out.write("for");
    this.list(names);
    this.out.write("in");
    this.list(expressions);
    this.out.write("do");
    this.blockToEnd(body);
  }

  private declaration(node: lua.VariableDeclarationStatement): void {
    this.out.write("local");
    const named = namedFunctionIn(node);
    if (named !== undefined) this.named(node.left, named);
    else {
      this.list(node.left);
      this.values(node.right ?? []);
    }
  }

  private named([name]: readonly lua.Expression[], value: lua.FunctionExpression): void {
    this.function(`function ${(name as lua.Identifier).text}`, value);
  }

  private values(nodes: readonly lua.Expression[]): void {
    if (nodes.length === 0) return;
    this.out.write("=");
    this.list(nodes);
  }

  private assignment(node: lua.AssignmentStatement): void {
    const named = namedFunctionIn(node);
    if (named !== undefined) this.named(node.left, named);
    else {
      this.list(node.left);
      this.values(node.right);
    }
  }

  /** Prints an `if` or an `elseif`, whose line is that of what is on it. */
  private branch(
    { condition, ifBlock, elseBlock, line = this.out.line }: lua.IfStatement,
    word: string,
  ): void {
    this.out.line = line;
    if (word === "elseif") this.out.startLine();
    this.out.write(word);
    this.expression(condition);
    this.out.write("then");
    this.block(ifBlock.statements);
    if (elseBlock !== undefined && lua.isIfStatement(elseBlock)) {
      this.branch(elseBlock, "elseif");
      return;
    }
    if (elseBlock !== undefined && elseBlock.statements.length > 0) {
      this.out.close("else");
      this.block(elseBlock.statements);
    }
    this.out.close("end");
  }
}
