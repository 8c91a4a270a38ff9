// Names of fields that stand as texts in types. In `Probe["gain"]` and `Pick<Probe, "gain">` they follow the field when
// its name changes; where a type works with a text in any other way, the field that it may mean keeps its name.
import ts from "typescript";

const { SyntaxKind } = ts;

/** Types of the language's own that take names of fields, as their second argument. */
const TAKE_NAMES: ReadonlySet<string> = new Set(["Pick", "Omit"]);

/** Is the text the name of a field and nothing else, which can be another one? */
export function isNameInType(node: ts.Node): node is ts.StringLiteral {
  if (!ts.isStringLiteral(node) || !ts.isLiteralTypeNode(node.parent)) return false;
  const place = outOfUnions(node.parent);
  const { parent } = place;
  if (ts.isIndexedAccessTypeNode(parent)) return parent.indexType === place;
  return isReferenceWithNames(parent) && parent.typeArguments?.[1] === place;
}

/** The type that the text names the field of: `Probe["gain"]`; `undefined` for one of several. */
export function indexedBy(name: ts.StringLiteral): ts.IndexedAccessTypeNode | undefined {
  const type = name.parent.parent;
  return ts.isIndexedAccessTypeNode(type) && type.indexType === name.parent ? type : undefined;
}

function isReferenceWithNames(node: ts.Node): node is ts.NodeWithTypeArguments {
  if (ts.isTypeReferenceNode(node)) return TAKE_NAMES.has(node.typeName.getText());
  return ts.isExpressionWithTypeArguments(node) && TAKE_NAMES.has(node.expression.getText());
}

/** Texts that a type says, and that may mean a field in a way that no pass follows. */
export function collectTypeTexts(node: ts.Node, checker: ts.TypeChecker, names: Set<string>): void {
  if (ts.isLiteralTypeNode(node)) {
    const { literal } = node;
    const isKey = !isData(node) && !isNameInType(literal as ts.Node);
    if (isKey && ts.isStringLiteral(literal)) names.add(literal.text);
  } else if (ts.isTypeNode(node) && saysNames(node))
    addTexts(checker.getTypeAtLocation(node), checker, names);
}

/** Adds the texts that a type has; a type that is not known here may have any that its bound has. */
export function addTexts(given: ts.Type, checker: ts.TypeChecker, names: Set<string>): void {
  const type = checker.getBaseConstraintOfType(given) ?? given;
  for (const one of type.isUnion() ? type.types : [type]) if (one.isStringLiteral()) names.add(one.value);
}

/** Does the text only say what a value may be, `mode: "on" | "off"`? */
function isData(node: ts.TypeNode): boolean {
  const place = outOfLists(outOfUnions(node));
  const { parent } = place;
  const isType =
    ts.isPropertySignature(parent) ||
    ts.isParameter(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isFunctionLike(parent) ||
    ts.isAsExpression(parent) ||
    (ts.isTypeAliasDeclaration(parent) && parent.typeParameters === undefined);
  return isType && ts.findAncestor(parent, hasTypeArguments) === undefined;
}

function hasTypeArguments(node: ts.Node): boolean {
  return (
    (ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node)) &&
    node.typeArguments !== undefined
  );
}

/** Where a type makes names of other types: what comes of it is asked of the checker. */
function saysNames(node: ts.TypeNode): boolean {
  if (ts.isTypeOperatorNode(node)) return node.operator === SyntaxKind.KeyOfKeyword;
  if (ts.isTypeQueryNode(node) || ts.isTemplateLiteralTypeNode(node) || ts.isConditionalTypeNode(node))
    return true;
  const { parent } = node;
  if (ts.isLiteralTypeNode(node)) return false;
  if (ts.isIndexedAccessTypeNode(parent)) return parent.indexType === node && !isUnionOfTexts(node);
  if (ts.isTypeParameterDeclaration(parent) || ts.isConditionalTypeNode(parent)) return true;
  const { typeArguments } = parent as ts.NodeWithTypeArguments;
  return typeArguments?.includes(node) === true && !isUnionOfTexts(node);
}

function isUnionOfTexts(node: ts.TypeNode): boolean {
  if (ts.isParenthesizedTypeNode(node)) return isUnionOfTexts(node.type);
  if (ts.isUnionTypeNode(node)) return node.types.every(isUnionOfTexts);
  return ts.isLiteralTypeNode(node);
}

/** The whole union that the type is one of, with its parentheses. */
function outOfUnions(node: ts.TypeNode): ts.TypeNode {
  const { parent } = node;
  return ts.isUnionTypeNode(parent) || ts.isParenthesizedTypeNode(parent) ? outOfUnions(parent) : node;
}

/** The whole list type that the type is an item of; what is asked for by an index of it is found where it is asked for. */
function outOfLists(node: ts.TypeNode): ts.TypeNode {
  const { parent } = node;
  const isReadonly = ts.isTypeOperatorNode(parent) && parent.operator === SyntaxKind.ReadonlyKeyword;
  const isList = ts.isTupleTypeNode(parent) || ts.isArrayTypeNode(parent) || isReadonly;
  return isList ? outOfLists(outOfUnions(parent)) : node;
}
