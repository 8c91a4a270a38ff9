// A source as an image is made of it: its comments are in the repository, but for tags, which compilers read.
// Nobody reads what is left, so its lines are not indented; each stays at its number, which errors name.
import ts from "typescript";

const COMMENT = /\/\*[\s\S]*?\*\/|\/\/.*/g;
/** Tags that a compiler reads: of a comment only these stay. */
const TAG = /@(?:cold|hot|inline|branch|customName \w+)/g;
const REFERENCE = /^\/\/\/ </;
const SPACE_AT_END = /[ \t]+$/gm;
const INDENT = /\n[ \t]+/g;

/** Throws when something else than comments would go. */
export function withoutComments(path: string, text: string): string {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const parts: string[] = [];
  /** What stands between two tokens is space and comments. */
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(file).filter((child) => !ts.isJSDoc(child));
    for (const child of children) visit(child);
    if (children.length > 0) return;
    const start = node.getStart(file);
    const between = text.slice(node.getFullStart(), start);
    parts.push(between.replace(COMMENT, unlessTagged).replace(INDENT, "\n"), text.slice(start, node.end));
  };
  visit(file);
  const bare = parts.join("").replace(SPACE_AT_END, "");
  if (printed(path, bare) !== printed(path, text))
    throw new Error(`${path} is another one without its comments.`);
  return bare;
}

function unlessTagged(comment: string): string {
  if (REFERENCE.test(comment)) return comment;
  const lines = comment.replace(/[^\n]/g, "");
  const tags = comment.match(TAG);
  return tags === null ? lines : `/** ${tags.join(" ")} */${lines}`;
}

function printed(path: string, text: string): string {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext);
  return ts.createPrinter({ removeComments: true }).printFile(file);
}
