// A program as text, in the words of JavaScript: to be read by whoever works on a pass, and by engines that
// read JavaScript. Each line knows the line of the source that it comes from.
import type { MappedText } from "../source/mapped-text.ts";
import { namesIn } from "./names.ts";
import { changedInPlace, shortForm } from "./print-change.ts";
import { type Comparisons, printExpression, printOwner, type Words } from "./print-expression.ts";
import {
  type Block,
  type Expression,
  type FunctionDef,
  NO_PLACE,
  type Operator,
  type Place,
  type Program,
  type Statement,
  type Target,
} from "./program.ts";
import { withSteps } from "./steps.ts";
import type { Field } from "./types.ts";

export interface PrintOptions {
  /** The word that declares a variable. */
  declares?: "let" | "var";
  /** The names of variables and functions. */
  names?: typeof namesIn;
  /** The name of a field, where it is not its own. */
  fields?: (field: Field) => string;
  comparisons?: Comparisons;
  /** Names of the operators that have one. */
  operators?: ReadonlyMap<Operator, string>;
  /** Declarations of the program's variables that stand in front of its functions. */
  first?: Block;
}

/** Words of JavaScript that no name may be. */
const RESERVED =
  "abstract arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield Math String Array Object Number Date JSON".split(
    " ",
  );

const NO_NAMES: ReadonlyMap<Operator, string> = new Map();

export function printProgram(program: Program, options: PrintOptions = {}): MappedText {
  const { declares = "let", names = namesIn, fields = ({ name }) => name } = options;
  const { comparisons = "strict", operators = NO_NAMES, first = [] } = options;
  const named = first.length === 0 ? program : { ...program, start: [...first, ...program.start] };
  const of = names(named, [...RESERVED, ...operators.values()]);
  const lines = new Printer({ of, field: fields, comparisons, operators }, declares);
  lines.block(first);
  for (const definition of program.functions.values()) lines.function(definition);
  lines.block(program.start);
  return lines.finish();
}

/** The text alone. */
export function printed(program: Program): string {
  return printProgram(program).text;
}

class Printer {
  private readonly lines: string[] = [];
  private readonly origins: (Place | undefined)[] = [];
  private readonly words: Words;
  private readonly selves = new Set<object>();
  /** The text in place of a variable that exists only so that its value is worked out once. */
  private readonly standing = new Map<object, string>();
  private depth = 0;

  constructor(
    words: Omit<Words, "closure">,
    private readonly declares: "let" | "var",
  ) {
    this.words = {
      ...words,
      of: (named) => (this.selves.has(named) ? "this" : (this.standing.get(named) ?? words.of(named))),
      closure: (definition) => this.closure(definition),
    };
  }

  finish(): MappedText {
    return { text: `${this.lines.join("\n")}\n`, origins: [...this.origins, undefined] };
  }

  function(definition: FunctionDef): void {
    const { id, place } = { id: definition.id, place: definition.id.place };
    this.line(`function ${this.words.of(id)}(${this.parameters(definition)}) {`, place);
    this.inner(definition.body);
    this.line("}", place);
  }

  block(block: Block): void {
    for (let at = 0; at < block.length; at++) {
      at += this.stand(block, at);
      this.statement(block[at] as Statement);
    }
  }

  /**
   * `let owner = a.b; owner.c = owner.c + 1;` is `a.b.c++`. The number of next statements that the one behind
   * them replaces.
   */
  private stand(block: Block, at: number): number {
    const ways = changedInPlace(block, at);
    for (const { variable, value } of ways) this.standing.set(variable, printOwner(value, this.words));
    return ways.length;
  }

  private statement(statement: Statement): void {
    const { place } = statement;
    switch (statement.kind) {
      case "let":
        this.let(statement);
        return;
      case "assign":
        this.line(`${this.assignment(statement)};`, place);
        return;
      case "evaluate":
        this.line(`${this.evaluated(statement.value)};`, place);
        return;
      case "if":
        this.if(statement);
        return;
      case "loop":
        this.loop(statement);
        return;
      case "each":
        this.each(statement);
        return;
      case "break":
      case "continue":
        this.line(`${statement.kind};`, place);
        return;
      case "return":
        this.line(`return${statement.value === undefined ? "" : ` ${this.value(statement.value)}`};`, place);
        return;
      case "fail":
        this.line(`throw ${this.value(statement.value)};`, place);
        return;
      case "take":
        this.take(statement);
        return;
      case "attempt":
        this.attempt(statement);
        return;
      case "define":
        this.function(statement.function);
        return;
      case "block":
        this.line("{", place);
        this.inner(statement.body);
        this.line("}", place);
        return;
    }
  }

