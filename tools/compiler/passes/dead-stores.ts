// Removes stores to a local that no later read can see: another store comes first, or the function ends.
//
// Needs effects. Walks backwards over each function with the locals that are read later; what is worked out
// for a store and does something stays. Locals that functions within use are left alone.
import { type Effects, effectsIn } from "../ir/effects.ts";
import { changed, expressionsOf, madeBy, partsOf } from "../ir/parts.ts";
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
  const change = (one: FunctionDef): FunctionDef => changed(one, { body: without(one.body) });
  return mapFunctions({ ...program, start: without(program.start) }, change, program);
}

/** The locals that a body stores in. */
function storedLocals(body: Block, top: ReadonlySet<Variable>): ReadonlySet<Variable> {
  const stored = [...usesIn(body).variables].flatMap(([one, { writes }]) =>
    writes > 0 && !top.has(one) ? [one] : [],
  );
  if (stored.length === 0) return NONE;
  const captured = namedWithin(body);
  return new Set(stored.filter((one) => !captured.has(one)));
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
    for (const one of block.toReversed()) {
      const walked = this.statement(one, union(live, this.caught));
      isSame &&= walked.block.length === 1 && walked.block[0] === one;
      made.push(...walked.block);
      live = union(walked.live, this.caught);
    }
    return { block: isSame ? block : made.toReversed(), live };
  }

  private statement(one: Statement, after: Live): Walked {
    switch (one.kind) {
      case "let":
        return this.stored(one, one.variable, after);
      case "assign":
        return one.target.kind === "variable"
          ? this.stored(one, one.target.variable, after)
          : this.plain(one, after);
      case "take":
        return this.plain(one, without(after, one.variables));
      case "return":
      case "fail":
        return this.plain(one, NONE);
      case "break":
        return { block: [one], live: this.broken };
      case "continue":
        return { block: [one], live: this.continued };
      case "if": {
        const [whenTrue, whenFalse] = [this.block(one.whenTrue, after), this.block(one.whenFalse, after)];
        const made = changed(one, { whenTrue: whenTrue.block, whenFalse: whenFalse.block });
        return { block: [made], live: this.reading([one.condition], union(whenTrue.live, whenFalse.live)) };
      }
      case "loop":
        return this.loop(one, after);
      case "each":
        return this.each(one, after);
      case "attempt":
        return this.attempt(one, after);
      case "block": {
        const { block, live } = this.block(one.body, after);
        return { block: [changed(one, { body: block })], live };
      }
      default:
        return this.plain(one, after);
    }
  }

  private plain(one: Statement, after: Live): Walked {
    return { block: [one], live: this.reading(expressionsOf(one), after) };
  }

  private stored(
    one: Extract<Statement, { kind: "let" | "assign" }>,
    variable: Variable,
    after: Live,
  ): Walked {
    const { value, place } = one;
    if (value === undefined) return { block: [one], live: without(after, [variable]) };
    const isDead = this.locals.has(variable) && !after.has(variable);
    if (isDead && this.effects.isPure(value))
      return { block: one.kind === "let" ? [{ ...one, value: undefined }] : [], live: after };
    const block: Block = isDead && one.kind === "assign" ? [{ kind: "evaluate", place, value }] : [one];
    return { block, live: this.reading([value], without(after, [variable])) };
  }

  private loop(one: Extract<Statement, { kind: "loop" }>, after: Live): Walked {
    let tested = this.reading([one.condition], after);
    for (;;) {
      const step = this.block(one.step, tested);
      const body = this.looped(one.body, after, step.live);
      const next = union(tested, body.live);
      if (next.size === tested.size) {
        const block = [changed(one, { body: body.block, step: step.block })];
        return { block, live: one.tested === "before" ? tested : body.live };
      }
      tested = next;
    }
  }

  private each(one: Extract<Statement, { kind: "each" }>, after: Live): Walked {
    let live = after;
    for (;;) {
      const body = this.looped(one.body, after, live);
      const next = union(live, without(body.live, [one.variable]));
      if (next.size === live.size)
        return { block: [changed(one, { body: body.block })], live: this.reading([one.list], live) };
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

  private attempt(one: Extract<Statement, { kind: "attempt" }>, after: Live): Walked {
    const caught = this.block(one.caught, after);
    const before = this.caught;
    this.caught = union(before, caught.live);
    const body = this.block(one.body, union(after, caught.live));
    this.caught = before;
    return { block: [changed(one, { body: body.block, caught: caught.block })], live: body.live };
  }

  private reading(expressions: readonly Expression[], after: Live): Live {
    let live = after;
    const read = (one: Expression): void => {
      if (one.kind === "variable" && this.locals.has(one.variable))
        live = union(live, new Set([one.variable]));
      partsOf(one).forEach(read);
    };
    expressions.forEach(read);
    return live;
  }
}

function union(one: Live, other: Live): Live {
  if (one === other) return one;
  const more = [...other].filter((variable) => !one.has(variable));
  return more.length === 0 ? one : new Set([...one, ...more]);
}

function without(live: Live, gone: readonly (Variable | undefined)[]): Live {
  return gone.some((one) => one !== undefined && live.has(one))
    ? new Set([...live].filter((one) => !gone.includes(one)))
    : live;
}
