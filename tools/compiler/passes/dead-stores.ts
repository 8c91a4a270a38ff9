// Removes stores to a local that no later read can see: another store comes first, or the function ends.
//
// Needs effects. Walks backwards over each function with the locals that are read later; what is worked out
// for a store and does something stays. Locals that functions within use are left alone.
import { type Effects, effectsIn } from "../ir/effects.ts";
import { expressionsOf, madeBy, partsOf, withChanges } from "../ir/parts.ts";
import type { Block, Expression, FunctionDef, Program, Statement, Variable } from "../ir/program.ts";
import { mapFunctions } from "../ir/rewrite.ts";
import { usesIn } from "../ir/uses.ts";
import { namedWithin } from "./steady.ts";

export function deadStores(program: Program): Program {
  const top = new Set(program.start.flatMap(madeBy));
  const without = (body: Block): Block => {
    const locals = storedLocals(body, top);
    return locals.size === 0 ? body : new Backwards(locals, effectsIn(program)).block(body, NONE).block;
  };
  const change = (definition: FunctionDef): FunctionDef =>
    withChanges(definition, { body: without(definition.body) });
  return mapFunctions({ ...program, start: without(program.start) }, change, program);
}

/** The locals that a body stores in. */
function storedLocals(body: Block, top: ReadonlySet<Variable>): ReadonlySet<Variable> {
  const stored = [...usesIn(body).variables].flatMap(([variable, { writes }]) =>
    writes > 0 && !top.has(variable) ? [variable] : [],
  );
  if (stored.length === 0) return NONE;
  const captured = namedWithin(body);
  return new Set(stored.filter((variable) => !captured.has(variable)));
}

/** Locals whose value is read later. */
type Live = ReadonlySet<Variable>;

const NONE: Live = new Set();

interface Walked {
  block: Block;
  /** The locals that are live in front of a statement. */
  live: Live;
}

class Backwards {
  /** The locals that are live behind a `break`, behind a `continue`, and where an error is caught. */
  private broken: Live = NONE;
  private continued: Live = NONE;
  private caught: Live = NONE;

  constructor(
    private readonly locals: ReadonlySet<Variable>,
    private readonly effects: Effects,
  ) {}

  block(block: Block, after: Live): Walked {
    const made: Statement[] = [];
    let isSame = true;
    let live = after;
    for (const statement of block.toReversed()) {
      const walked = this.statement(statement, union(live, this.caught));
      isSame &&= walked.block.length === 1 && walked.block[0] === statement;
      made.push(...walked.block);
      live = union(walked.live, this.caught);
    }
    return { block: isSame ? block : made.toReversed(), live };
  }

  private statement(node: Statement, after: Live): Walked {
    switch (node.kind) {
      case "let":
        return this.stored(node, node.variable, after);
      case "assign":
        return node.target.kind === "variable"
          ? this.stored(node, node.target.variable, after)
          : this.plain(node, after);
      case "take":
        return this.plain(node, without(after, node.variables));
      case "return":
      case "fail":
        return this.plain(node, NONE);
      case "break":
        return { block: [node], live: this.broken };
      case "continue":
        return { block: [node], live: this.continued };
      case "if": {
        const [whenTrue, whenFalse] = [this.block(node.whenTrue, after), this.block(node.whenFalse, after)];
        const made = withChanges(node, { whenTrue: whenTrue.block, whenFalse: whenFalse.block });
        return { block: [made], live: this.reading([node.condition], union(whenTrue.live, whenFalse.live)) };
      }
      case "loop":
        return this.loop(node, after);
      case "each":
        return this.each(node, after);
      case "attempt":
        return this.attempt(node, after);
      case "block": {
        const { block, live } = this.block(node.body, after);
        return { block: [withChanges(node, { body: block })], live };
      }
      default:
        return this.plain(node, after);
    }
  }

  private plain(statement: Statement, after: Live): Walked {
    return { block: [statement], live: this.reading(expressionsOf(statement), after) };
  }

  private stored(
    statement: Extract<Statement, { kind: "let" | "assign" }>,
    variable: Variable,
    after: Live,
  ): Walked {
    const { value, place } = statement;
    if (value === undefined) return { block: [statement], live: without(after, [variable]) };
    const isDead = this.locals.has(variable) && !after.has(variable);
    if (isDead && this.effects.isPure(value))
      return { block: statement.kind === "let" ? [{ ...statement, value: undefined }] : [], live: after };
    const block: Block =
      isDead && statement.kind === "assign" ? [{ kind: "evaluate", place, value }] : [statement];
    return { block, live: this.reading([value], without(after, [variable])) };
  }

  private loop(statement: Extract<Statement, { kind: "loop" }>, after: Live): Walked {
    let tested = this.reading([statement.condition], after);
    for (;;) {
      const step = this.block(statement.step, tested);
      const body = this.looped(statement.body, after, step.live);
      const next = union(tested, body.live);
      if (next.size === tested.size) {
        const block = [withChanges(statement, { body: body.block, step: step.block })];
        return { block, live: statement.tested === "before" ? tested : body.live };
      }
      tested = next;
    }
  }

  private each(statement: Extract<Statement, { kind: "each" }>, after: Live): Walked {
    let live = after;
    for (;;) {
      const body = this.looped(statement.body, after, live);
      const next = union(live, without(body.live, [statement.variable]));
      if (next.size === live.size)
        return {
          block: [withChanges(statement, { body: body.block })],
          live: this.reading([statement.list], live),
        };
      live = next;
    }
  }

  private looped(body: Block, broken: Live, continued: Live): Walked {
    const before = [this.broken, this.continued] as const;
    [this.broken, this.continued] = [broken, continued];
    const walked = this.block(body, continued);
    [this.broken, this.continued] = before;
    return walked;
  }

  private attempt(statement: Extract<Statement, { kind: "attempt" }>, after: Live): Walked {
    const caught = this.block(statement.caught, after);
    const before = this.caught;
    this.caught = union(before, caught.live);
    const body = this.block(statement.body, union(after, caught.live));
    this.caught = before;
    return { block: [withChanges(statement, { body: body.block, caught: caught.block })], live: body.live };
  }

  private reading(expressions: readonly Expression[], after: Live): Live {
    let live = after;
    const read = (expression: Expression): void => {
      if (expression.kind === "variable" && this.locals.has(expression.variable))
        live = union(live, new Set([expression.variable]));
      partsOf(expression).forEach(read);
    };
    expressions.forEach(read);
    return live;
  }
}

function union(live: Live, added: Live): Live {
  if (live === added) return live;
  const more = [...added].filter((variable) => !live.has(variable));
  return more.length === 0 ? live : new Set([...live, ...more]);
}

function without(live: Live, gone: readonly (Variable | undefined)[]): Live {
  return gone.some((variable) => variable !== undefined && live.has(variable))
    ? new Set([...live].filter((variable) => !gone.includes(variable)))
    : live;
}
