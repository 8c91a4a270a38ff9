// Code that is looked for by its shape: what stands in a pattern is found again when its variables and fields have other names,
// other line breaks or braces, or when a field lies deeper in a record.
//
// The names of functions that are called, constants (in capitals), literals and operators are what they are. A path, such as
// `client.ring.done`, stands for any path, and for the same one wherever it stands in the pattern. `_` is any expression, `_;` any statement.
import ts from "typescript";

export interface Match {
  node: ts.Node;
  /** What paths of the pattern are here, and its fields, whose names begin with a dot. */
  names: Map<string, string>;
  /** How many names are the same as in the pattern. */
  alike: number;
}

/** One statement or one expression. */
export function parsePattern(text: string): ts.Node {
  const file = parseCode(isStatement(text) ? text : `(${text})`);
  const [statement, ...others] = file.statements;
  if (statement === undefined || others.length > 0 || hasErrors(file))
    throw new Error(`A pattern is one statement or one expression, and this is not: ${text}`);
  return isStatement(text) || !ts.isExpressionStatement(statement) ? statement : plain(statement.expression);
}

/** An expression has no semicolon behind it. */
function isStatement(text: string): boolean {
  return /^(if|for|while) |;( \})?$/.test(text);
}

export function parseCode(text: string, path = "pattern.ts"): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
}

function hasErrors(file: ts.SourceFile): boolean {
  const { diagnostics = [] } = ts.transpileModule(file.text, { reportDiagnostics: true });
  return diagnostics.length > 0;
}

/** Where the pattern stands in the code: of all places those that have the most names in common with it. */
export function bestMatches(pattern: ts.Node, within: readonly ts.Node[]): Match[] {
  const matches = within.flatMap((node) => matchesIn(pattern, node));
  const most = Math.max(...matches.map(({ alike }) => alike));
  return matches.filter(({ alike }) => alike === most);
}

function matchesIn(pattern: ts.Node, within: ts.Node): Match[] {
  const matches: Match[] = [];
  const visit = (node: ts.Node): void => {
    const match = plain(node) === node ? matchAt(pattern, node) : undefined;
    if (match !== undefined) matches.push(match);
    ts.forEachChild(node, visit);
  };
  visit(within);
  return matches;
}

export function matchAt(pattern: ts.Node, node: ts.Node): Match | undefined {
  const match: Match = { node: plain(node), names: new Map(), alike: 0 };
  return isSame(pattern, node, match) ? match : undefined;
}

/** Without what says nothing to an engine: parentheses, assertions of a type, and braces around one statement. */
function plain(node: ts.Node): ts.Node {
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node)
  )
    return plain(node.expression);
  const [only, ...others] = ts.isBlock(node) ? node.statements : [];
  return only !== undefined && others.length === 0 ? plain(only) : node;
}

function isSame(given: ts.Node, found: ts.Node, match: Match): boolean {
  const [pattern, node] = [plain(given), plain(found)];
  if (isAny(pattern)) return ts.isExpression(node);
  if (ts.isExpressionStatement(pattern) && isAny(pattern.expression)) return ts.isStatement(node);
  const path = pathOf(pattern);
  if (path !== undefined) return isSamePath(path, pathOf(node), match);
  if (ts.isCallExpression(pattern) && ts.isCallExpression(node) && isOther(pattern, node)) return false;
  if (ts.isPropertyAccessExpression(pattern) && ts.isPropertyAccessExpression(node))
    return isSame(pattern.expression, node.expression, match) && isSameField(pattern.name, node.name, match);
  const [parts, others] = [partsOf(pattern), partsOf(node)];
  if (kindOf(pattern) !== kindOf(node) || parts.length !== others.length) return false;
  if (parts.length === 0) return pattern.getText() === node.getText();
  if (ts.isPrefixUnaryExpression(pattern) && ts.isPrefixUnaryExpression(node))
    if (pattern.operator !== node.operator) return false;
  return parts.every((part, index) => {
    const other = others[index] as ts.Node;
    const isKey = index === 0 && hasKey(pattern) && ts.isIdentifier(part) && ts.isIdentifier(other);
    return isKey ? isSameField(part, other, match) : isSame(part, other, match);
  });
}

function isAny(pattern: ts.Node): boolean {
  return ts.isIdentifier(pattern) && pattern.text === "_";
}

/** The names from a variable to a field of a field; `undefined` for what is no such path, or may not be called otherwise. */
function pathOf(node: ts.Node): readonly string[] | undefined {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return ["this"];
  if (ts.isIdentifier(node)) return isFixed(node.text) ? undefined : [node.text];
  if (!ts.isPropertyAccessExpression(node) || node.questionDotToken !== undefined) return undefined;
  const record = pathOf(plain(node.expression));
  return record === undefined || node.name.text === "length" ? undefined : [...record, node.name.text];
}

/** A constant, or a name that the language has. */
function isFixed(name: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(name) || name in globalThis;
}

function isSamePath(path: readonly string[], found: readonly string[] | undefined, match: Match): boolean {
  const whole = path.join(".");
  if (found === undefined || (match.names.get(whole) ?? found.join(".")) !== found.join(".")) return false;
  if (whole === found.join(".")) match.alike += 1;
  // From the end on: `ring.done` may be what was `client.ring.done`.
  for (let left = 0; left < Math.min(path.length, found.length); left++) {
    const [key, name] = [path.length - left, found.length - left];
    const known = path.slice(0, key).join(".");
    if (!match.names.has(known)) match.names.set(known, found.slice(0, name).join("."));
    if (key > 1 && name > 1) match.names.set(`.${path[key - 1]}`, `${found[name - 1]}`);
    if (path[key - 1] === found[name - 1]) match.alike += 1;
  }
  return true;
}

function isSameField(field: ts.MemberName, found: ts.MemberName, match: Match): boolean {
  if (field.text === found.text) match.alike += 1;
  match.names.set(`.${field.text}`, found.text);
  return field.text === found.text || field.text !== "length";
}

const OWN_METHODS = new Set(
  [String, Array, Map, Set, Number].flatMap((one) => Object.getOwnPropertyNames(one.prototype)),
);

/** Is another function called, or another method that the language has? */
function isOther({ expression: pattern }: ts.CallExpression, { expression }: ts.CallExpression): boolean {
  const name = (of: ts.Expression): string | undefined =>
    ts.isIdentifier(of)
      ? of.text
      : ts.isPropertyAccessExpression(of) && OWN_METHODS.has(of.name.text)
        ? `.${of.name.text}`
        : undefined;
  return name(pattern) !== name(expression);
}

function hasKey(node: ts.Node): boolean {
  return ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node) || ts.isBindingElement(node);
}

function kindOf(node: ts.Node): ts.SyntaxKind {
  return ts.isShorthandPropertyAssignment(node) ? ts.SyntaxKind.PropertyAssignment : node.kind;
}

/** Without types; `{ value }` is `{ value: value }`. */
function partsOf(node: ts.Node): readonly ts.Node[] {
  if (ts.isShorthandPropertyAssignment(node)) return [node.name, node.name];
  const parts: ts.Node[] = [];
  ts.forEachChild(node, (part) => {
    if (!ts.isTypeNode(part)) parts.push(part);
  });
  if (ts.isBindingElement(node) && node.propertyName === undefined) parts.unshift(node.name);
  return parts;
}
