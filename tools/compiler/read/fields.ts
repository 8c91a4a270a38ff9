// Which property is which field. TypeScript compares records by what they have; a program's records have fields that are
// one wherever they flow, so that a pass may rename one, number it, or leave it out.
//
// Where a record of one type goes to where another is wanted, their properties of one name become one field. What a record
// was made without, and what is read of it by its new type, may be missing.
import ts from "typescript";
import { isLibrary } from "../../build/subset/library.ts";
import type { Field } from "../form/types.ts";
import { isAmbient } from "./scope.ts";

/** A property as TypeScript knows it: where it is declared first. */
type Declared = ts.Node | ts.Symbol;

export class FieldBook {
  private readonly above = new Map<Declared, Declared>();
  private readonly fields = new Map<Declared, Field>();
  private readonly flown = new Map<ts.Type, Set<ts.Type>>();
  /** Roots of what is read by a text somewhere, or by the firmware. */
  private readonly data = new Set<Declared>();
  /** Roots of what a record was made without, though it goes to where that is wanted. */
  private readonly missing = new Set<Declared>();

  constructor(private readonly checker: ts.TypeChecker) {}

  /** The field of a property. What is one later must have flown before. */
  fieldOf(property: ts.Symbol): Field {
    const root = this.rootOf(declaredOf(property));
    const known = this.fields.get(root);
    if (known !== undefined) {
      known.mayBeMissing ||= isOptional(property);
      return known;
    }
    const mayBeMissing = this.missing.has(root) || isOptional(property);
    const field: Field = { name: property.name, isData: this.data.has(root), mayBeMissing };
    this.fields.set(root, field);
    return field;
  }

  /** A value of type `from` goes to where `to` is wanted. */
  flow(from: ts.Type, to: ts.Type): void {
    if (from === to) return;
    const seen = this.flown.get(from) ?? new Set();
    if (seen.has(to)) return;
    this.flown.set(from, seen.add(to));
    if (from.isUnion() || to.isUnion()) {
      for (const one of membersOf(from)) for (const other of membersOf(to)) this.flow(one, other);
      return;
    }
    if (!isObject(from) || !isObject(to)) return;
    if (this.isList(from) && this.isList(to)) {
      this.flowEach(this.entriesOf(from), this.entriesOf(to));
      return;
    }
    if (this.isList(from) || this.isList(to)) return;
    this.flowCalls(from, to);
    this.flowProperties(from, to);
  }

  /** A property of one of several types is declared by each of them. */
  isOne({ declarations = [] }: ts.Symbol): void {
    const [first, ...others] = declarations;
    if (first !== undefined) for (const other of others) this.unite(other, first);
  }

  isData(property: ts.Symbol): void {
    this.data.add(this.rootOf(declaredOf(property)));
  }

  private flowProperties(from: ts.Type, to: ts.Type): void {
    const table = to.getStringIndexType();
    for (const property of from.getProperties()) {
      const other = to.getProperty(property.name);
      const type = this.checker.getTypeOfSymbol(property);
      if (other !== undefined) {
        this.unite(declaredOf(property), declaredOf(other));
        this.flow(type, this.checker.getTypeOfSymbol(other));
      } else if (table !== undefined) {
        this.isData(property);
        this.flow(type, table);
      }
    }
    if (!isLiteral(from)) return;
    for (const property of to.getProperties())
      if (from.getProperty(property.name) === undefined) this.missing.add(this.rootOf(declaredOf(property)));
  }

  /** What a function is given flows the other way. */
  private flowCalls(from: ts.Type, to: ts.Type): void {
    const [one] = from.getCallSignatures();
    const [other] = to.getCallSignatures();
    if (one === undefined || other === undefined) return;
    for (const [index, parameter] of other.parameters.entries()) {
      const own = one.parameters[index];
      if (own !== undefined)
        this.flow(this.checker.getTypeOfSymbol(parameter), this.checker.getTypeOfSymbol(own));
    }
    this.flow(one.getReturnType(), other.getReturnType());
  }

  private flowEach(from: readonly ts.Type[], to: readonly ts.Type[]): void {
    for (const one of from) for (const other of to) this.flow(one, other);
  }

  private isList(type: ts.Type): boolean {
    return this.checker.isArrayType(type) || this.checker.isTupleType(type);
  }

  private entriesOf(type: ts.Type): readonly ts.Type[] {
    return this.checker.getTypeArguments(type as ts.TypeReference);
  }

  private unite(one: Declared, other: Declared): void {
    const [a, b] = [this.rootOf(one), this.rootOf(other)];
    if (this.data.has(a) || isOfFirmware(one) || isOfFirmware(other)) this.data.add(b);
    if (this.missing.has(a)) this.missing.add(b);
    if (a !== b) this.above.set(a, b);
  }

  private rootOf(declared: Declared): Declared {
    const above = this.above.get(declared);
    if (above === undefined) return declared;
    const root = this.rootOf(above);
    this.above.set(declared, root);
    return root;
  }
}

/** Types that are made of others (`Pick`, an instance of a generic) have properties that are declared where the others are. */
function declaredOf(property: ts.Symbol): Declared {
  return property.valueDeclaration ?? property.declarations?.[0] ?? property;
}

function isOfFirmware(one: Declared): boolean {
  return "kind" in one && isAmbient(one as ts.Declaration) && !isLibrary(one as ts.Declaration);
}

function isOptional({ flags }: ts.Symbol): boolean {
  return (flags & ts.SymbolFlags.Optional) !== 0;
}

/** Is it the type of `{ ... }` itself? Of a record that was made elsewhere, a cast says what is in it. */
function isLiteral(type: ts.Type): boolean {
  return ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.ObjectLiteral) !== 0;
}

function membersOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

function isObject(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0;
}
