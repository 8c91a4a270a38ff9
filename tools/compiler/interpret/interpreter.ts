// Runs a program of the IR, as it stands: what a pass has made of it must do the same.
import type {
  Block,
  Expression,
  FunctionDef,
  FunctionName,
  Program,
  Statement,
  Target,
  Variable,
} from "../ir/program.ts";
import type { Type } from "../ir/types.ts";
import { MEANINGS, truth } from "./operations.ts";
import { type ForeignFunction, Frame, FunctionValue, ListValue, RecordValue, type Value } from "./values.ts";

export type Foreign = Readonly<Record<string, ForeignFunction>>;

/** The most statements that a program may run: one that goes on for ever is reported. */
const MOST_STEPS = 20_000_000;

/** The kind of a value; a table and a list are records to the caller. */
function kindOf(value: Value): Type["kind"] {
  switch (typeof value) {
    case "number":
      return "number";
    case "string":
      return "text";
    case "boolean":
      return "truth";
    case "undefined":
      return "nothing";
    case "function":
      return "function";
    default:
      return value instanceof FunctionValue ? "function" : "record";
  }
}

type Ended = { kind: "break" } | { kind: "continue" } | { kind: "return"; value: Value };

/** Runs the start of a program; `foreign` is what the firmware has. Throws where a board would fail. */
export function interpret(program: Program, foreign: Foreign): void {
  new Interpreter(program, foreign).run();
}

export class Interpreter {
  private steps = 0;

  private readonly outermost = new Frame();

  /** `most`: the most statements that it may run. */
  constructor(
    private readonly program: Program,
    private readonly foreign: Foreign,
    private readonly most = MOST_STEPS,
  ) {}

  run(statements: Block = this.program.start): void {
    this.block(statements, this.outermost);
  }

  /** The value of a variable of the top, once its initialiser has run. */
  valueIn(variable: Variable): Value {
    return this.outermost.read(variable);
  }

  /** The value of an expression of the top at this moment. */
  valueNow(expression: Expression): Value {
    return this.value(expression, this.outermost);
  }

  private functionValue(name: FunctionName, frame: Frame): FunctionValue {
    const made = frame.functionMade(name);
    if (made !== undefined) return made;
    const definition = this.program.functions.get(name);
    if (definition === undefined) throw new Error(`There is no function ${name.name}.`);
    return this.outermost.define(definition);
  }

  private block(block: Block, frame: Frame): Ended | undefined {
    for (const statement of block) {
      const ended = this.statement(statement, frame);
      if (ended !== undefined) return ended;
    }
    return undefined;
  }

  private statement(statement: Statement, frame: Frame): Ended | undefined {
    this.countStep(statement);
    switch (statement.kind) {
      case "let":
        frame.declare(statement.variable, statement.value && this.value(statement.value, frame));
        return undefined;
      case "assign":
        this.assign(statement.target, statement.value, frame);
        return undefined;
      case "evaluate":
        this.value(statement.value, frame);
        return undefined;
      case "if":
        return this.block(
          this.holds(statement.condition, frame) ? statement.whenTrue : statement.whenFalse,
          frame,
        );
      case "loop":
        return this.loop(statement, frame);
      case "each":
        return this.each(statement, frame);
      case "break":
      case "continue":
        return { kind: statement.kind };
      case "return":
        return { kind: "return", value: statement.value && this.value(statement.value, frame) };
      case "fail":
        throw new Error(String(this.value(statement.value, frame)));
      case "take":
        throw new Error("Several results at once come from firmware, which this interpreter has not.");
      case "attempt":
        return this.attempt(statement, frame);
      case "define":
        frame.define(statement.function);
        return undefined;
      case "block":
        return this.block(statement.body, frame);
    }
  }

  private countStep({ place }: Statement): void {
    this.steps += 1;
    if (this.steps > this.most) throw new Error(`The program does not end (${place.file}:${place.line}).`);
  }

  private attempt(attempt: Extract<Statement, { kind: "attempt" }>, frame: Frame): Ended | undefined {
    try {
      return this.block(attempt.body, frame);
    } catch (error) {
      if (attempt.reason !== undefined) frame.declare(attempt.reason, String((error as Error).message));
      return this.block(attempt.caught, frame);
    }
  }

  private loop(loop: Extract<Statement, { kind: "loop" }>, frame: Frame): Ended | undefined {
    let isTested = loop.tested === "before";
    while (!isTested || this.holds(loop.condition, frame)) {
      isTested = true;
      const ended = this.block(loop.body, frame);
      if (ended?.kind === "break") return undefined;
      if (ended?.kind === "return") return ended;
      this.block(loop.step, frame);
      this.steps += 1;
    }
    return undefined;
  }

  private each(loop: Extract<Statement, { kind: "each" }>, frame: Frame): Ended | undefined {
    const list = this.value(loop.list, frame);
    if (!(list instanceof ListValue)) throw new Error("A loop walks over a list.");
    for (const entry of list.entries) {
      frame.declare(loop.variable, entry);
      const ended = this.block(loop.body, frame);
      if (ended?.kind === "break") return undefined;
      if (ended?.kind === "return") return ended;
    }
    return undefined;
  }