  private let({ variable, value, place }: Extract<Statement, { kind: "let" }>): void {
    const initial = value === undefined ? "" : ` = ${this.value(value)}`;
    this.line(`${this.declares} ${this.words.of(variable)}${initial};`, place);
  }

  private each({ variable, list, body, place }: Extract<Statement, { kind: "each" }>): void {
    this.line(`for (${this.declares} ${this.words.of(variable)} of ${this.value(list)}) {`, place);
    this.inner(body);
    this.line("}", place);
  }

  private take({ variables, from, place }: Extract<Statement, { kind: "take" }>): void {
    const names = variables.map((variable) => (variable === undefined ? "" : this.words.of(variable)));
    this.line(`${this.declares} [${names.join(", ")}] = ${this.value(from)};`, place);
  }

  private attempt({ body, reason, caught, place }: Extract<Statement, { kind: "attempt" }>): void {
    this.line("try {", place);
    this.inner(body);
    this.line(reason === undefined ? "} catch (_) {" : `} catch (${this.words.of(reason)}) {`, place);
    this.inner(caught);
    this.line("}", place);
  }

  private if(statement: Extract<Statement, { kind: "if" }>, before = ""): void {
    this.line(`${before}if (${this.value(statement.condition)}) {`, statement.place);
    this.inner(statement.whenTrue);
    const [next] = statement.whenFalse;
    if (statement.whenFalse.length === 1 && next?.kind === "if") {
      this.if(next, "} else ");
      return;
    }
    if (statement.whenFalse.length > 0) {
      this.line("} else {", statement.place);
      this.inner(statement.whenFalse);
    }
    this.line("}", statement.place);
  }

  private loop(statement: Extract<Statement, { kind: "loop" }>): void {
    const condition = this.value(statement.condition);
    if (statement.tested === "behind") {
      this.line("do {", statement.place);
      this.inner([...statement.body, ...statement.step]);
      this.line(`} while (${condition});`, statement.place);
      return;
    }
    const steps = statement.step.map((step) => this.step(step));
    const isShort = steps.every((step) => step !== undefined);
    const head =
      isShort && steps.length > 0 ? `for (; ${condition}; ${steps.join(", ")}) {` : `while (${condition}) {`;
    this.line(head, statement.place);
    this.inner(isShort ? statement.body : [...withSteps(statement.body, statement.step), ...statement.step]);
    this.line("}", statement.place);
  }

  private step(statement: Statement): string | undefined {
    if (statement.kind === "assign") return this.assignment(statement);
    return statement.kind === "evaluate" ? this.evaluated(statement.value) : undefined;
  }

  private assignment({ target, value }: { target: Target; value: Expression }): string {
    const to = this.target(target);
    return shortForm(to, value, this.words) ?? `${to} = ${this.value(value)}`;
  }

  private target(target: Target): string {
    const place = NO_PLACE;
    const type = { kind: "foreign" } as const;
    if (target.kind === "field") return this.value({ ...target, isOptional: false, type, place });
    return this.value({ ...target, type, place });
  }

  /** A statement that begins with `{` or `function` would be read as something else. */
  private evaluated(value: Expression): string {
    const text = this.value(value);
    return /^(\{|function\b)/.test(text) ? `(${text})` : text;
  }

  private value(expression: Expression): string {
    return printExpression(expression, this.words);
  }

  private parameters({ self, parameters }: FunctionDef): string {
    if (self !== undefined) this.selves.add(self);
    return parameters.map((parameter) => this.words.of(parameter)).join(", ");
  }

  /** On the lines of the statement around it: its text holds its line breaks, and so far their places. */
  private closure(definition: FunctionDef): string {
    const parameters = this.parameters(definition);
    const head = definition.self === undefined ? `(${parameters}) =>` : `function (${parameters})`;
    const [only] = definition.body;
    if (
      definition.self === undefined &&
      definition.body.length === 1 &&
      only?.kind === "return" &&
      only.value !== undefined
    ) {
      const value = this.value(only.value);
      return `${head} ${value.startsWith("{") ? `(${value})` : value}`;
    }
    const from = this.lines.length;
    this.inner(definition.body);
    const body = this.lines.splice(from);
    this.pending.push(...this.origins.splice(from));
    return [`${head} {`, ...body, `${"  ".repeat(this.depth)}}`].join("\n");
  }

  /** The places of lines that are within an expression and not yet on the page. */
  private readonly pending: (Place | undefined)[] = [];

  private inner(block: Block): void {
    this.depth += 1;
    this.block(block);
    this.depth -= 1;
  }

  private line(text: string, of: Place): void {
    const place = of === NO_PLACE ? undefined : of;
    const lines = `${"  ".repeat(this.depth)}${text}`.split("\n");
    const inside = this.pending.splice(0);
    this.lines.push(...lines);
    this.origins.push(place, ...lines.slice(1).map((_, index) => inside[index] ?? place));
  }
}
