// Functions tagged `@cold` become branches of a few functions, chosen by a number: `f(x)` is `merged(3, x)`.
//
// A function costs five JsVars and one for each parameter, wherever its code lies. The interpreter reads past
// the branches in front, so that only what runs when a connection comes or goes is merged. A long function
// that each connection runs (`@apart`) is worth its JsVars.
//
// Takes and gives a whole program.
import type { Named } from "../../../compiler/ir/names.ts";
import { printProgram } from "../../../compiler/ir/print.ts";
import type {
  Block,
  Expression,
  FunctionDef,
  FunctionName,
  Program,
  Statement,
  Variable,
} from "../../../compiler/ir/program.ts";
import { type Rewriter, rewriteBlock, rewriteProgram } from "../../../compiler/ir/rewrite.ts";
import { eitherOf, NUMBER, TRUTH } from "../../../compiler/ir/types.ts";
import { usesIn, usesOf } from "../../../compiler/ir/uses.ts";
import { neededByStart } from "./release.ts";

/** The most characters of one merged function, before it is shortened: a call reads past all of them. */
const MOST_CHARACTERS = 6900;

/** The program with its cold functions merged, except those that are released after the start. */
export function withMergedCold(program: Program): Program {
  const groups = groupsOf(membersOf(program)).map((members, index) => new Group(members, index));
  if (groups.length === 0) return program;
  const branches = new Map(groups.flatMap((group) => group.branches()));
  const calls: Rewriter = {
    expression: (expression) => {
      const branch = expression.kind === "call" ? branches.get(expression.function) : undefined;
      return expression.kind === "call" && branch !== undefined ? branch(expression) : expression;
    },
  };
  const called = rewriteProgram(program, calls);
  const functions = new Map(called.functions);
  for (const group of groups) {
    const merged = group.merged(called);
    functions.set(merged.id, merged);
    for (const { id } of group.members) functions.delete(id);
  }
  return { ...called, functions };
}

/**
 * What each connection runs (`@connecting`) is a group of its own, so that it reads past nothing rarer.
 * Neighbours in the source belong together. A group of one would save nothing.
 */
function groupsOf(members: readonly FunctionDef[]): FunctionDef[][] {
  const isConnecting = ({ id }: FunctionDef): boolean => id.tags.includes("connecting");
  const rarer = members.filter((member) => !isConnecting(member));
  return [...shared(members.filter(isConnecting)), ...shared(rarer)];
}

function shared(members: readonly FunctionDef[]): FunctionDef[][] {
  const groups: FunctionDef[][] = [];
  let characters = 0;
  for (const member of members) {
    const size = charactersOf(member);
    if (groups.length === 0 || characters + size > MOST_CHARACTERS) {
      groups.push([]);
      characters = 0;
    }
    groups.at(-1)?.push(member);
    characters += size;
  }
  return groups.filter((group) => group.length > 1);
}

function charactersOf(fn: FunctionDef): number {
  const names = () => (named: Named) => named.name;
  return printProgram({ functions: new Map([[fn.id, fn]]), start: [] }, { names }).text.length;
}

/**
 * Functions that are cold, or called only by one that is, that are only ever called, and that are needed
 * after the start.
 */
function membersOf(program: Program): FunctionDef[] {
  const letGo = new Set(neededByStart(program).functions);
  const { functions } = usesOf(program);
  const isMember = ({ id, self }: FunctionDef): boolean =>
    self === undefined && !letGo.has(id) && (functions.get(id)?.values ?? 0) === 0;
  const isApart = ({ id }: FunctionDef): boolean => id.tags.includes("apart");
  const members = [...program.functions.values()].filter(isMember);
  const callers = callersIn(program);
  const rare = new Set(members.filter(({ id }) => id.tags.includes("cold")).map(({ id }) => id));
  const isRare = ({ id }: FunctionDef): boolean =>
    !id.tags.includes("hot") &&
    (callers.get(id) ?? []).every((caller) => rare.has(caller) || letGo.has(caller));
  for (let size = -1; size !== rare.size; ) {
    size = rare.size;
    for (const fn of members) if (isRare(fn)) rare.add(fn.id);
  }
  return members.filter((member) => rare.has(member.id) && !isApart(member));
}

/** The callers of a function; the start counts as nobody. */
function callersIn(program: Program): Map<FunctionName, FunctionName[]> {
  const callers = new Map<FunctionName, FunctionName[]>();
  for (const { id, body } of program.functions.values())
    for (const called of usesIn(body).functions.keys())
      callers.set(called, [...(callers.get(called) ?? []), id]);
  return callers;
}

class Group {
  private readonly id: FunctionName;
  private readonly number: Variable;
  private readonly parameters: readonly Variable[];

  constructor(
    readonly members: readonly FunctionDef[],
    index: number,
  ) {
    const { place } = (members[0] as FunctionDef).id;
    this.id = { name: `mergedCold${index}`, place, tags: ["cold"] };
    this.number = { name: "number", type: NUMBER, place };
    const most = Math.max(...members.map(({ parameters }) => parameters.length));
    this.parameters = Array.from({ length: most }, (_, at) => {
      const types = members.flatMap(({ parameters }) => parameters[at]?.type ?? []);
      return { name: `parameter${at}`, type: eitherOf(types), place };
    });
  }

  /** The replacement of each member's calls. */
  branches() {
    return this.members.map(({ id }, index) => {
      const changed = (call: Extract<Expression, { kind: "call" }>): Expression => {
        const number: Expression = { kind: "number", value: index, type: NUMBER, place: call.place };
        return { ...call, function: this.id, arguments: [number, ...call.arguments] };
      };
      return [id, changed] as const;
    });
  }

  /** The merged function, from the members' bodies as the program has them now. */
  merged({ functions }: Program): FunctionDef {
    const bodies = this.members.map((member) => this.body(functions.get(member.id) ?? member));
    const body = bodies.reduceRight<Block>((rest, branch, index) => [this.branch(index, branch, rest)], []);
    const result = eitherOf(this.members.map((member) => member.result));
    return { id: this.id, self: undefined, parameters: [this.number, ...this.parameters], result, body };
  }

  private branch(index: number, whenTrue: Block, whenFalse: Block): Statement {
    const { place } = (this.members[index] as FunctionDef).id;
    const number: Expression = { kind: "variable", variable: this.number, type: NUMBER, place };
    const own: Expression = { kind: "number", value: index, type: NUMBER, place };
    const condition: Expression = {
      kind: "operation",
      operator: "equal",
      operands: [number, own],
      type: TRUTH,
      place,
    };
    return { kind: "if", place, condition, whenTrue, whenFalse };
  }

  /** The body of a member, with the parameters that all share. */
  private body({ parameters, body }: FunctionDef): Block {
    const shared = new Map(parameters.map((parameter, at) => [parameter, this.parameters[at] as Variable]));
    return rewriteBlock(body, {
      expression: (expression) => {
        const variable = expression.kind === "variable" ? shared.get(expression.variable) : undefined;
        return expression.kind === "variable" && variable !== undefined
          ? { ...expression, variable }
          : expression;
      },
      target: (target) => {
        const variable = target.kind === "variable" ? shared.get(target.variable) : undefined;
        return target.kind === "variable" && variable !== undefined ? { ...target, variable } : target;
      },
    });
  }
}