  private assign(target: Target, to: Expression, frame: Frame): void {
    switch (target.kind) {
      case "variable":
        frame.write(target.variable, this.value(to, frame));
        return;
      case "field":
        this.record(target.of, frame).values.set(target.field, this.value(to, frame));
        return;
      case "entry": {
        const list = this.list(target.of, frame);
        const index = Number(this.value(target.index, frame));
        list.entries[index] = this.value(to, frame);
        return;
      }
      case "lookup": {
        const table = this.record(target.of, frame);
        const key = String(this.value(target.key, frame));
        table.store(key, this.value(to, frame));
        return;
      }
      case "member":
      case "foreign":
        throw new Error(`${target.name} is the firmware's.`);
    }
  }

  private holds(condition: Expression, frame: Frame): boolean {
    return truth(this.value(condition, frame));
  }

  private record(expression: Expression, frame: Frame): RecordValue {
    const value = this.value(expression, frame);
    if (value instanceof RecordValue) return value;
    throw new Error(`A record is wanted (${expression.place.file}:${expression.place.line}).`);
  }

  private list(expression: Expression, frame: Frame): ListValue {
    const value = this.value(expression, frame);
    if (value instanceof ListValue) return value;
    throw new Error(`A list is wanted (${expression.place.file}:${expression.place.line}).`);
  }

  private values(expressions: readonly Expression[], frame: Frame): Value[] {
    return expressions.map((expression) => this.value(expression, frame));
  }

  private value(expression: Expression, frame: Frame): Value {
    switch (expression.kind) {
      case "number":
      case "text":
      case "truth":
        return expression.value;
      case "nothing":
        return undefined;
      case "variable":
        return frame.read(expression.variable);
      case "function":
        return this.functionValue(expression.function, frame);
      case "closure":
        return new FunctionValue(expression.function, frame);
      case "field":
        return this.field(expression, this.value(expression.of, frame));
      case "entry":
        return this.list(expression.of, frame).entries[Number(this.value(expression.index, frame))];
      case "lookup":
        return this.record(expression.of, frame).lookup(String(this.value(expression.key, frame)));
      case "record":
        return this.newRecord(expression, frame);
      case "table":
        return this.newTable(expression, frame);
      case "list":
        return new ListValue(this.values(expression.items, frame), expression.type);
      case "operation":
        return MEANINGS[expression.operator](...this.values(expression.operands, frame));
      case "is":
        return kindOf(this.value(expression.of, frame)) === expression.what;
      case "choose":
        return this.value(
          this.holds(expression.condition, frame) ? expression.whenTrue : expression.whenFalse,
          frame,
        );
      case "and":
      case "or":
        return this.either(expression, frame);
      case "or-else":
        return this.value(expression.left, frame) ?? this.value(expression.right, frame);
      default:
        return this.called(expression, frame);
    }
  }

  private newRecord(
    { record, type, values }: Extract<Expression, { kind: "record" }>,
    frame: Frame,
  ): RecordValue {
    const made = new RecordValue(record, type);
    for (const { field, value } of values) made.values.set(field, this.value(value, frame));
    return made;
  }

  private newTable({ type, values }: Extract<Expression, { kind: "table" }>, frame: Frame): RecordValue {
    const table = new RecordValue(undefined, type);
    for (const { key, value } of values) table.store(key, this.value(value, frame));
    return table;
  }

  private either({ kind, left, right }: Extract<Expression, { kind: "and" | "or" }>, frame: Frame): Value {
    const first = this.value(left, frame);
    return truth(first) === (kind === "and") ? this.value(right, frame) : first;
  }

  private field(expression: Extract<Expression, { kind: "field" }>, of: Value): Value {
    if (of === undefined && expression.isOptional) return undefined;
    if (of instanceof RecordValue) return of.values.get(expression.field);
    throw new Error(
      `${expression.field.name} of what is no record (${expression.place.file}:${expression.place.line}).`,
    );
  }

  private called(
    expression: Extract<
      Expression,
      { kind: "call" | "call-value" | "foreign" | "new" | "member" | "call-member" }
    >,
    frame: Frame,
  ): Value {
    switch (expression.kind) {
      case "call": {
        const { function_, around } = this.functionValue(expression.function, frame);
        return this.call(function_, this.values(expression.arguments, frame), around);
      }
      case "call-value": {
        const method = expression.isMethod && expression.of.kind === "field" ? expression.of : undefined;
        const self = method && this.value(method.of, frame);
        const of = method === undefined ? this.value(expression.of, frame) : this.field(method, self);
        if (of === undefined && expression.isOptional) return undefined;
        const values = this.values(expression.arguments, frame);
        if (of instanceof FunctionValue) return this.call(of.function_, values, of.around, self);
        if (typeof of === "function") return of(...values);
        throw new Error(`What is called is no function (${expression.place.file}:${expression.place.line}).`);
      }
      case "foreign": {
        const foreign = this.foreign[expression.name];
        if (foreign === undefined) throw new Error(`There is no ${expression.name} here.`);
        return foreign;
      }
      case "new":
        throw new Error("What is made by new is the firmware's.");
      default:
        throw new Error(`${expression.name} is the firmware's.`);
    }
  }

  private call(definition: FunctionDef, values: readonly Value[], around: Frame, self?: Value): Value {
    const frame = new Frame(around);
    if (definition.self !== undefined) frame.declare(definition.self, self);
    for (const [index, parameter] of definition.parameters.entries()) frame.declare(parameter, values[index]);
    const ended = this.block(definition.body, frame);
    return ended?.kind === "return" ? ended.value : undefined;
  }
}
