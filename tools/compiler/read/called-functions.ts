// Functions that a call may run: the one that it names, those that this one calls, and, for a function that
// is a value, any function that is one.
import ts from "typescript";

/** Stands for every function that is a value somewhere. */
const ANY = "any";

type Callee = ts.Node | typeof ANY;

export class CalledFunctions {
  private readonly callees = new Map<ts.Node, Set<Callee>>();
  private readonly values = new Set<ts.Node>();

  constructor(
    files: readonly ts.SourceFile[],
    private readonly checker: ts.TypeChecker,
  ) {
    const visit = (node: ts.Node): void => {
      if (isCall(node)) {
        const by = functionAround(node);
        const known = this.callees.get(by) ?? new Set();
        for (const one of this.calleesOf(node)) known.add(one);
        this.callees.set(by, known);
      }
      const value = this.valueOf(node);
      if (value !== undefined) this.values.add(value);
      ts.forEachChild(node, visit);
    };
    for (const file of files) visit(file);
  }

  mayRun(call: ts.Node, wanted: ReadonlySet<ts.Node>): boolean {
    const open = isCall(call) ? [...this.calleesOf(call)] : [];
    const seen = new Set<Callee>(open);
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      if (one !== ANY && wanted.has(one)) return true;
      for (const next of one === ANY ? this.values : (this.callees.get(one) ?? [])) {
        if (!seen.has(next)) open.push(next);
        seen.add(next);
      }
    }
    return false;
  }

  private calleesOf(node: ts.CallExpression): readonly Callee[] {
    const declaration = this.checker.getResolvedSignature(node)?.declaration;
    if (declaration === undefined) return [ANY];
    const isNamed = !ts.isJSDocSignature(declaration) && hasBody(declaration);
    if (isNamed) return [declaration];
    return declaration.getSourceFile().isDeclarationFile ? [] : [ANY];
  }

  /** The function, where it stands as a value. */
  private valueOf(node: ts.Node): ts.Node | undefined {
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node))
      return node;
    if (!ts.isIdentifier(node) || (isCall(node.parent) && node.parent.expression === node)) return undefined;
    const symbol = ts.isShorthandPropertyAssignment(node.parent)
      ? this.checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.checker.getSymbolAtLocation(node);
    const declaration = symbol?.valueDeclaration;
    return declaration !== undefined && ts.isFunctionDeclaration(declaration) && declaration.name !== node
      ? declaration
      : undefined;
  }
}

/** The function that a node is in; the module at its top. */
export function functionAround(node: ts.Node): ts.Node {
  return ts.findAncestor(node.parent, ts.isFunctionLike) ?? node.getSourceFile();
}

function isCall(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node);
}

function hasBody(declaration: ts.SignatureDeclaration): boolean {
  return (declaration as ts.FunctionLikeDeclaration).body !== undefined;
}
