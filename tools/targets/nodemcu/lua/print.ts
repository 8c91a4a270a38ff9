// Lua as text: no comment, no space that is not needed, and each statement on a line of its own, which costs
// hardly anything (a line break stands where a space would) and lets an error on the chip name its line. No
// error arises at an `end`.

import type { MappedText } from "../../../compiler/source/mapped-text.ts";
import * as lua from "./lua-ast.ts";
import { endsItself, printLuaExpression, spaced } from "./print-expression.ts";
import { isLocalFunction } from "./scopes.ts";

type Origins = MappedText["origins"];

/** Prints statements. `origins` are the source places of their lines. */
export function printLua(statements: readonly lua.Statement[], origins: Origins): MappedText {
  const printer = new LuaPrinter();
  printer.statements(statements);
  return {
    text: printer.lines.map(({ text }) => text).join("\n"),
    origins: printer.lines.map(({ line }) => (line === undefined ? undefined : origins[line])),
  };
}

/** Marks the source line of a line inside an expression; Lua's text has no such character. */
const MARK = "\x01";
const MARKED = new RegExp(`^${MARK}(\\d*)${MARK}`);

/**
 * Prints statements that stand inside an expression, the body of a function, with the line that each came
 * from.
 */
function printBody(statements: readonly lua.Statement[]): string {
  const printer = new LuaPrinter();
  printer.statements(statements);
  return printer.lines.map(({ text, line }) => `${MARK}${line ?? ""}${MARK}${text}`).join("\n");
}

class LuaPrinter {
  readonly lines: { text: string; line: number | undefined }[] = [];
  private line: number | undefined;

  statements(nodes: readonly lua.Statement[]): void {
    for (const [index, node] of nodes.entries()) {
      this.line = node.line ?? this.line;
      this.statement(node, index === 0);
    }
  }

  /** A function inside an expression brings its lines with it. */
  private add(code: string): void {
    for (const marked of code.split("\n")) {
      const [mark = "", line] = MARKED.exec(marked) ?? [];
      const own = line === undefined ? this.line : line === "" ? undefined : Number(line);
      this.lines.push({ text: marked.slice(mark.length), line: own });
    }
  }

  /**
   * A word that closes a block or begins its other branch: on the last line, where a bracket or a quote ends
   * that.
   */
  private close(word: "end" | "else"): void {
    const last = this.lines.at(-1);
    if (last !== undefined && endsItself(last.text)) last.text += word;
    else this.add(word);
  }

  private body(head: string, nodes: readonly lua.Statement[], tail: string): void {
    const own = this.line;
    this.add(head);
    this.statements(nodes);
    this.line = own;
    if (tail === "end") this.close(tail);
    else this.add(tail);
  }

  private statement(node: lua.Statement, isFirst: boolean): void {
    if (lua.isDoStatement(node)) this.body("do", node.statements, "end");
    else if (lua.isVariableDeclarationStatement(node)) this.declaration(node);
    else if (lua.isAssignmentStatement(node)) this.assignment(node, isFirst);
    else if (lua.isIfStatement(node)) this.branch(node, "if");
    else if (lua.isWhileStatement(node))
      this.body(between("while", text(node.condition), "do"), node.body.statements, "end");
    else if (lua.isRepeatStatement(node))
      this.body("repeat", node.body.statements, spaced("until", text(node.condition)));
    else if (lua.isForStatement(node)) {
      const { controlVariableInitializer: start, limitExpression: limit, stepExpression: step } = node;
      const range = [start, limit, ...(step === undefined ? [] : [step])].map(text).join(",");
      this.body(between("for", `${node.controlVariable.text}=${range}`, "do"), node.body.statements, "end");
    } else if (lua.isForInStatement(node)) {
      const head = between(`for ${list(node.names)} in`, list(node.expressions), "do");
      this.body(head, node.body.statements, "end");
    } else if (lua.isReturnStatement(node)) this.add(spaced("return", list(node.expressions)));
    else if (lua.isBreakStatement(node)) this.add("break");
    else if (lua.isExpressionStatement(node)) this.add(apart(text(node.expression), isFirst));
    else throw new Error(`no way to print a Lua statement of kind ${node.kind}`);
  }

  private declaration(node: lua.VariableDeclarationStatement): void {
    if (isLocalFunction(node)) {
      const [name, value] = [node.left[0] as lua.Identifier, node.right?.[0] as lua.FunctionExpression];
      this.body(`local function ${name.text}(${parameters(value)})`, value.body.statements, "end");
    } else {
      const values = node.right === undefined || node.right.length === 0 ? "" : `=${list(node.right)}`;
      this.add(`local ${list(node.left)}${values}`);
    }
  }

  private assignment(node: lua.AssignmentStatement, isFirst: boolean): void {
    const [target, value] = [node.left[0], node.right[0]];
    if (
      node.left.length === 1 &&
      value !== undefined &&
      lua.isFunctionExpression(value) &&
      target !== undefined &&
      lua.isIdentifier(target)
    )
      this.body(`function ${target.text}(${parameters(value)})`, value.body.statements, "end");
    else this.add(apart(`${list(node.left)}=${list(node.right)}`, isFirst));
  }

  private branch(node: lua.IfStatement, word: string): void {
    const own = node.line ?? this.line;
    this.line = own;
    this.add(between(word, text(node.condition), "then"));
    this.statements(node.ifBlock.statements);
    this.line = own;
    const rest = node.elseBlock;
    if (rest !== undefined && lua.isIfStatement(rest)) {
      this.branch(rest, "elseif");
      return;
    }
    if (rest !== undefined && rest.statements.length > 0) {
      this.close("else");
      this.statements(rest.statements);
      this.line = own;
    }
    this.close("end");
  }
}

function text(node: lua.Expression): string {
  return printLuaExpression(node, printBody);
}

/**
 * A parenthesis at a line's start would be taken for the arguments of the line before. In front of a block's
 * first statement Lua 5.1 takes no semicolon.
 */
function apart(statement: string, isFirst: boolean): string {
  return statement.startsWith("(") && !isFirst ? `;${statement}` : statement;
}

function between(word: string, text: string, last: string): string {
  return spaced(spaced(word, text), last);
}

function list(nodes: readonly lua.Expression[]): string {
  return nodes.map(text).join(",");
}

function parameters(node: lua.FunctionExpression): string {
  return [
    ...(node.params ?? []).map((param) => param.text),
    ...(node.dots === undefined ? [] : ["..."]),
  ].join(",");
}
