// A script's tree as text, in the form that Espruino reads right, and passes over quickest where it is not to run.
import type {
  AnyNode,
  BlockStatement,
  ExpressionStatement,
  ForInStatement,
  ForOfStatement,
  ForStatement,
  Identifier,
  IfStatement,
  LogicalExpression,
  Node,
  Program,
  TryStatement,
  VariableDeclaration,
} from "acorn";
import type { MappedText } from "../../../compiler/source/mapped-text.ts";
import { ExpressionPrinter, printBy, type Ways } from "./print-expression.ts";
import { ScriptWriter } from "./script-writer.ts";

/** Prints a program; `origins` are the source places of the lines that its nodes tell. */
export function printScript(program: Program, origins: MappedText["origins"]): MappedText {
  const out = new ScriptWriter();
  new StatementPrinter(out).statements(program.body);
  return out.finished(origins);
}

/** The length of a statement below which parsing it is as quick as passing over it. */
const SHORT_STATEMENT = 8;

class StatementPrinter extends ExpressionPrinter {
  private readonly ways: Ways = {
    BlockStatement: (node) => this.block(node),
    EmptyStatement: () => this.out.write(";"),
    FunctionDeclaration: (node) => this.function(["function", (node.id as Identifier).name], node),
    ExpressionStatement: (node) => this.evaluated(node),
    VariableDeclaration: (node) => {
      this.variables(node);
      this.out.endStatement();
    },
    ReturnStatement: ({ argument }) => this.returned(argument ?? undefined),
    ThrowStatement: ({ argument }) => {
      this.out.write("throw");
      this.expression(argument);
      this.out.endStatement();
    },
    BreakStatement: () => this.word("break"),
    ContinueStatement: () => this.word("continue"),
    IfStatement: (node) => this.branches(node),
    ForStatement: (node) => this.for(node),
    ForOfStatement: (node) => this.forEach(node, "of"),
    ForInStatement: (node) => this.forEach(node, "in"),
    WhileStatement: ({ test, body }) => {
      this.condition("while", test);
      this.statement(body);
    },
    DoWhileStatement: ({ test, body }) => {
      this.out.write("do");
      this.inBlock(body);
      this.condition("while", test);
      this.out.endStatement();
    },
    TryStatement: (node) => this.try(node),
  };

  statements(nodes: readonly Node[]): void {
    for (const node of nodes) this.statement(node);
  }

  protected block(node: Node): void {
    const { line } = this.out;
    this.out.write("{");
    this.statements((node as BlockStatement).body);
    this.out.write("}");
    this.out.line = line;
  }

  private statement(node: Node): void {
    if (node.loc) this.out.line = node.loc.start.line - 1;
    this.out.startStatement();
    printBy(this.ways, node as AnyNode);
  }

  private word(word: string): void {
    this.out.write(word);
    this.out.endStatement();
  }

  private evaluated(node: ExpressionStatement): void {
    const when = whenIn(node);
    if (when === undefined) {
      this.expression(node.expression);
      this.out.endStatement();
    } else this.when(when);
  }

  /**
   * Prints a `return`. Behind one without a value stands a semicolon: at the end of a line Espruino would
   * return what stands on the next one, and at the end of a function it would find no expression.
   */
  private returned(value: Node | undefined): void {
    this.out.write("return");
    if (value === undefined) this.out.write(";");
    else this.expression(value);
    this.out.endStatement();
  }

  private for({ init, test, update, body }: ForStatement): void {
    this.out.write("for", "(");
    if (init) this.initial(init);
    this.out.write(";");
    if (test) this.expression(test);
    this.out.write(";");
    if (update) this.expression(update);
    this.out.write(")");
    this.statement(body);
  }

  private forEach({ left, right, body }: ForOfStatement | ForInStatement, word: "of" | "in"): void {
    this.out.write("for", "(");
    this.initial(left);
    this.out.write(word);
    this.expression(right);
    this.out.write(")");
    this.statement(body);
  }

  private initial(node: Node): void {
    if (node.type === "VariableDeclaration") this.variables(node as VariableDeclaration);
    else this.expression(node);
  }

  private variables({ kind, declarations }: VariableDeclaration): void {
    this.out.write(kind);
    for (const [index, { id, init }] of declarations.entries()) {
      if (index > 0) this.out.write(",");
      this.expression(id);
      if (!init) continue;
      this.out.write("=");
      this.list([init]);
    }
  }

  private condition(word: string, test: Node): void {
    this.out.write(word, "(");
    this.expression(test);
    this.out.write(")");
  }

  private try({ block, handler, finalizer }: TryStatement): void {
    this.out.write("try");
    this.block(block);
    if (handler) {
      this.out.write("catch");
      if (handler.param) this.bracketed("(", [handler.param], ")");
      this.block(handler.body);
    }
    if (!finalizer) return;
    this.out.write("finally");
    this.block(finalizer);
  }

  /** Espruino passes over the block of `if(a){b()}` in a third of what the right side of `a&&b()` takes. */
  private when({ left, right }: LogicalExpression): void {
    this.condition("if", left);
    this.out.write("{");
    this.out.startStatement();
    this.expression(right);
    this.out.write("}");
  }

  private branches({ test, consequent, alternate }: IfStatement): void {
    this.condition("if", test);
    this.branch(consequent, Boolean(alternate) && wouldTakeElse(consequent));
    if (!alternate) return;
    this.out.write("else");
    this.branch(alternate);
  }

  /** Espruino reads past a block at half of what it takes to parse a statement. */
  private branch(node: Node, isBlockNeeded = false): void {
    const isPlain = /^(?:Block|If|Empty)/.test(node.type) || (whenIn(node) === undefined && isShort(node));
    if (isPlain && !isBlockNeeded) this.statement(node);
    else this.inBlock(node);
  }

  private inBlock(node: Node): void {
    if (node.type === "BlockStatement") {
      this.block(node);
      return;
    }
    this.out.write("{");
    this.statement(node);
    this.out.write("}");
  }
}

/** Does it end with an `if` that an `else` behind it would belong to? */
function wouldTakeElse(node: Node): boolean {
  if (node.type !== "IfStatement") return false;
  const { alternate } = node as IfStatement;
  return !alternate || wouldTakeElse(alternate);
}

function isShort(node: Node): boolean {
  const out = new ScriptWriter();
  new StatementPrinter(out).statements([node]);
  return out.finished([]).text.length < SHORT_STATEMENT;
}

/** `a&&b` as a statement. */
function whenIn(node: Node): LogicalExpression | undefined {
  if (node.type !== "ExpressionStatement") return undefined;
  const { expression } = node as ExpressionStatement;
  const isWhen = expression.type === "LogicalExpression" && expression.operator === "&&";
  return isWhen ? expression : undefined;
}
