// The shared state of the translation to Lua: the names of the program, the statements that are
// being written, and their places.

import type { Named } from "../../../compiler/ir/names.ts";
import type { Block, Expression, FunctionDef, Place, Variable } from "../../../compiler/ir/program.ts";
import * as lua from "../lua/lua-ast.ts";
import { madeName } from "../lua/names.ts";
import { BITS } from "../lua/number-functions.ts";
import type { Facts } from "./facts.ts";
import type { FieldKeys } from "./field-keys.ts";

/** The start of names of values that are kept between statements. */
const TEMPORARY = madeName("t");

/** The way in which `break` and `continue` leave their loop. */
export interface LoopExit {
  /** The body is a block of its own, which Lua's break leaves: that is `continue`. */
  isWrapped: boolean;
  /** A flag that says, behind the body, that the loop is over. */
  over: string | undefined;
}

/** They need one another: an expression may hold a function, and a function holds statements. */
export interface WaysIntoLua {
  value: (expression: Expression, writer: Writer) => lua.Expression;
  condition: (expression: Expression, writer: Writer) => lua.Expression;
  function: (fn: FunctionDef, writer: Writer) => lua.FunctionExpression;
  block: (block: Block, writer: Writer) => void;
}

export class Writer {
  /** What is forward declared: its own statement gives it its value. */
  readonly forward = new Set<Named>();
  /** Values that may be no numbers, and are taken for bits. */
  readonly takenForBits = new WeakSet<Expression>();
  loop: LoopExit = { isWrapped: false, over: undefined };
  /** Are the variables of the whole program locals of the written code? */
  isInStart = true;
  place: Place | undefined;
  private statements: lua.Statement[] = [];
  private made = 0;
  private readonly lines = new Map<Place, number>();

  constructor(
    readonly facts: Facts,
    readonly keys: FieldKeys,
    readonly nameOf: (named: Named) => string,
    private readonly ways: WaysIntoLua,
  ) {}

  /** The place of each number that statements have for a line. */
  get origins(): Place[] {
    return [...this.lines.keys()];
  }

  name(named: Named): lua.Identifier {
    return lua.createIdentifier(this.nameOf(named));
  }

  value(expression: Expression): lua.Expression {
    const made = this.ways.value(expression, this);
    return this.takenForBits.has(expression)
      ? lua.createCallExpression(lua.createIdentifier(BITS), [made])
      : made;
  }

  /** The expression in a place that only tests its truth. */
  condition(expression: Expression): lua.Expression {
    return this.ways.condition(expression, this);
  }

  function(fn: FunctionDef): lua.FunctionExpression {
    return this.ways.function(fn, this);
  }

  /** Adds the statements of a block. */
  write(block: Block): void {
    this.ways.block(block, this);
  }

  add(statement: lua.Statement): void {
    if (this.place !== undefined) {
      statement.line = this.lines.get(this.place) ?? this.lines.size;
      this.lines.set(this.place, statement.line);
    }
    this.statements.push(statement);
  }

  /** Statements that have their places. */
  addAll(statements: readonly lua.Statement[]): void {
    this.statements.push(...statements);
  }

  /** The statements that `write` adds, as a list of their own. */
  apart(write: () => void): lua.Statement[] {
    const [outside, place] = [this.statements, this.place];
    this.statements = [];
    write();
    const own = this.statements;
    this.statements = outside;
    this.place = place;
    return own;
  }

  block(write: () => void): lua.Block {
    return lua.createBlock(this.apart(write));
  }

  /** A name that is nobody else's. */
  freeName(): string {
    this.made += 1;
    return `${TEMPORARY}${this.made}`;
  }

  /** The value in a local of its own: each use of it is a node of its own. */
  kept(value: lua.Expression): () => lua.Identifier {
    const name = this.freeName();
    this.add(lua.createVariableDeclarationStatement(lua.createIdentifier(name), value));
    return () => lua.createIdentifier(name);
  }

  /** A function's body begins: loops around it are none of its own. */
  within<T>(write: () => T): T {
    const { loop, isInStart } = this;
    this.loop = { isWrapped: false, over: undefined };
    this.isInStart = false;
    const written = write();
    this.loop = loop;
    this.isInStart = isInStart;
    return written;
  }

  /** Is it a local of the written code? Lua reads that after it has worked out the values behind it. */
  isOwnLocal(variable: Variable): boolean {
    return this.isInStart || !this.facts.outermost.has(variable);
  }
}
