// Functions that a call may run: the one that it names, those that this one calls, and, for a function that
// is a value, any function that is one.
import ts from "typescript";
import { FileNotes } from "./file-notes.ts";

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
    for (const { by, callees, value } of CALLS.of(files, checker)) {
      if (value !== undefined) this.values.add(value);
      if (callees === undefined) continue;
      const known = this.callees.get(by) ?? new Set();
      for (const callee of callees) known.add(callee);
      this.callees.set(by, known);
    }
  }

  mayRun(call: ts.Node, wanted: ReadonlySet<ts.Node>): boolean {
    const open = isCall(call) ? [...calleesOf(call, this.checker)] : [];
    const seen = new Set<Callee>(open);
    for (let callee = open.pop(); callee !== undefined; callee = open.pop()) {
      if (callee !== ANY && wanted.has(callee)) return true;
      for (const next of callee === ANY ? this.values : (this.callees.get(callee) ?? [])) {
        if (!seen.has(next)) open.push(next);
        seen.add(next);
      }
    }
    return false;
  }
}

/** A function that calls others, or one that stands as a value. */
interface Call {
  by: ts.Node;
  callees?: readonly Callee[];
  value?: ts.Node;
}

const CALLS = new FileNotes<Call>((file, checker) => {
  const calls: Call[] = [];
  const visit = (node: ts.Node): void => {
    if (isCall(node)) calls.push({ by: functionAround(node), callees: calleesOf(node, checker) });
    const value = standingFor(node, checker);
    if (value !== undefined) calls.push({ by: node, value });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return calls;
});

function calleesOf(node: ts.CallExpression, checker: ts.TypeChecker): readonly Callee[] {
  const declaration = checker.getResolvedSignature(node)?.declaration;
  if (declaration === undefined) return [ANY];
  const isNamed = !ts.isJSDocSignature(declaration) && hasBody(declaration);
  if (isNamed) return [declaration];
  return declaration.getSourceFile().isDeclarationFile ? [] : [ANY];
}

/** The function, where it stands as a value. */
function standingFor(node: ts.Node, checker: ts.TypeChecker): ts.Node | undefined {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node)) return node;
  if (!ts.isIdentifier(node) || (isCall(node.parent) && node.parent.expression === node)) return undefined;
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
  const declaration = symbol?.valueDeclaration;
  return declaration !== undefined && ts.isFunctionDeclaration(declaration) && declaration.name !== node
    ? declaration
    : undefined;
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
