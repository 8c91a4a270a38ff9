// The field that each property belongs to. TypeScript compares records by what they have; a program's records
// have fields that are one wherever they flow, so that a pass may rename one, number it, or leave it out.
//
// Where a record of one type goes to where another is wanted, their properties of one name become one field.
// Where nobody knows what it is wanted as, or it is read by texts there, its fields are data: all of one name
// are one field. What a record was made without, and what is read of it by its new type, may be missing.
import ts from "typescript";
import type { Field } from "../ir/types.ts";
import { at, BuildError } from "../source/build-error.ts";
import { utf8Bytes } from "../source/bytes.ts";
import { sourcePlaceOf } from "../source/program.ts";
import { isLibraryType } from "../subset/library.ts";
import { type Declared, FieldRoots } from "./field-roots.ts";
import { GenericFlows, isTypeParameter } from "./generic-flows.ts";
import { wrongUnder } from "./methods.ts";
import { tableEntry } from "./table-entry.ts";
import {
  boundRecord,
  isAnyType,
  isLiteral,
  isObject,
  isUnknownType,
  mayHoldRecord,
  thisOf,
  typeMembers,
} from "./ts-types.ts";

export class FieldBook {
  /** The node that is being reported, for refusals. */
  teller: ts.Node | undefined;
  private readonly roots = new FieldRoots();
  private readonly fields = new Map<Declared, Field>();
  private readonly flown = new Map<ts.Type, Set<ts.Type>>();
  /** The literals that made the values seen as a type. */
  private readonly seen = new Map<ts.Type, Set<ts.Type>>();
  private readonly escaped = new Set<ts.Type>();
  /** Types that go to places without a type, and those that come from there. */
  private readonly hidden = new Set<ts.Type>();
  private readonly shown = new Set<ts.Type>();
  private isFromOutside = false;
  private readonly generic = new GenericFlows();
  private isOfCall = false;
  private readonly data = new Map<string, Declared>();
  private readonly keptNames = new Set<string>();

  constructor(private readonly checker: ts.TypeChecker) {}

  /** The field of a property. All flows that unite fields must be reported before. */
  fieldOf(property: ts.Symbol): Field {
    const root = this.roots.of(declaredOf(property));
    const known = this.fields.get(root);
    if (known !== undefined) {
      known.mayBeMissing ||= isOptional(property);
      known.isInline ||= isInline(property);
      return known;
    }
    const { name } = property;
    const isData = this.roots.isKept(root) || this.keptNames.has(name);
    const mayBeMissing = this.roots.isMissing(root) || isOptional(property);
    // A text that reads it is bytes.
    const field: Field = { name: utf8Bytes(name), isData, mayBeMissing, isInline: isInline(property) };
    this.fields.set(root, field);
    return field;
  }

  /** The property is read by its name somewhere. */
  keep(property: ts.Symbol): void {
    const { name } = property;
    const data = this.data.get(name) ?? { data: name };
    this.data.set(name, data);
    this.roots.unite(declaredOf(property), data);
  }

  /** Any property of this name may be read. */
  keepName(name: string): void {
    this.keptNames.add(name);
  }

  /** A property of one type of a union is one field in all of them. */
  uniteAll({ declarations = [] }: ts.Symbol): void {
    const [first] = declarations;
    for (const declaration of declarations)
      if (first !== undefined && declaration !== first) this.roots.unite(first, declaration);
  }

  /**
   * A value of type `from` goes to a place that wants `to`. For a type parameter, its bound has the fields.
   */
  flow(from: ts.Type, to: ts.Type): void {
    this.flowOf(boundRecord(from, this.checker), boundRecord(to, this.checker));
  }

  /**
   * The same for the arguments and results of a generic function's call: its declaration says `from` or `to`.
   */
  flowOfCall(from: ts.Type, to: ts.Type): void {
    this.isOfCall = true;
    this.flow(from, to);
    this.isOfCall = false;
  }

  /** All flows have been reported. */
  settle(): void {
    this.generic.settle((from, to) => this.flow(from, to));
  }

