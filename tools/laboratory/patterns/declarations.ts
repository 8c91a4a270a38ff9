// What is declared in a folder and those below it, by its name: functions, methods, constants and classes, in whatever file.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { packageFolder } from "../../files/package-folder.ts";
import { parseCode } from "./pattern.ts";

export type Declarations = ReadonlyMap<string, readonly ts.Node[]>;

const known = new Map<string, Declarations>();

/** `folder` is from the package's folder on, and so are the files' names. They are read once. */
export function declarationsIn(folder: string): Declarations {
  const there = known.get(folder) ?? declarationsOf(sourcesIn(folder));
  known.set(folder, there);
  return there;
}

function sourcesIn(folder: string): ts.SourceFile[] {
  return readdirSync(join(packageFolder, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .sort()
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .map((path) => parseCode(readFileSync(join(packageFolder, path), "utf8"), path));
}

export function declarationsOf(files: readonly ts.SourceFile[]): Declarations {
  const found = new Map<string, ts.Node[]>();
  const visit = (node: ts.Node): void => {
    const name = nameOf(node);
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), node]);
    ts.forEachChild(node, visit);
  };
  files.forEach(visit);
  return found;
}

/** What a node declares for all of its file: local variables that hold no function are none. */
function nameOf(node: ts.Node): string | undefined {
  const isMeant =
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    (ts.isVariableDeclaration(node) && (isAtTop(node) || isFunction(node.initializer)));
  return isMeant && node.name !== undefined && ts.isIdentifier(node.name) ? node.name.text : undefined;
}

function isAtTop(node: ts.VariableDeclaration): boolean {
  return ts.isSourceFile(node.parent.parent.parent);
}

function isFunction(node: ts.Expression | undefined): boolean {
  return node !== undefined && (ts.isArrowFunction(node) || ts.isFunctionExpression(node));
}
