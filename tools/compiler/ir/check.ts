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
  for (const [id, one] of functions) {
    if (id !== one.id) malformed(id.place, `the function ${id.name}, which stands under another's name`);
    new Check(new Set(outside), declared, functions).function(one);
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

  function(one: FunctionDef): void {
    this.current = one;
    this.inside(() => {
      for (const variable of [one.self, ...one.parameters]) {
        if (variable !== undefined) this.declare(variable, variable.place);
      }
      this.statements(one.body);
    });
  }

  /**
   * Checks a function that is made here. It has loops of its own, and sees `ahead` as well: it runs when
   * these are declared.
   */
  private within(one: FunctionDef, ahead: readonly Variable[]): void {
    new Check(new Set([...this.visible, ...ahead]), this.declared, this.functions).function(one);
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
    const made = block.flatMap((one) => (one.kind === "define" ? [one.function] : []));
    if (made.length > 0)
      this.functions = new Map([...this.functions, ...made.map((one) => [one.id, one] as const)]);
    this.ahead = [...this.ahead, ...block.flatMap(madeBy)];
    for (const one of block) this.statement(one);
  }

  private statement(one: Statement): void {
    this.fits.statement(one, this.current?.result);
    switch (one.kind) {
      case "let":
        this.made = [one.variable];
        if (one.value !== undefined) this.expression(one.value);
        this.made = [];
        this.declare(one.variable, one.place);
        return;
      case "assign":
        this.target(one.target, one.place);
        this.expression(one.value);
        return;
      case "evaluate":
      case "fail":
        this.expression(one.value);
        return;
      case "if":
        this.expression(one.condition);
        this.block(one.whenTrue);
        this.block(one.whenFalse);
        return;
      case "loop":
        this.expression(one.condition);
        this.looped(() => this.block(one.body));
        this.block(one.step);
        return;
      case "each":
        this.expression(one.list);
        this.looped(() =>
          this.inside(() => {
            this.declare(one.variable, one.place);
            this.statements(one.body);
          }),
        );
        return;
      case "break":
      case "continue":
        if (this.loops === 0) malformed(one.place, `${one.kind} outside of a loop`);
        return;
      case "return":
        if (this.current === undefined) malformed(one.place, "return outside of a function");
        if (one.value !== undefined) this.expression(one.value);
        return;
      case "take":
        this.expression(one.from);
        for (const variable of one.variables) if (variable !== undefined) this.declare(variable, one.place);
        return;
      case "attempt":
        this.block(one.body);
        this.inside(() => {
          if (one.reason !== undefined) this.declare(one.reason, one.place);
          this.statements(one.caught);
        });
        return;
      case "define":
        this.within(one.function, this.ahead);
        return;
      case "block":
        this.block(one.body);
        return;
    }
  }

  private looped(look: () => void): void {
    this.loops += 1;
    look();
    this.loops -= 1;
  }

  private target(one: Target, place: Place): void {
    if (one.kind === "variable") this.seen(one.variable, place);
    for (const part of targetParts(one)) this.expression(part);
  }

  private seen(variable: Variable, place: Place): void {
    if (!this.visible.has(variable)) malformed(place, `the variable ${variable.name}, which is not there`);
  }

  private expression(one: Expression): void {
    this.fits.expression(one);
    if (one.kind === "variable") this.seen(one.variable, one.place);
    if (one.kind === "function" && !this.functions.has(one.function))
      malformed(one.place, `the function ${one.function.name}, which is not there`);
    if (one.kind === "closure") this.within(one.function, this.made);
    for (const part of partsOf(one)) this.expression(part);
  }
}