  private flowOf(from: ts.Type, to: ts.Type): void {
    if (from === to || !mayHoldRecord(from) || !mayHoldRecord(to)) return;
    if ((isTypeParameter(from) && !to.isUnion()) || (isTypeParameter(to) && !from.isUnion())) {
      if (this.isOfCall) this.generic.call(from, to);
      else this.generic.cast(from, to);
      return;
    }
    const seen = this.flown.get(from) ?? new Set();
    if (seen.has(to)) return;
    this.flown.set(from, seen.add(to));
    if (isAnyType(to)) this.escape(from);
    if (isAnyType(from)) this.escape(to);
    if (isUnknownType(from) || isUnknownType(to)) {
      this.flowByUnknown(from, to);
      return;
    }
    if (from.isUnion() || to.isUnion()) {
      for (const source of typeMembers(from)) for (const target of typeMembers(to)) this.flow(source, target);
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
    this.seeAs(to, isLiteral(from) ? [from, ...(this.seen.get(from) ?? [])] : (this.seen.get(from) ?? []));
  }

  /**
   * Records that were made as `literals` are seen as `type`, and as all types from there on: a record that
   * passes through a type with fewer fields is still the same record.
   */
  private seeAs(type: ts.Type, literals: Iterable<ts.Type>): void {
    const known = this.seen.get(type) ?? new Set();
    this.seen.set(type, known);
    const added = [...literals].filter((literal) => literal !== type && !known.has(literal));
    if (added.length === 0) return;
    for (const literal of added) {
      known.add(literal);
      for (const property of literal.getProperties()) {
        const same = type.getProperty(property.name);
        if (same !== undefined) this.roots.unite(declaredOf(property), declaredOf(same));
      }
    }
    for (const next of this.flown.get(type) ?? []) if (isObject(next)) this.seeAs(next, added);
  }

  /** Nobody reads an unknown value: a cast brings it out as it went in. */
  private flowByUnknown(from: ts.Type, to: ts.Type): void {
    if (isUnknownType(from) && isUnknownType(to)) return;
    if (isUnknownType(to)) {
      this.hidden.add(from);
      for (const type of this.shown) this.flow(from, type);
    } else {
      this.shown.add(to);
      if (this.isFromOutside) this.escape(to);
      for (const type of this.hidden) this.flow(type, to);
    }
  }

  /** An unknown value may come from the firmware, which names its contents. */
  escapeUnknown(): void {
    this.isFromOutside = true;
    for (const type of this.shown) this.escape(type);
  }

  private flowProperties(from: ts.Type, to: ts.Type): void {
    const table = tableEntry(to, this.checker);
    for (const property of from.getProperties()) {
      const same = to.getProperty(property.name);
      const type = this.checker.getTypeOfSymbol(property);
      this.flowToThis(from, type);
      if (table !== undefined) this.keep(property);
      if (same !== undefined) {
        this.roots.unite(declaredOf(property), declaredOf(same));
        this.flow(type, this.checker.getTypeOfSymbol(same));
      } else if (table !== undefined) this.flow(type, table);
    }
    this.flowTable(from, to, table);
    if (!isLiteral(from)) return;
    for (const property of to.getProperties())
      if (from.getProperty(property.name) === undefined) this.roots.miss(declaredOf(property));
  }

  /** A function in a record may be called on it. */
  private flowToThis(owner: ts.Type, type: ts.Type): void {
    const declaration = type.getCallSignatures()[0]?.declaration;
    if (declaration === undefined || ts.isJSDocSignature(declaration)) return;
    const self = thisOf(declaration, this.checker);
    if (self !== undefined) this.flow(owner, self);
  }

  /**
   * The entries of a table flow to those of another table, and to the fields of a record that may have them.
   */
  private flowTable(from: ts.Type, to: ts.Type, table: ts.Type | undefined): void {
    const entry = tableEntry(from, this.checker);
    if (entry === undefined) return;
    if (table !== undefined) this.flow(entry, table);
    for (const property of to.getProperties()) {
      this.keep(property);
      this.flow(entry, this.checker.getTypeOfSymbol(property));
    }
  }

  /**
   * Nobody knows the readers of values of this type, and of their contents: they are read by their names,
   * then.
   */
  escape(type: ts.Type): void {
    if (this.escaped.has(type) || !mayHoldRecord(type)) return;
    this.escaped.add(type);
    if (type.isUnion()) {
      for (const member of type.types) this.escape(member);
      return;
    }
    if (!isObject(type)) return;
    if (this.isList(type)) {
      for (const entry of this.entriesOf(type)) this.escape(entry);
      return;
    }
    for (const { parameters, ...signature } of type.getCallSignatures().map((call) => this.partsOf(call))) {
      for (const parameter of parameters) this.escape(parameter);
      this.escape(signature.result);
    }
    for (const property of type.getProperties()) {
      if (property.declarations?.some(isLibraryType) === true) continue;
      this.keep(property);
      this.escape(this.checker.getTypeOfSymbol(property));
    }
    const table = tableEntry(type, this.checker);
    if (table !== undefined) this.escape(table);
  }

  /** The arguments of a function flow the other way. */
  private flowCalls(from: ts.Type, to: ts.Type): void {
    const [source] = from.getCallSignatures();
    const [target] = to.getCallSignatures();
    if (source === undefined || target === undefined) return;
    const wrong = wrongUnder(source, target);
    if (wrong !== undefined && this.teller !== undefined)
      throw new BuildError(at(sourcePlaceOf(this.teller), `${wrong}.`));
    const [own, wanted] = [this.partsOf(source), this.partsOf(target)];
    for (const [index, parameter] of own.parameters.entries()) {
      const argument = wanted.parameters[index] ?? wanted.rest;
      if (argument !== undefined) this.flow(argument, parameter);
    }
    this.flow(own.result, wanted.result);
  }

  /** `rest`: the type of all arguments behind its parameters. */
  private partsOf(signature: ts.Signature): {
    parameters: ts.Type[];
    rest: ts.Type | undefined;
    result: ts.Type;
  } {
    const last = signature.parameters.at(-1)?.valueDeclaration;
    const hasRest = last !== undefined && ts.isParameter(last) && last.dotDotDotToken !== undefined;
    const types = signature.parameters.map((parameter) => this.checker.getTypeOfSymbol(parameter));
    const rest = hasRest ? types.pop()?.getNumberIndexType() : undefined;
    return { parameters: types, rest, result: signature.getReturnType() };
  }

  private flowEach(from: readonly ts.Type[], to: readonly ts.Type[]): void {
    for (const source of from) for (const target of to) this.flow(source, target);
  }

  private isList(type: ts.Type): boolean {
    return this.checker.isArrayType(type) || this.checker.isTupleType(type);
  }

  private entriesOf(type: ts.Type): readonly ts.Type[] {
    return this.checker.getTypeArguments(type as ts.TypeReference);
  }
}

/** Types made of others (`Pick`, an instance of a generic) have properties that are declared in those. */
function declaredOf(property: ts.Symbol): Declared {
  return property.valueDeclaration ?? property.declarations?.[0] ?? property;
}

function isInline({ declarations = [] }: ts.Symbol): boolean {
  return declarations.some((declaration) =>
    ts.getJSDocTags(declaration).some(({ tagName }) => tagName.text === "inline"),
  );
}

function isOptional({ flags }: ts.Symbol): boolean {
  return (flags & ts.SymbolFlags.Optional) !== 0;
}
