// The verifier: checks that a program is well-formed. It runs after the reader and after the last
// pass in each build, and after each pass in tests: so a fault is reported of the pass that made
// it, and not of a later one.
//
// Scope: a variable is declared once, before its uses, and is seen in its own block only. Types: each place
// gets a value that may be of the type which it wants. (A type may be wider than its values are: two types
// fit where one value can be of both.)
import { Fits } from "./check-types.ts";
import { malformed } from "./malformed.ts";
import { madeBy, partsOf, targetParts } from "./parts.ts";
import type {
  Block,
  Expression,
  FunctionDef,
  FunctionName,
  Place,
  Program,
  Statement,
  Target,
  Variable,
} from "./program.ts";

/** Throws for the first fault, with its place. */
export function requireWellFormed(program: Program): void {
  const { functions, start } = program;
  const declared = new Set<Variable>();
  new Check(new Set(), declared, functions).start(start);
  // Functions run when the start has declared what they use of it.
  const outside = new Set(start.flatMap(madeBy));
  for (const [id, definition] of functions) {
    if (id !== definition.id)
      malformed(id.place, `the function ${id.name}, which stands under another's name`);
    new Check(new Set(outside), declared, functions).function(definition);
  }
}

class Check {
  private loops = 0;
  /** The declarations of the innermost block so far. */
  private own: Variable[] = [];
  /** The declarations of the blocks around, here or further on. */
  private ahead: readonly Variable[] = [];
  /** The variables whose initial value is being checked: a function in that value may use them. */
  private made: readonly Variable[] = [];
  /** The function that is being checked; `undefined` outside of functions. */
  private current: FunctionDef | undefined;
  private readonly fits: Fits;

  constructor(
    /** The declarations that are seen here, from the outermost block to the innermost. */
    private readonly visible: Set<Variable>,
    /** All variables of the program so far. */
    private readonly declared: Set<Variable>,
    private functions: ReadonlyMap<FunctionName, FunctionDef>,
  ) {
    this.fits = new Fits((name) => this.functions.get(name));
  }

  start(block: Block): void {
    this.block(block);
  }

  function(definition: FunctionDef): void {
    this.current = definition;
    this.inside(() => {
      for (const variable of [definition.self, ...definition.parameters]) {
        if (variable !== undefined) this.declare(variable, variable.place);
      }
      this.statements(definition.body);
    });
  }

  /**
   * Checks a function that is made here. It has loops of its own, and sees `ahead` as well: it runs when
   * these are declared.
   */
  private within(definition: FunctionDef, ahead: readonly Variable[]): void {
    new Check(new Set([...this.visible, ...ahead]), this.declared, this.functions).function(definition);
  }

  /** The declarations in `look` are seen by nobody after it. */
  private inside(look: () => void): void {
    const { functions, ahead, own } = this;
    this.own = [];
    look();
    for (const variable of this.own) this.visible.delete(variable);
    this.own = own;
    this.functions = functions;
    this.ahead = ahead;
  }

  private declare(variable: Variable, place: Place): void {
    if (this.declared.has(variable))
      malformed(place, `the variable ${variable.name}, which is declared already`);
    this.declared.add(variable);
    this.visible.add(variable);
    this.own.push(variable);
  }

  private block(block: Block): void {
    this.inside(() => this.statements(block));
  }

  private statements(block: Block): void {
    // A function may call those that are defined behind it.
    const made = block.flatMap((statement) => (statement.kind === "define" ? [statement.function] : []));
    if (made.length > 0)
      this.functions = new Map([
        ...this.functions,
        ...made.map((definition) => [definition.id, definition] as const),
      ]);
    this.ahead = [...this.ahead, ...block.flatMap(madeBy)];
    for (const statement of block) this.statement(statement);
  }

  private statement(statement: Statement): void {
    this.fits.statement(statement, this.current?.result);
    switch (statement.kind) {
      case "let":
        this.let(statement);
        return;
      case "assign":
        this.target(statement.target, statement.place);
        this.expression(statement.value);
        return;
      case "evaluate":
      case "fail":
        this.expression(statement.value);
        return;
      case "if":
        this.expression(statement.condition);
        this.block(statement.whenTrue);
        this.block(statement.whenFalse);
        return;
      case "loop":
        this.expression(statement.condition);
        this.looped(() => this.block(statement.body));
        this.block(statement.step);
        return;
      case "each":
        this.each(statement);
        return;
      case "break":
      case "continue":
        if (this.loops === 0) malformed(statement.place, `${statement.kind} outside of a loop`);
        return;
      case "return":
        if (this.current === undefined) malformed(statement.place, "return outside of a function");
        if (statement.value !== undefined) this.expression(statement.value);
        return;
      case "take":
        this.take(statement);
        return;
      case "attempt":
        this.attempt(statement);
        return;
      case "define":
        this.within(statement.function, this.ahead);
        return;
      case "block":
        this.block(statement.body);
        return;
    }
  }

  private let({ variable, value, place }: Extract<Statement, { kind: "let" }>): void {
    this.made = [variable];
    if (value !== undefined) this.expression(value);
    this.made = [];
    this.declare(variable, place);
  }

  private each({ variable, list, body, place }: Extract<Statement, { kind: "each" }>): void {
    this.expression(list);
    this.looped(() =>
      this.inside(() => {
        this.declare(variable, place);
        this.statements(body);
      }),
    );
  }

  private take({ variables, from, place }: Extract<Statement, { kind: "take" }>): void {
    this.expression(from);
    for (const variable of variables) if (variable !== undefined) this.declare(variable, place);
  }

  private attempt({ body, reason, caught, place }: Extract<Statement, { kind: "attempt" }>): void {
    this.block(body);
    this.inside(() => {
      if (reason !== undefined) this.declare(reason, place);
      this.statements(caught);
    });
  }

  private looped(look: () => void): void {
    this.loops += 1;
    look();
    this.loops -= 1;
  }

  private target(target: Target, place: Place): void {
    if (target.kind === "variable") this.seen(target.variable, place);
    for (const part of targetParts(target)) this.expression(part);
  }

  private seen(variable: Variable, place: Place): void {
    if (!this.visible.has(variable)) malformed(place, `the variable ${variable.name}, which is not there`);
  }

  private expression(expression: Expression): void {
    this.fits.expression(expression);
    if (expression.kind === "variable") this.seen(expression.variable, expression.place);
    if (expression.kind === "function" && !this.functions.has(expression.function))
      malformed(expression.place, `the function ${expression.function.name}, which is not there`);
    if (expression.kind === "closure") this.within(expression.function, this.made);
    for (const part of partsOf(expression)) this.expression(part);
  }
}
