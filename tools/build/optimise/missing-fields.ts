// Whether a record may be without a field: then no value and no function stands in the field's place.
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import { withoutCasts } from "../without-casts.ts";
import type { FieldUses } from "./field-uses.ts";

/**
 * May a record that is asked for the field be without it? `field?: type` says so; of a `Partial`, a list of unlike literals
 * and `{ ... } as Part` with fewer fields no signature tells.
 */
export function mayBeMissing(name: string, uses: FieldUses, linked: LinkedProgram): boolean {
  if (uses.signatures.some((one) => one.questionToken !== undefined)) return true;
  const accesses = [...uses.reads, ...uses.calls.map(({ expression }) => expression)];
  return accesses.some((one) => isOptional(one, linked)) || isLeftOut(name, linked);
}

function isOptional(access: ts.Node, { checker }: LinkedProgram): boolean {
  if (!ts.isPropertyAccessExpression(access)) return false;
  const symbol = checker.getSymbolAtLocation(access.name);
  return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Optional) !== 0;
}

/** Is a literal said to be of a type with the field, and has none? */
function isLeftOut(name: string, linked: LinkedProgram): boolean {
  return castLiterals(linked.file).some(({ literal, cast }) => {
    const isThere = literal.properties.some((one) => one.name?.getText() === name);
    if (isThere) return false;
    const type = cast === undefined ? linked.checker.getContextualType(literal) : typeOf(cast, linked);
    return type?.getProperty(name) !== undefined;
  });
}

function typeOf(cast: ts.AsExpression, { checker }: LinkedProgram): ts.Type {
  return checker.getTypeAtLocation(cast);
}

interface CastLiteral {
  literal: ts.ObjectLiteralExpression;
  /** The last `as` of the literal itself; `undefined` when it is part of what is cast. */
  cast: ts.AsExpression | undefined;
}

/** Literals of records under an `as`: elsewhere TypeScript refuses one that has too few fields. */
function castLiterals(file: ts.SourceFile): readonly CastLiteral[] {
  const known = literalsIn.get(file);
  if (known !== undefined) return known;
  const found: CastLiteral[] = [];
  const walk = (node: ts.Node, isCast: boolean): void => {
    if (ts.isAsExpression(node) && !(isCast && ts.isAsExpression(node.parent))) {
      const literal = withoutCasts(node);
      if (ts.isObjectLiteralExpression(literal)) found.push({ literal, cast: node });
    } else if (isCast && ts.isObjectLiteralExpression(node) && !ts.isAsExpression(node.parent))
      found.push({ literal: node, cast: undefined });
    ts.forEachChild(node, (child) => walk(child, isCast || ts.isAsExpression(node)));
  };
  walk(file, false);
  literalsIn.set(file, found);
  return found;
}

const literalsIn = new WeakMap<ts.SourceFile, readonly CastLiteral[]>();
