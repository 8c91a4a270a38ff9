// Fields that are data somewhere: a record that goes where records are read by a text (`Record<string, number>`) is read
// there by the names of its fields, so that no pass may change these or take them for unread.
//
// This is asked once, of the program as it was linked: passes take such places away, and add none.
import ts from "typescript";
import { withoutCasts } from "../without-casts.ts";
import { addTexts, collectTypeTexts } from "./type-names.ts";

/** Names of fields that are data, or that types say as texts which no pass follows. */
export function dataKeys(file: ts.SourceFile, checker: ts.TypeChecker): ReadonlySet<string> {
  const names = new Set<string>();
  const ways = new Ways(checker, names);
  const walk = (node: ts.Node): void => {
    collectTypeTexts(node, checker, names);
    if (ts.isAsExpression(node)) ways.go(typeOf(withoutCasts(node)), typeOf(node));
    else if (ts.isCallExpression(node)) collectOfCall(node);
    if (ts.isExpression(node) && mayBeRecord(node)) {
      const wanted = checker.getContextualType(node);
      if (wanted !== undefined) ways.go(typeOf(node), wanted);
    }
    ts.forEachChild(node, walk);
  };
  const typeOf = (node: ts.Node): ts.Type => checker.getTypeAtLocation(node);
  /** What a function of any type of record takes: `read<T>(record: T, key: keyof T)`. */
  const collectOfCall = (call: ts.CallExpression): void => {
    const declaration = checker.getResolvedSignature(call)?.getDeclaration();
    if (declaration?.typeParameters === undefined) return;
    call.arguments.forEach((argument, index) => {
      const parameter = declaration.parameters[index];
      if (parameter === undefined) return;
      const declared = typeOf(parameter);
      const isOpen = (declared.flags & (ts.TypeFlags.TypeParameter | ts.TypeFlags.Index)) !== 0;
      if (!isOpen) return;
      const given = typeOf(argument);
      addTexts(given, checker, names);
      ways.go(given, checker.getBaseConstraintOfType(declared) ?? declared);
    });
  };
  walk(file);
  return names;
}

/** Is it an expression that a record may be the value of? */
function mayBeRecord(node: ts.Expression): boolean {
  return !(ts.isLiteralExpression(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node));
}

/** Follows values from the type that they have to the one that they are wanted as. */
class Ways {
  private readonly gone = new Map<ts.Type, Set<ts.Type>>();
  private readonly keyed = new Map<ts.Type, boolean>();

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly names: Set<string>,
  ) {}

  go(from: ts.Type, to: ts.Type): void {
    if (from === to || !this.isKeyed(to)) return;
    const known = this.gone.get(from) ?? new Set();
    if (known.has(to)) return;
    this.gone.set(from, known.add(to));
    for (const source of partsOf(from)) for (const target of partsOf(to)) this.step(source, target);
  }

  private step(from: ts.Type, to: ts.Type): void {
    if ((from.flags & ts.TypeFlags.Object) === 0) return;
    const item = from.getNumberIndexType();
    const wantedItem = to.getNumberIndexType();
    if (item !== undefined && wantedItem !== undefined) this.go(item, wantedItem);
    if (this.checker.isArrayType(from) || this.checker.isTupleType(from)) return;
    const entry = to.getStringIndexType();
    const isOpen = from.getStringIndexType() === undefined;
    for (const field of from.getProperties()) {
      const own = to.getProperty(field.name);
      if (own === undefined && entry === undefined) continue;
      if (own === undefined && isOpen) this.names.add(field.name);
      const wanted = own === undefined ? entry : this.checker.getTypeOfSymbol(own);
      if (wanted !== undefined) this.go(this.checker.getTypeOfSymbol(field), wanted);
    }
    const given = from.getStringIndexType();
    if (given !== undefined && entry !== undefined) this.go(given, entry);
  }

  /** Is a record in it, or in what it holds, read by texts? */
  private isKeyed(type: ts.Type): boolean {
    const known = this.keyed.get(type);
    if (known !== undefined) return known;
    const seen = new Set([type]);
    for (const one of seen) {
      if (this.keyed.get(one) === false) continue;
      const isFound = this.keyed.get(one) === true || partsOf(one).some((part) => isReadByTexts(part));
      if (isFound) {
        this.keyed.set(type, true);
        return true;
      }
      for (const part of partsOf(one)) for (const held of this.heldBy(part)) seen.add(held);
    }
    for (const one of seen) this.keyed.set(one, false);
    return false;
  }

  private heldBy(type: ts.Type): readonly ts.Type[] {
    if ((type.flags & ts.TypeFlags.Object) === 0) return [];
    const item = type.getNumberIndexType();
    const items = item === undefined ? [] : [item];
    if (this.checker.isArrayType(type) || this.checker.isTupleType(type)) return items;
    return [...items, ...type.getProperties().map((field) => this.checker.getTypeOfSymbol(field))];
  }
}

function isReadByTexts(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Object) !== 0 && type.getStringIndexType() !== undefined;
}

function partsOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnionOrIntersection() ? type.types.flatMap(partsOf) : [type];
}
