// The limits of a chip's own Lua compiler, checked on the text that is shipped, by a parser that had no part
// in it.
import type { Chunk, Expression, Node, Statement } from "luaparse";
import { at, type SourcePlace } from "../../../compiler/source/build-error.ts";
import type { MappedText } from "../../../compiler/source/mapped-text.ts";
import { deepestOf } from "./levels.ts";

/** NodeMCU's Lua 5.1: locals in sight at once in one function, and upvalues of one. */
export const MOST_LOCALS = 50;
export const MOST_UPVALUES = 60;
/**
 * The most locals plus values that wait for others, such as the parts of a join and the arguments of a call;
 * Lua takes 250.
 */
const MOST_VALUES = 240;
/** The most levels of nesting; Lua takes 200, with those that run while it compiles. */
const MOST_LEVELS = 190;

/** Locals that a `for` keeps for itself: its counter, limit and step, or its iterator, state and control. */
const HIDDEN_LOOP_LOCALS = 3;

interface FunctionScope {
  line: number;
  locals: number;
  mostLocals: number;
  /** Values that wait, and the most of these plus locals. */
  waiting: number;
  mostValues: number;
  names: Set<string>[];
  upvalues: Set<string>;
  parent: FunctionScope | undefined;
}

/** One sentence for each function of a module that the chip could not compile. */
export function checkLimits(name: string, module: MappedText, chunk: Chunk): string[] {
  const placeAt = (line: number): SourcePlace => module.origins[line - 1] ?? { file: `${name}.lua`, line };
  const { levels, line } = deepestOf(chunk);
  if (levels > MOST_LEVELS)
    return [
      at(
        placeAt(line),
        `this stands ${levels} levels deep where NodeMCU's Lua takes ${MOST_LEVELS}; work out parts of it in variables or functions of their own.`,
      ),
    ];
  const counter = new LimitCounter();
  counter.chunk(chunk);
  return counter.functions.flatMap((scope) => {
    const place = placeAt(scope.line);
    const sentences: string[] = [];
    if (scope.mostLocals > MOST_LOCALS)
      sentences.push(
        at(
          place,
          `this function has ${scope.mostLocals} local variables at once where NodeMCU's Lua takes ${MOST_LOCALS}; split it, or keep what belongs together in one record.`,
        ),
      );
    if (scope.mostValues > MOST_VALUES)
      sentences.push(
        at(
          place,
          `this function holds ${scope.mostValues} values at once where NodeMCU's Lua takes ${MOST_VALUES}; give a call fewer, or keep them in a list.`,
        ),
      );
    if (scope.upvalues.size > MOST_UPVALUES)
      sentences.push(
        at(
          place,
          `this function uses ${scope.upvalues.size} variables of its surroundings where NodeMCU's Lua takes ${MOST_UPVALUES}; split it, or keep them in one record.`,
        ),
      );
    return sentences;
  });
}

class LimitCounter {
  readonly functions: FunctionScope[] = [];
  private scope: FunctionScope | undefined;

  chunk(chunk: Chunk): void {
    this.inFunction(chunk, [], chunk.body);
  }

  private inFunction(node: Node, parameters: readonly string[], body: readonly Statement[]): void {
    const line = node.loc?.start.line ?? 1;
    const scope: FunctionScope = {
      line,
      locals: 0,
      mostLocals: 0,
      waiting: 0,
      mostValues: 0,
      names: [],
      upvalues: new Set(),
      parent: this.scope,
    };
    this.functions.push(scope);
    this.scope = scope;
    this.block(body, parameters);
    this.scope = scope.parent;
  }

  private block(body: readonly Statement[], names: readonly string[], hidden = 0): void {
    const scope = this.scope as FunctionScope;
    const before = scope.locals;
    scope.names.push(new Set());
    scope.locals += hidden;
    this.declare(names);
    for (const statement of body) this.visit(statement);
    scope.names.pop();
    scope.locals = before;
  }

  private declare(names: readonly string[]): void {
    const scope = this.scope as FunctionScope;
    for (const name of names) scope.names.at(-1)?.add(name);
    scope.locals += names.length;
    scope.mostLocals = Math.max(scope.mostLocals, scope.locals);
  }

  private use(name: string): void {
    const passed: FunctionScope[] = [];
    for (let scope = this.scope; scope !== undefined; scope = scope.parent) {
      if (scope.names.some((names) => names.has(name))) {
        for (const scope of passed) scope.upvalues.add(name);
        return;
      }
      passed.push(scope);
    }
  }

  /** Each value waits for those behind it. */
  private visitWaiting(nodes: readonly Node[]): void {
    const scope = this.scope as FunctionScope;
    const before = scope.waiting;
    for (const node of nodes) {
      this.visit(node);
      scope.waiting += 1;
      scope.mostValues = Math.max(scope.mostValues, scope.locals + scope.waiting);
    }
    scope.waiting = before;
  }

  private visit(node: Statement | Expression | Node): void {
    switch (node.type) {
      case "LocalStatement":
        for (const value of node.init) this.visit(value);
        this.declare(node.variables.map((variable) => variable.name));
        break;
      case "FunctionDeclaration":
        this.functionDeclaration(node);
        break;
      case "ForNumericStatement":
      case "ForGenericStatement":
        this.forLoop(node);
        break;
      case "WhileStatement":
      case "IfClause":
      case "ElseifClause":
        this.visit(node.condition);
        this.block(node.body, []);
        break;
      case "RepeatStatement":
        this.block(node.body, []);
        this.visit(node.condition);
        break;
      case "DoStatement":
      case "ElseClause":
        this.block(node.body, []);
        break;
      case "Identifier":
        this.use(node.name);
        break;
      case "MemberExpression":
        this.visit(node.base);
        break;
      case "CallExpression":
        this.visitWaiting([node.base, ...node.arguments]);
        break;
      case "BinaryExpression":
        this.visitWaiting([node.left, node.right]);
        break;
      case "TableKeyString":
        this.visit(node.value);
        break;
      default:
        for (const child of childrenOf(node)) this.visit(child);
    }
  }

  private functionDeclaration(node: Extract<Node, { type: "FunctionDeclaration" }>): void {
    if (node.identifier?.type === "Identifier" && node.isLocal) this.declare([node.identifier.name]);
    else if (node.identifier !== null) this.visit(node.identifier);
    const names = node.parameters.flatMap((parameter) =>
      parameter.type === "Identifier" ? [parameter.name] : [],
    );
    this.inFunction(node, names, node.body);
  }

  private forLoop(node: Extract<Node, { type: "ForNumericStatement" | "ForGenericStatement" }>): void {
    const isNumeric = node.type === "ForNumericStatement";
    const parts = isNumeric
      ? [node.start, node.end, ...(node.step === null ? [] : [node.step])]
      : node.iterators;
    for (const part of parts) this.visit(part);
    const variables = isNumeric ? [node.variable] : node.variables;
    this.block(
      node.body,
      variables.map((variable) => variable.name),
      HIDDEN_LOOP_LOCALS,
    );
  }
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((value: unknown) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string"
  );
}
