// The scopes of a Lua chunk, asked by every pass that needs to know what a name means: the local variable of each
// name, the functions that capture it, and the names that are free. `scope-analysis.ts` fills them in.
import * as lua from "./lua-ast.ts";
import { eachNode } from "./lua-tree.ts";

/** A local variable: of the chunk itself when `home` is the chunk. */
export interface Binding {
  name: string;
  /** The number of locals in scope at its declaration: two in scope of one function never share a level. */
  level: number;
  home: FunctionScope;
  /** Is it assigned after its declaration? */
  assigned: boolean;
  /** Is it assigned inside a function below its own? */
  assignedLater: boolean;
}

/** A function or the chunk. */
export interface FunctionScope {
  parent: FunctionScope | undefined;
  /** Locals of functions around it that it, or a function within it, names. */
  upvalues: Set<Binding>;
}

/** `local x` or `local x = value`. */
interface Declaration {
  binding: Binding;
  value: lua.Expression | undefined;
}

/** `local function f() end` or `f = function() end`, of a local of the chunk. */
interface Definition {
  binding: Binding;
  value: lua.FunctionExpression;
}

export class Scopes {
  readonly chunk: FunctionScope = { parent: undefined, upvalues: new Set() };
  /** Names that no local has: those of Lua's library and of the firmware. */
  readonly free = new Set<string>();
  protected readonly bindings = new Map<lua.Identifier, Binding>();
  protected readonly functions = new Map<lua.FunctionExpression, FunctionScope>();

  /** The local that a node names; a free name and any other node have none. */
  bindingOf(node: lua.Node): Binding | undefined {
    return lua.isIdentifier(node) ? this.bindings.get(node) : undefined;
  }

  /** The same, for a local of the chunk itself. */
  chunkLocal(node: lua.Node): Binding | undefined {
    const binding = this.bindingOf(node);
    return binding?.home === this.chunk ? binding : undefined;
  }

  /** The locals of the chunk itself that the trees name. */
  chunkLocalsIn(...roots: readonly lua.Node[]): Set<Binding> {
    const locals = new Set<Binding>();
    eachNode(roots, (node) => {
      const binding = this.chunkLocal(node);
      if (binding !== undefined) locals.add(binding);
    });
    return locals;
  }

  scopeOf(value: lua.FunctionExpression): FunctionScope | undefined {
    return this.functions.get(value);
  }

  /** The local that a statement declares, when it declares no other. */
  declarationIn(statement: lua.Statement): Declaration | undefined {
    if (!lua.isVariableDeclarationStatement(statement) || statement.left.length !== 1) return undefined;
    const binding = this.bindingOf(statement.left[0] as lua.Identifier);
    return binding && { binding, value: statement.right?.[0] };
  }

  /** The local that a statement declares before a later one gives it its value. */
  forwardIn(statement: lua.Statement): Binding | undefined {
    const declaration = this.declarationIn(statement);
    return declaration?.value === undefined ? declaration?.binding : undefined;
  }

  /** The function that a statement gives to a local of the chunk. */
  definitionIn(statement: lua.Statement): Definition | undefined {
    const [target, ...others] = targetsOf(statement);
    const value = isStore(statement) ? statement.right?.[0] : undefined;
    if (target === undefined || others.length > 0 || value === undefined || !lua.isFunctionExpression(value))
      return undefined;
    const binding = this.chunkLocal(target);
    return binding && { binding, value };
  }
}

/** The variables and places that a statement gives values to. */
export function targetsOf(node: lua.Node): readonly lua.Node[] {
  return isStore(node) ? node.left : [];
}

function isStore(node: lua.Node): node is lua.VariableDeclarationStatement | lua.AssignmentStatement {
  return lua.isVariableDeclarationStatement(node) || lua.isAssignmentStatement(node);
}
