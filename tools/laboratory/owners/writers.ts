// Writers of each field of a record, as files: a field that more than one file writes has no owner.
import { relative, sep } from "node:path";
import ts from "typescript";

/**
 * Files that store in a field, by the field: "src/mqtt/client.ts: Client.instant". All paths are from the
 * package's folder.
 */
export type Writers = ReadonlyMap<string, readonly string[]>;

const LISTS = new Set(["push", "pop", "shift", "unshift", "splice", "sort", "reverse", "length"]);

/** The writers of fields that the modules below `room` declare. */
export function writersIn(root: string, room: string): Writers {
  const { config } = ts.readConfigFile(`${root}/tsconfig.json`, ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const own = fileNames.filter((name) => name.startsWith(`${root}/${room}/`));
  const program = ts.createProgram(own, { ...options, noEmit: true });
  return writersOf(program, (file) => own.includes(file.fileName) && !file.isDeclarationFile, root);
}

/** The writers of fields that these modules of a program declare. */
export function writersOf(
  program: ts.Program,
  isOwn: (file: ts.SourceFile) => boolean,
  root: string,
): Writers {
  const checker = program.getTypeChecker();
  const writers = new Map<string, Set<string>>();
  const shown = (file: ts.SourceFile): string => relative(root, file.fileName).split(sep).join("/");
  const visit = (node: ts.Node): void => {
    for (const { name, declaration } of storedFields(node, checker)) {
      if (!isOwn(declaration.getSourceFile())) continue;
      const field = `${shown(declaration.getSourceFile())}: ${name}`;
      writers.set(field, (writers.get(field) ?? new Set()).add(shown(node.getSourceFile())));
    }
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles()) if (isOwn(file)) visit(file);
  return new Map([...writers].map(([name, files]) => [name, [...files].sort()]));
}

interface Field {
  name: string;
  declaration: ts.Declaration;
}

/** The fields of records that this expression stores in, without those of the expressions in it. */
function storedFields(node: ts.Node, checker: ts.TypeChecker): Field[] {
  if (ts.isPropertyAccessExpression(node) && isStored(node))
    return fieldsOf([checker.getSymbolAtLocation(node.name)]);
  if (ts.isCallExpression(node) && node.expression.getText() === "Object.assign")
    return fieldsOf(assigned(node, checker));
  return [];
}

function fieldsOf(properties: (ts.Symbol | undefined)[]): Field[] {
  return properties.flatMap((property) => {
    const declaration = property?.declarations?.[0];
    const record = declaration?.parent;
    if (property === undefined || declaration === undefined || record === undefined) return [];
    if (!ts.isInterfaceDeclaration(record)) return [];
    return [{ name: `${record.name.text}.${property.name}`, declaration }];
  });
}

/**
 * What `Object.assign` stores in of its record: what its sources have; all, where only a run knows what they
 * have.
 */
function assigned(call: ts.CallExpression, checker: ts.TypeChecker): ts.Symbol[] {
  const [record, ...sources] = call.arguments;
  if (record === undefined) return [];
  const properties = checker.getPropertiesOfType(checker.getTypeAtLocation(record));
  const types = sources.map((source) => checker.getTypeAtLocation(source));
  if (types.some((type) => checker.getIndexInfosOfType(type).length > 0)) return properties;
  return properties.filter(({ name }) => types.some((type) => type.getProperty(name) !== undefined));
}

/** Is it given a value, or is what it holds changed as a list? */
function isStored(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return parent.left === node && isAssignment(parent.operatorToken.kind);
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent))
    return (
      parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken
    );
  if (ts.isDeleteExpression(parent)) return true;
  if (ts.isElementAccessExpression(parent)) return parent.expression === node && isStored(parent);
  if (ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) || ts.isNonNullExpression(parent))
    return isStored(parent);
  if (!ts.isPropertyAccessExpression(parent) || !LISTS.has(parent.name.text)) return false;
  const isCalled = ts.isCallExpression(parent.parent) && parent.parent.expression === parent;
  return isCalled || isStored(parent);
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}
