// A source as an image is made of it: its comments are in the repository, but for those with a tag, which the compiler reads.
// Nobody reads what is left, so its lines are not indented; each stays at its number, which errors name.
import ts from "typescript";

const COMMENT = /\/\*[\s\S]*?\*\/|\/\/.*/g;
/** Tags that say all by themselves: of a comment with no others, only these stay. */
const BARE = ["cold", "hot", "inline", "branch"];
const TAG = /(?<=\s)@([a-z]+)/g;
/** The reference to the types of another package, too. */
const TAGGED = /^\/\*\*[\s\S]*@[a-z]|^\/\/\/ </;
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
  const lines = comment.replace(/[^\n]/g, "");
  if (!TAGGED.test(comment)) return lines;
  const tags = [...comment.matchAll(TAG)].map(([, tag]) => tag as string);
  if (tags.length === 0 || !tags.every((tag) => BARE.includes(tag))) return comment;
  return `/** ${tags.map((tag) => `@${tag}`).join(" ")} */${lines}`;
}

function printed(path: string, text: string): string {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext);
  return ts.createPrinter({ removeComments: true }).printFile(file);
}
