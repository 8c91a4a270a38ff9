// Every place of a program where a value goes from one type to another, and where a field is read by a text,
// told to the book of fields before any field is read.
import ts from "typescript";
import { declaredIfGone } from "../source/declared-type.ts";
import { isAmbient } from "../source/references.ts";
import { withoutCasts } from "../source/without-casts.ts";
import { withoutBrand } from "../subset/brand.ts";
import { isLibraryType } from "../subset/library.ts";
import type { FieldBook } from "./fields.ts";
import { FileNotes } from "./file-notes.ts";
import { type Telling, ToldFlows } from "./told-flows.ts";
import { isAnyType, isObject, isUnknownType, mayHoldRecord, thisOf, typeMembers } from "./ts-types.ts";

const { SyntaxKind } = ts;

const NARROWABLE = ts.SymbolFlags.Variable | ts.SymbolFlags.Property;

export function tellFlows(files: readonly ts.SourceFile[], checker: ts.TypeChecker, book: FieldBook): void {
  for (const tell of FLOWS.of(files, checker)) tell(book);
  book.settle();
}

const FLOWS = new FileNotes<Telling>((file, checker) => {
  const flows = new ToldFlows();
  const teller = new Teller(checker, flows);
  const visit = (node: ts.Node): void => {
    // A type has no values.
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    flows.teller = node;
    if (ts.isExpression(node)) teller.expression(node);
    else if (ts.isObjectBindingPattern(node)) teller.pattern(node);
    else if (ts.isReturnStatement(node)) teller.returned(node);
    if (ts.isFunctionLike(node)) teller.result(node);
    if (ts.isFunctionDeclaration(node)) teller.overloads(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return flows.all;
});

class Teller {
  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly book: ToldFlows,
  ) {}

  expression(node: ts.Expression): void {
    if (isPlain(node)) return;
    if (isWrapped(node)) {
      if (!ts.isAsExpression(node) && !ts.isSatisfiesExpression(node)) return;
      this.cast(node);
      this.wanted(node);
      return;
    }
    this.wanted(node);
    if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) this.narrowed(node);
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) this.arguments(node);
    else if (ts.isPropertyAccessExpression(node)) this.property(node.name);
    else if (ts.isElementAccessExpression(node)) this.lookup(node);
    else if (ts.isBinaryExpression(node)) this.operands(node);
    else if (ts.isConditionalExpression(node)) this.parts([node.whenTrue, node.whenFalse], this.typeOf(node));
    else if (ts.isArrayLiteralExpression(node)) {
      const entry = this.typeOf(node).getNumberIndexType();
      if (entry !== undefined) this.parts(node.elements, entry);
    }
  }

  /** A cast is no place that a value goes to. */
  private wanted(node: ts.Expression): void {
    if (isCast(node)) return;
    const wanted = this.checker.getContextualType(node);
    if (wanted !== undefined && !isOfPattern(wanted)) this.book.flow(this.valueOf(node), wanted);
  }

  /** A value that a function has found to be of another type (`part is Meter`) is as good as cast to it. */
  private narrowed(node: ts.Identifier | ts.PropertyAccessExpression): void {
    const type = this.typeOf(node);
    if (!mayHoldRecord(type)) return;
    const symbol = this.checker.getSymbolAtLocation(ts.isIdentifier(node) ? node : node.name);
    if (symbol === undefined || (symbol.flags & NARROWABLE) === 0) return;
    const declared = this.checker.getTypeOfSymbol(symbol);
    // A value declared without a particular type has the type that it is given.
    if (declared === type || (isAnyType(declared) && !isAnnotated(symbol.valueDeclaration))) return;
    for (const member of typeMembers(type))
      if (isObject(member) && !typeMembers(declared).includes(member)) this.book.flow(declared, member);
  }

  /** In a plain pattern, each part is a field. */
  pattern(node: ts.ObjectBindingPattern): void {
    const type = this.checker.getApparentType(this.checker.getNonNullableType(this.typeOf(node)));
    for (const { propertyName, name } of node.elements) {
      const property = type.getProperty(fieldName(propertyName ?? name));
      if (property !== undefined) this.book.uniteAll(property);
    }
  }

  returned(node: ts.ReturnStatement): void {
    const { expression } = node;
    const around = ts.findAncestor(node, ts.isFunctionLike);
    if (expression === undefined || around === undefined) return;
    const signature = this.checker.getSignatureFromDeclaration(around);
    if (signature !== undefined) this.parts([expression], signature.getReturnType());
  }

  result(node: ts.SignatureDeclaration): void {
    if (!ts.isArrowFunction(node) || ts.isBlock(node.body)) return;
    const signature = this.checker.getSignatureFromDeclaration(node);
    if (signature !== undefined) this.parts([node.body], signature.getReturnType());
  }

  /**
   * The arguments of an overloaded function go from its signatures to its body, and the results of this go to
   * the signatures.
   */
  overloads(node: ts.FunctionDeclaration): void {
    const symbol = node.body === undefined ? undefined : this.checker.getSymbolAtLocation(node.name ?? node);
    for (const declaration of symbol?.declarations ?? []) {
      if (declaration === node || !ts.isFunctionDeclaration(declaration)) continue;
      for (const [index, parameter] of declaration.parameters.entries()) {
        const own = node.parameters[index];
        if (own !== undefined) this.book.flow(this.typeOf(parameter), this.typeOf(own));
      }
      const [from, to] = [node, declaration].map((each) =>
        this.checker.getSignatureFromDeclaration(each)?.getReturnType(),
      );
      if (from !== undefined && to !== undefined) this.book.flow(from, to);
    }
  }

  /** Several casts in a row are one: `record as unknown as Part`. */
  private cast(node: ts.AsExpression | ts.SatisfiesExpression): void {
    if (isCast(node)) return;
    const said = ts.isAsExpression(node) ? this.typeOf(node) : this.typeOf(node.type);
    // A value cast to no type is of the type that its place wants.
    const wanted =
      (said.flags & ts.TypeFlags.Never) === 0 ? said : (this.checker.getContextualType(node) ?? said);
    this.book.flow(this.valueOf(withoutCasts(node.expression)), wanted);
  }

  private parts(parts: readonly ts.Expression[], wanted: ts.Type): void {
    for (const part of parts) this.book.flow(this.valueOf(part), wanted);
  }

  private property(name: ts.Node): void {
    const property = this.checker.getSymbolAtLocation(name);
    if ((property?.declarations?.length ?? 0) > 1) this.book.uniteAll(property as ts.Symbol);
  }

  private operands(node: ts.BinaryExpression): void {
    switch (node.operatorToken.kind) {
      case SyntaxKind.EqualsToken:
        this.parts([node.right], this.typeOf(node.left));
        return;
      case SyntaxKind.BarBarToken:
      case SyntaxKind.QuestionQuestionToken:
      case SyntaxKind.AmpersandAmpersandToken:
        this.parts([node.left, node.right], this.typeOf(node));
    }
  }

  /** `record[key]`: the fields of the record are read by their names. */
  private lookup({ expression, argumentExpression }: ts.ElementAccessExpression): void {
    const key = this.boundOf(this.typeOf(argumentExpression));
    if ((key.flags & ts.TypeFlags.NumberLike) !== 0) return;
    this.keepAll(this.checker.getApparentType(this.typeOf(expression)));
  }

  private keepAll(type: ts.Type): void {
    const bare = this.checker.getNonNullableType(type);
    for (const property of (bare.isUnion() ? bare.types : [bare]).flatMap((member) => member.getProperties()))
      if (property.declarations?.some(isLibraryType) !== true) this.book.keep(property);
  }

  /** The arguments of a generic function also go to the bound of its type parameter. */
  private arguments(node: ts.CallExpression | ts.NewExpression): void {
    const declaration = this.checker.getResolvedSignature(node)?.declaration;
    if (declaration === undefined || ts.isJSDocSignature(declaration)) return;
    if (isAmbient(declaration)) this.byFirmware(node, declaration);
    const self = thisOf(declaration, this.checker);
    if (self !== undefined && ts.isPropertyAccessExpression(node.expression))
      this.book.flow(this.valueOf(node.expression.expression), self);
    if (declaration.typeParameters === undefined) return;
    this.made(node, declaration);
    const values = node.arguments ?? [];
    for (const [index, argument] of values.entries()) {
      const parameter = declaration.parameters[index];
      if (parameter === undefined) continue;
      const wanted = this.typeOf(parameter);
      const type = this.typeOf(argument);
      this.book.flowOfCall(type, this.boundOf(wanted));
      if (
        (wanted.flags & (ts.TypeFlags.TypeParameter | ts.TypeFlags.Index)) !== 0 &&
        !this.isNameAlone(wanted, declaration)
      )
        this.key(this.boundOf(type), values);
    }
  }

  /** Is it a text that only its own type parameter limits? A key belongs to another parameter's record. */
  private isNameAlone(type: ts.Type, { parameters }: ts.SignatureDeclaration): boolean {
    if (((this.checker.getBaseConstraintOfType(type)?.flags ?? 0) & ts.TypeFlags.String) === 0) return false;
    const names = (node: ts.Node): boolean =>
      (ts.isTypeReferenceNode(node) && this.typeOf(node) === type) || ts.forEachChild(node, names) === true;
    return parameters.filter(names).length < 2;
  }

  /**
   * A value that a generic function makes as its type parameter comes out as that parameter's type at the
   * call.
   */
  private made(node: ts.CallExpression | ts.NewExpression, declaration: ts.SignatureDeclaration): void {
    const signature = this.checker.getSignatureFromDeclaration(declaration);
    if (signature !== undefined) this.book.flowOfCall(signature.getReturnType(), this.typeOf(node));
  }

  /** The firmware may read an unknown argument by its names, and an unknown value from it may be anything. */
  private byFirmware(
    node: ts.CallExpression | ts.NewExpression,
    { parameters }: ts.SignatureDeclaration,
  ): void {
    for (const [index, argument] of (node.arguments ?? []).entries()) {
      const parameter = parameters[index] ?? parameters.at(-1);
      const type = this.typeOf(argument);
      if (parameter === undefined || isUnknownType(this.boundOf(this.typeOf(parameter))))
        this.book.escape(type);
      const handler = type.getCallSignatures().flatMap((signature) => signature.parameters);
      if (handler.some((symbol) => isUnknownType(this.checker.getTypeOfSymbol(symbol))))
        this.book.escapeUnknown();
    }
    if (isUnknownType(this.typeOf(node))) this.book.escapeUnknown();
  }

  /** `read<T>(record: T, key: keyof T)`: the key names a field of any other argument. */
  private key(key: ts.Type, values: readonly ts.Expression[]): void {
    if ((key.flags & ts.TypeFlags.String) === 0) for (const text of textsIn(key)) this.book.keepName(text);
    else for (const value of values) this.keepAll(this.typeOf(value));
  }

  private valueOf(node: ts.Node): ts.Type {
    return withoutBrand(declaredIfGone(node, this.checker));
  }

  private typeOf(node: ts.Node): ts.Type {
    return withoutBrand(this.checker.getTypeAtLocation(node));
  }

  private boundOf(type: ts.Type): ts.Type {
    return this.checker.getBaseConstraintOfType(type) ?? type;
  }
}

function isAnnotated(declaration: ts.Declaration | undefined): boolean {
  return declaration !== undefined && "type" in declaration && declaration.type !== undefined;
}

function fieldName(name: ts.PropertyName | ts.BindingName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : name.getText();
}

/** The texts in a type. */
function textsIn(type: ts.Type): string[] {
  return (type.isUnion() ? type.types : [type]).flatMap((member) =>
    member.isStringLiteral() ? [member.value] : [],
  );
}

/** Is it the type that a pattern alone gives to the value it takes apart, each field of any type? */
function isOfPattern(type: ts.Type): boolean {
  return (type as { pattern?: ts.Node }).pattern !== undefined;
}

/** Is it cast to something, right where it stands? */
function isCast({ parent }: ts.Node): boolean {
  if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent)) return isCast(parent);
  return ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent);
}

function isWrapped(node: ts.Node): boolean {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
  );
}

/** Is it no record, whatever surrounds it? */
function isPlain(node: ts.Expression): boolean {
  return (
    ts.isLiteralExpression(node) ||
    ts.isTemplateExpression(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    node.kind === SyntaxKind.TrueKeyword ||
    node.kind === SyntaxKind.FalseKeyword ||
    node.kind === SyntaxKind.NullKeyword
  );
}
