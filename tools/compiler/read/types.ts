// TypeScript's types as those of the IR.
import ts from "typescript";
import {
  eitherOf,
  type Field,
  FOREIGN,
  NOTHING,
  NUMBER,
  type RecordKind,
  TEXT,
  TRUTH,
  type Type,
} from "../ir/types.ts";
import { withoutBrand } from "../subset/brand.ts";
import { isLibraryType } from "../subset/library.ts";
import type { FieldBook } from "./fields.ts";
import { tableEntry } from "./table-entry.ts";
import { isNever, mayBeAnything, narrowedParameter, withoutNames } from "./ts-types.ts";

export class TypeReader {
  private readonly known = new Map<ts.Type, Type>();

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly book: FieldBook,
    private readonly typeOfProperty: (property: ts.Symbol) => Type,
  ) {}

  read(type: ts.Type): Type {
    const known = this.known.get(type);
    if (known !== undefined) return known;
    const plain = plainType(withoutBrand(type));
    if (plain !== undefined) return plain;
    if (type.isUnion()) return this.either(type);
    const narrowed = narrowedParameter(type, this.checker);
    if (narrowed !== undefined) return this.read(narrowed);
    if (mayBeAnything(type, this.checker)) return FOREIGN;
    const bound = this.checker.getBaseConstraintOfType(type);
    if (type.isTypeParameter() || (bound !== undefined && bound !== type && isDeferred(type)))
      return bound === undefined || bound === type || isNever(bound) ? FOREIGN : this.read(bound);
    const generic = withoutNames(type, this.checker);
    return generic === type ? this.object(type) : this.read(generic);
  }

  private either(type: ts.UnionType): Type {
    // The type is known before its members, which may contain it.
    const members: Type[] = [];
    const self: Type = { kind: "either", of: members };
    this.known.set(type, self);
    const read = eitherOf(type.types.map((member) => this.read(member)));
    if (read.kind !== "either") {
      this.known.set(type, read);
      return read;
    }
    members.push(...read.of);
    return self;
  }

  private object(type: ts.Type): Type {
    if (this.checker.isArrayType(type) || this.checker.isTupleType(type)) return this.list(type);
    const [signature] = type.getCallSignatures();
    if (signature !== undefined) return this.functionOf(type, signature);
    if (isOfFirmware(type)) return FOREIGN;
    const table = tableEntry(type, this.checker);
    if (table !== undefined) return this.table(type, table);
    return this.record(type);
  }

  private list(type: ts.Type): Type {
    const self: { kind: "list"; of: Type } = { kind: "list", of: NOTHING };
    this.known.set(type, self);
    const entries = this.checker
      .getTypeArguments(type as ts.TypeReference)
      .map((argument) => this.read(argument));
    if (entries.length > 0) self.of = eitherOf(entries);
    return self;
  }

  private table(type: ts.Type, of: ts.Type): Type {
    const self: { kind: "table"; of: Type } = { kind: "table", of: NOTHING };
    this.known.set(type, self);
    self.of = this.read(of);
    return self;
  }

  private functionOf(type: ts.Type, signature: ts.Signature): Type {
    const parameters: Type[] = [];
    const self: { kind: "function"; parameters: Type[]; result: Type } = {
      kind: "function",
      parameters,
      result: NOTHING,
    };
    this.known.set(type, self);
    for (const parameter of signature.parameters)
      parameters.push(this.read(this.checker.getTypeOfSymbol(parameter)));
    self.result = this.read(signature.getReturnType());
    return self;
  }

  private record(type: ts.Type): Type {
    const fields = new Map<Field, Type>();
    const record: RecordKind = { name: nameOf(type), fields };
    const self: Type = { kind: "record", record };
    this.known.set(type, self);
    for (const property of type.getProperties())
      fields.set(this.book.fieldOf(property), this.typeOfProperty(property));
    return self;
  }
}

function plainType({ flags }: ts.Type): Type | undefined {
  if ((flags & ts.TypeFlags.NumberLike) !== 0) return NUMBER;
  // `keyof T`: lists have no fields in the device language.
  if ((flags & (ts.TypeFlags.StringLike | ts.TypeFlags.Index)) !== 0) return TEXT;
  if ((flags & ts.TypeFlags.BooleanLike) !== 0) return TRUTH;
  if ((flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void | ts.TypeFlags.Never)) !== 0) return NOTHING;
  if ((flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Null)) !== 0) return FOREIGN;
  return undefined;
}

function isDeferred({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.IndexedAccess | ts.TypeFlags.Conditional | ts.TypeFlags.Substitution)) !== 0;
}

/**
 * Is it declared by the firmware's own declarations? A type that TypeScript's library makes (`Pick`) belongs
 * to the program.
 */
function isOfFirmware({ symbol }: ts.Type): boolean {
  const [declaration] = symbol?.declarations ?? [];
  if (declaration === undefined) return false;
  return declaration.getSourceFile().isDeclarationFile && !isLibraryType(declaration);
}

function nameOf(type: ts.Type): string {
  const name = (type.aliasSymbol ?? type.symbol)?.name ?? "record";
  return name.startsWith("__") ? "record" : name;
}
