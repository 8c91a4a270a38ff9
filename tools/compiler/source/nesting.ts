// Nesting that goes too deep: a source is refused before the build's own readers, which go
// down as deep, run out of stack.
import ts from "typescript";
import { shownPath } from "../../files/shown-path.ts";
import { at, BuildError } from "./build-error.ts";

/** About what NodeMCU's Lua takes; its own levels are counted in what is made of the text. */
const MOST_LEVELS = 190;
/** Of what goes on in one level, as `a + b + c`, `a.b.c` and `else if` do. */
const MOST_LINKS = 400;

const TAKE_APART = "work out parts of it in variables or functions of their own";

export function tooDeep(): string {
  return `this stands more than ${MOST_LEVELS} levels deep, which a board does not take; ${TAKE_APART}`;
}

function tooLong(): string {
  return `this goes on over more than ${MOST_LINKS} parts; ${TAKE_APART}`;
}

interface Depth {
  readonly levels: number;
  readonly links: number;
}

/** The tree of a text, which is refused where it is too deep. */
export function shallowTree(
  name: string,
  text: string,
  language: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile {
  const tree = treeOf(name, text, language);
  if (tree === undefined) throw refusal(name, lineTooDeep(name, text, language), tooDeep());
  const first = firstTooDeep(tree);
  if (first === undefined) return tree;
  const line = tree.getLineAndCharacterOfPosition(first.node.getStart(tree)).line + 1;
  throw refusal(name, line, first.levels > MOST_LEVELS ? tooDeep() : tooLong());
}

function refusal(name: string, line: number, sentence: string): BuildError {
  return new BuildError(at({ file: shownPath(name), line }, `${sentence}.`));
}

/** `undefined`: TypeScript's own reader ran out of stack. */
function treeOf(
  name: string,
  text: string,
  language: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile | undefined {
  try {
    return ts.createSourceFile(name, text, language, true);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * The first line with which the text is too deep to be read: whatever is cut off there, TypeScript reads what
 * is in front.
 */
function lineTooDeep(
  name: string,
  text: string,
  language: ts.ScriptTarget | ts.CreateSourceFileOptions,
): number {
  const lines = text.split("\n");
  let [readable, tooDeepLine] = [0, lines.length];
  while (tooDeepLine - readable > 1) {
    const middle = (readable + tooDeepLine) >> 1;
    if (treeOf(name, lines.slice(0, middle).join("\n"), language) === undefined) tooDeepLine = middle;
    else readable = middle;
  }
  return tooDeepLine;
}

/** Without a call of itself: it is what others run out of stack by. */
function firstTooDeep(tree: ts.SourceFile): { node: ts.Node; levels: number } | undefined {
  const open: (readonly [ts.Node, Depth])[] = [[tree, { levels: 0, links: 0 }]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, depth] = next;
    if (depth.levels > MOST_LEVELS || depth.links > MOST_LINKS) return { node, levels: depth.levels };
    ts.forEachChild(node, (child) => {
      open.push([child, below(node, child, depth)]);
    });
  }
  return undefined;
}

function below(node: ts.Node, child: ts.Node, { levels, links }: Depth): Depth {
  if (goesOn(node, child)) return { levels, links: links + 1 };
  if (!isLevel(child)) return { levels, links: links + 1 };
  // Lua has no `a ? b : c`, and takes two for it; TypeScript takes minutes over a hundred.
  return { levels: levels + (ts.isConditionalExpression(child) ? 2 : 1), links: links + 1 };
}

/** Where Lua reads on in the same level, too. */
function goesOn(node: ts.Node, child: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) return node.left === child;
  if (ts.isIfStatement(node)) return node.elseStatement === child && ts.isIfStatement(child);
  return (
    (ts.isPropertyAccessExpression(node) ||
      ts.isElementAccessExpression(node) ||
      ts.isCallExpression(node) ||
      ts.isNonNullExpression(node)) &&
    node.expression === child
  );
}

function isLevel(node: ts.Node): boolean {
  return (
    ts.isExpression(node) ||
    ts.isTypeNode(node) ||
    ts.isFunctionLike(node) ||
    ts.isIfStatement(node) ||
    ts.isIterationStatement(node, false) ||
    ts.isSwitchStatement(node) ||
    (ts.isBlock(node) && ts.isBlock(node.parent))
  );
}
