// What a well-formed program is. Run behind the reader, and behind each pass in tests: what a pass breaks is told by it, and
// not by what comes after.
import { madeBy, partsOf, targetParts } from "./parts.ts";
import {
  type Block,
  type Expression,
  type FunctionDef,
  type FunctionName,
  OPERATORS,
  OPERATORS_OF_MANY,
  type Place,
  type Program,
  type Statement,
  type Target,
  type Variable,
} from "./program.ts";
import { mayBe, type Type } from "./types.ts";

/** Throws for the first thing that is wrong, with its place. */
export function requireWellFormed(program: Program): void {
  const known = new Set(program.start.flatMap(madeBy));
  const { functions } = program;
  new Check(known, functions).start(program.start);
  for (const [id, one] of functions) {
    must(id === one.id, id.place, `the function ${id.name}, which stands under another's name`);
    new Check(new Set(known), functions).function(one);
  }
}

class Check {
  private loops = 0;
  private isInFunction = false;

  constructor(
    private readonly variables: Set<Variable>,
    private functions: ReadonlyMap<FunctionName, FunctionDef>,
  ) {}

  start(block: Block): void {
    this.block(block);
  }

  function({ self, parameters, body }: FunctionDef): void {
    for (const one of [self, ...parameters]) if (one !== undefined) this.variables.add(one);
    this.isInFunction = true;
    this.block(body);
  }

  /** With the variables around it, and loops of its own. */
  private within(one: FunctionDef): void {
    new Check(new Set(this.variables), this.functions).function(one);
  }

  private block(block: Block): void {
    // One may call those that are defined behind it.
    const made = block.flatMap((one) => (one.kind === "define" ? [one.function] : []));
    if (made.length > 0)
      this.functions = new Map([...this.functions, ...made.map((one) => [one.id, one] as const)]);
    for (const one of block) if (one.kind === "let") this.variables.add(one.variable);
    for (const one of block) this.statement(one);
  }

  private statement(one: Statement): void {
    switch (one.kind) {
      case "let":
        if (one.value !== undefined) this.expression(one.value);
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
        this.looped(one.body);
        this.block(one.step);
        return;
      case "each":
        this.expression(one.list);
        this.variables.add(one.variable);
        this.looped(one.body);
        return;
      case "break":
      case "continue": {
        must(this.loops > 0, one.place, `${one.kind} outside of a loop`);
        return;
      }
      case "return":
        must(this.isInFunction, one.place, "return outside of a function");
        if (one.value !== undefined) this.expression(one.value);
        return;
      case "take":
        for (const variable of one.variables) if (variable !== undefined) this.variables.add(variable);
        this.expression(one.from);
        return;
      case "attempt":
        this.block(one.body);
        if (one.reason !== undefined) this.variables.add(one.reason);
        this.block(one.caught);
        return;
      case "define":
        this.within(one.function);
        return;
      case "block":
        this.block(one.body);
        return;
    }
  }

  private looped(body: Block): void {
    this.loops += 1;
    this.block(body);
    this.loops -= 1;
  }

  private target(one: Target, place: Place): void {
    if (one.kind === "variable") this.known(one.variable, place);
    for (const part of targetParts(one)) this.expression(part);
  }

  private known(variable: Variable, place: Place): void {
    must(this.variables.has(variable), place, `the variable ${variable.name}, which is not there`);
  }

  private expression(one: Expression): void {
    switch (one.kind) {
      case "variable":
        this.known(one.variable, one.place);
        return;
      case "function": {
        must(
          this.functions.has(one.function),
          one.place,
          `the function ${one.function.name}, which is not there`,
        );
        return;
      }
      case "closure":
        this.within(one.function);
        return;
      case "call":
        must(
          this.functions.has(one.function),
          one.place,
          `a call of ${one.function.name}, which is not there`,
        );
        must(
          one.arguments.length <= (this.functions.get(one.function)?.parameters.length ?? 0),
          one.place,
          `a call of ${one.function.name} with more than it takes`,
        );
        break;
      case "record":
        for (const { field } of one.values)
          must(
            one.record.fields.has(field),
            one.place,
            `the field ${field.name}, which ${one.record.name} has not`,
          );
        break;
      case "operation":
        operands(one);
        break;
    }
    for (const part of partsOf(one)) this.expression(part);
  }
}

function operands({ operator, operands: given, place }: Extract<Expression, { kind: "operation" }>): void {
  if (operator in OPERATORS_OF_MANY) {
    must(given.length > 0, place, `${operator} of nothing`);
    return;
  }
  const [, ...wanted] = OPERATORS[operator as keyof typeof OPERATORS] as readonly (Type["kind"] | "any")[];
  must(
    given.length === wanted.length,
    place,
    `${operator} of ${given.length} values, where it takes ${wanted.length}`,
  );
  for (const [index, kind] of wanted.entries()) {
    const type = given[index]?.type;
    // A constant in place of a parameter stands also in the branch that it never comes to, until that is folded.
    if (type === undefined || kind === "any" || given[index]?.kind === "nothing") continue;
    must(mayBe(type, kind), place, `${operator} of a ${type.kind}, where it takes a ${kind}`);
  }
}

function must(holds: boolean, { file, line }: Place, what: string): void {
  if (!holds) throw new Error(`The program is not well-formed: ${file}:${line} has ${what}.`);
}
