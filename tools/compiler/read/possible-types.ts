// The types that a value may have. TypeScript's type of an expression is what the source may do with it: it
// stays narrowed over a call that stores something else (`part.value = undefined; measure(part);
// part.value`), and so does all that is inferred from there. This module adds what such a type leaves out:
// the declared types of variables and fields, and all that follows from them.
//
// Narrowed types are right of variables that no call changes. What a type is annotated as is taken at its
// word.
import ts from "typescript";
import { eitherOf, FOREIGN, membersOf, type Type } from "../ir/types.ts";
import { withoutAlias } from "../source/references.ts";
import { isVariableNode, returnedBy, type Stores } from "./stores.ts";
import { isAnyType, isNever } from "./ts-types.ts";
import type { TypeReader } from "./types.ts";

const { SyntaxKind } = ts;

type Types = readonly Type[];

export class PossibleTypes {
  /** For a declaration without annotation: the types that it may have beyond TypeScript's inference. */
  private readonly hidden = new Map<ts.Node, Types>();
  private readonly open = new Set<ts.Node>();

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly types: TypeReader,
    private readonly stores: Stores,
  ) {}

  /** The types of an expression, or of the name in a variable's declaration. */
  of(node: ts.Node): Type {
    return this.joined(this.checker.getTypeAtLocation(node), this.moreOf(node));
  }

  /** The types of a record's property. */
  ofProperty(property: ts.Symbol): Type {
    return this.joined(this.checker.getTypeOfSymbol(property), this.hiddenIn(property));
  }

  /** The types of a function's result. */
  ofResult(node: ts.SignatureDeclaration, said: ts.Type): Type {
    return this.joined(
      said,
      this.hiddenBy(node, () => this.beyondAll(returnedBy(node))),
    );
  }

  private joined(said: ts.Type, more: Types): Type {
    const type = this.types.read(said);
    const beyond = more.filter(({ kind }) => !membersOf(type).some((member) => member.kind === kind));
    // A value where TypeScript sees none come (`default:` behind all cases) is of its declared type, or
    // nobody knows.
    if (isNever(said)) return beyond.length === 0 ? FOREIGN : eitherOf(beyond);
    return beyond.length === 0 ? type : eitherOf([type, ...beyond]);
  }

  /** The types that it may have besides TypeScript's; some of them may be TypeScript's, too. */
  private moreOf(node: ts.Node): Types {
    if (ts.isIdentifier(node)) return this.moreOfName(node);
    if (ts.isParenthesizedExpression(node) || ts.isSatisfiesExpression(node))
      return this.moreOf(node.expression);
    if (ts.isNonNullExpression(node)) return there(this.moreOf(node.expression));
    if (ts.isPropertyAccessExpression(node)) return this.moreOfField(node);
    if (ts.isElementAccessExpression(node)) return this.moreOfEntry(node);
    if (ts.isConditionalExpression(node))
      return [...this.moreOf(node.whenTrue), ...this.moreOf(node.whenFalse)];
    if (ts.isBinaryExpression(node)) return this.moreOfEither(node);
    return ts.isCallExpression(node) ? this.moreOfCall(node) : [];
  }

  private moreOfName(node: ts.Identifier): Types {
    const local = ts.isShorthandPropertyAssignment(node.parent)
      ? this.checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.checker.getSymbolAtLocation(node);
    const symbol = local && withoutAlias(local, this.checker);
    const declaration = symbol?.valueDeclaration;
    if (symbol === undefined || declaration === undefined || !isVariableNode(declaration)) return [];
    const hidden = this.hiddenBy(declaration, () => [
      ...this.beyondAll(this.stores.valuesOf(declaration)),
      ...(ts.isBindingElement(declaration) ? this.beyondOfPart(declaration) : []),
    ]);
    const isSteady = hidden.length === 0 && this.stores.isSteadyOverCalls(declaration);
    const isSure = isSteady && !isNever(this.checker.getTypeAtLocation(node));
    if (isSure && !this.open.has(declaration)) return [];
    return [...this.declared(this.checker.getTypeOfSymbol(symbol)), ...hidden];
  }

  private moreOfField(node: ts.PropertyAccessExpression): Types {
    const property = this.checker.getSymbolAtLocation(node.name);
    return property === undefined ? this.moreOfEntry(node) : this.moreOfPart(node, property);
  }

  /**
   * `list[0]` and `table.a` stay narrowed as well. For a tuple, `pair[0]` has the type of its first entry.
   */
  private moreOfEntry(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): Types {
    const owner = this.checker.getNonNullableType(this.checker.getTypeAtLocation(node.expression));
    const key = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
    const at = this.checker.getTypeAtLocation(key);
    const name = ts.isStringLiteral(key) ? key.text : at.isNumberLiteral() ? `${at.value}` : undefined;
    const property = name === undefined ? undefined : owner.getProperty(name);
    return this.moreOfPart(node, property ?? owner.getNumberIndexType() ?? owner.getStringIndexType());
  }

  private moreOfPart(
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    part: ts.Symbol | ts.Type | undefined,
  ): Types {
    const nothing = ts.isOptionalChain(node) ? nothingOf(this.moreOf(node.expression)) : [];
    if (part === undefined) return nothing;
    const isProperty = "escapedName" in part;
    const declared = isProperty ? this.checker.getTypeOfSymbol(part) : part;
    const isNarrowed = declared !== this.checker.getTypeAtLocation(node);
    return [
      ...(isNarrowed ? this.declared(declared) : []),
      ...(isProperty ? this.hiddenIn(part) : []),
      ...nothing,
    ];
  }

  /** To TypeScript the left side is never nothing, so the right side is not in the type of both. */
  private moreOfEither({ left, right, operatorToken }: ts.BinaryExpression): Types {
    switch (operatorToken.kind) {
      case SyntaxKind.AmpersandAmpersandToken:
        return [...this.moreOf(left), ...this.rightOf(right)];
      case SyntaxKind.BarBarToken:
      case SyntaxKind.QuestionQuestionToken:
        return [...there(this.moreOf(left)), ...this.rightOf(right)];
      default:
        return [];
    }
  }

  /** A function that ends the program gives nothing. */
  private rightOf(right: ts.Expression): Types {
    return isNever(this.checker.getTypeAtLocation(right)) ? this.moreOf(right) : membersOf(this.of(right));
  }

  private moreOfCall(node: ts.CallExpression): Types {
    const nothing = ts.isOptionalChain(node) ? nothingOf(this.moreOf(node.expression)) : [];
    const declaration = this.checker.getResolvedSignature(node)?.declaration;
    if (declaration === undefined || ts.isJSDocSignature(declaration)) return nothing;
    const returned = this.hiddenBy(declaration, () => this.beyondAll(returnedBy(declaration)));
    const passed = declaration.typeParameters === undefined ? [] : node.arguments;
    return [...nothing, ...returned, ...this.beyondAll(passed)];
  }

  /** The types that they may have and TypeScript does not say. */
  private beyondAll(nodes: readonly ts.Node[]): Types {
    return nodes.flatMap((node) => this.beyond(node, this.moreOf(node)));
  }

  private beyond(node: ts.Node, more: Types): Types {
    const said = membersOf(this.types.read(this.checker.getTypeAtLocation(node)));
    return more.filter(({ kind }) => !said.some((type) => type.kind === kind));
  }

  /** A pattern takes a part as narrowed as a field is. */
  private beyondOfPart({ parent, propertyName, name, initializer }: ts.BindingElement): Types {
    const owner = this.checker.getNonNullableType(this.checker.getTypeAtLocation(parent));
    const part = propertyName ?? name;
    const key = ts.isIdentifier(part) || ts.isStringLiteral(part) ? part.text : part.getText();
    const property = this.checker.getApparentType(owner).getProperty(key);
    if (property === undefined) return [];
    const may = membersOf(this.ofProperty(property));
    return this.beyond(name, initializer === undefined ? may : there(may));
  }

  private declared(type: ts.Type): Types {
    return isAnyType(type) || isNever(type) ? [] : membersOf(this.types.read(type));
  }

  private hiddenIn({ declarations = [] }: ts.Symbol): Types {
    return declarations.flatMap((declaration) => {
      if (ts.isShorthandPropertyAssignment(declaration))
        return this.hiddenBy(declaration, () => this.beyondAll([declaration.name]));
      if (!ts.isPropertyAssignment(declaration)) return [];
      return this.hiddenBy(declaration, () => this.beyondAll(this.stores.valuesOf(declaration)));
    });
  }

  private hiddenBy(declaration: ts.Node, read: () => Types): Types {
    const known = this.hidden.get(declaration);
    if (known !== undefined) return known;
    if (this.open.has(declaration)) return [];
    this.open.add(declaration);
    const hidden = read();
    this.open.delete(declaration);
    this.hidden.set(declaration, hidden);
    return hidden;
  }
}

function there(types: Types): Types {
  return types.filter(({ kind }) => kind !== "nothing");
}

function nothingOf(types: Types): Types {
  return types.filter(({ kind }) => kind === "nothing");
}
