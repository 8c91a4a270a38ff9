// Kinds of TypeScript's types, as far as records flow between them.
import ts from "typescript";
import { withoutBrand } from "../subset/brand.ts";

/** Is it the type of `{ ... }` itself? For a record that was made elsewhere, a cast says its contents. */
export function isLiteral(type: ts.Type): boolean {
  return ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.ObjectLiteral) !== 0;
}

export function typeMembers(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

export function isObject(type: ts.Type): boolean {
  return (withoutBrand(type).flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0;
}

export function isAnyType({ flags }: ts.Type): boolean {
  return (flags & ts.TypeFlags.Any) !== 0;
}

/** No value comes here, as far as TypeScript sees. */
export function isNever({ flags }: ts.Type): boolean {
  return (flags & ts.TypeFlags.Never) !== 0;
}

export function isUnknownType({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive)) !== 0;
}

/**
 * For a type parameter bound by a record, this record; for an instance whose arguments are names, its generic
 * type.
 */
export function boundRecord(type: ts.Type, checker: ts.TypeChecker): ts.Type {
  if ((type.flags & ts.TypeFlags.TypeParameter) === 0) return withoutNames(type, checker);
  const bound = checker.getBaseConstraintOfType(type);
  return bound !== undefined && isObject(bound) ? bound : type;
}

/**
 * `T & {}`, the type of a `T` that is known to be there, is a `T`: a text or a number as well as a record.
 */
export function narrowedParameter(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  if (!type.isIntersection()) return undefined;
  const parameter = type.types.find((member) => (member.flags & ts.TypeFlags.Instantiable) !== 0);
  const others = type.types.filter((member) => member !== parameter);
  return others.every((member) => isNull(member) || mayBeAnything(member, checker)) ? parameter : undefined;
}

function isNull({ flags }: ts.Type): boolean {
  return (flags & ts.TypeFlags.Null) !== 0;
}

/** `{}` is any value that is there, a number too. The type of a literal is a record without fields. */
export function mayBeAnything(type: ts.Type, checker: ts.TypeChecker): boolean {
  const { objectFlags } = type as ts.ObjectType;
  if ((type.flags & ts.TypeFlags.Object) === 0 || (objectFlags & ts.ObjectFlags.Anonymous) === 0)
    return false;
  const isEmpty = type.getProperties().length === 0 && type.getCallSignatures().length === 0;
  return isEmpty && !isLiteral(type) && checker.getIndexInfosOfType(type).length === 0;
}

/**
 * The declared type of an instance whose arguments are texts alone, which are one type to an engine. The
 * words of a rule give each other ever longer unions of names: one by one they would have no end.
 */
export function withoutNames(type: ts.Type, checker: ts.TypeChecker): ts.Type {
  if (!isReference(type)) return type;
  const { typeParameters = [] } = type.target;
  const isName = (parameter: ts.TypeParameter) =>
    ((checker.getBaseConstraintOfType(parameter)?.flags ?? 0) & ts.TypeFlags.String) !== 0;
  return typeParameters.length > 0 && typeParameters.every(isName) ? type.target : type;
}

function isReference(type: ts.Type): type is ts.TypeReference & { target: ts.InterfaceType } {
  return ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
}

/** The receiver of a function with `this: Part`. */
export function thisOf(
  { parameters }: ts.SignatureDeclaration,
  checker: ts.TypeChecker,
): ts.Type | undefined {
  const [first] = parameters;
  const isThis = first !== undefined && ts.isIdentifier(first.name) && first.name.text === "this";
  return isThis ? checker.getTypeAtLocation(first) : undefined;
}

/** Most values are numbers and texts, which have no fields. */
export function mayHoldRecord(type: ts.Type): boolean {
  return (withoutBrand(type).flags & HOLDS_RECORDS) !== 0;
}

const HOLDS_RECORDS =
  ts.TypeFlags.TypeParameter |
  ts.TypeFlags.Any |
  ts.TypeFlags.Unknown |
  ts.TypeFlags.NonPrimitive |
  ts.TypeFlags.Object |
  ts.TypeFlags.UnionOrIntersection;
