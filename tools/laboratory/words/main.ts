// npm run check:words: words that leave a reader asking who does what may only
// become fewer. The counts of each file are in counts.json; "npm run check:words -- --record" writes smaller ones.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { packageFolder } from "../../files/package-folder.ts";

/** Each word, and what to write in its place. */
const WORDS: Readonly<Record<string, string>> = {
  told: 'say who sends it: "sends", "reports", "prints"',
  gone: '"removed", "lost", "disconnected"',
  whoever: 'name the subject: "the caller", "the client"',
  nobody: '"no client", "no caller", or the verb without it: "is unused"',
  whatever: 'name what it is, or "any"',
  "what is": "name the thing itself",
  "the one": "repeat the noun",
  "passed over": '"skipped"',
};

type Piece = { text: string; line: number };
/** By word, by file. */
type Counts = Record<string, Record<string, number>>;

const COUNTS = new URL("counts.json", import.meta.url);
const found = new Map<string, Map<string, number[]>>();

function find(word: string, file: string, line: number): void {
  const files = found.get(word) ?? new Map<string, number[]>();
  found.set(word, files.set(file, [...(files.get(file) ?? []), line]));
}

function filesIn(folder: string, ending: RegExp): string[] {
  return readdirSync(join(packageFolder, folder), { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((name) => ending.test(name) && !name.includes("/record/"))
    .sort();
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}

/** The comment on top of the file; of `src`, whose docstrings are read in an editor, each docstring too. */
function comments(file: string, text: string): Piece[] {
  const first = /^(?:#!.*\n)?(?:(?:\/\/.*\n)+|\/\*[\s\S]*?\*\/)/.exec(text);
  const docstrings = file.startsWith("src/") ? [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)] : [];
  return [...(first === null ? [] : [first]), ...docstrings].map((one) => ({
    text: one[0],
    line: lineAt(text, one.index),
  }));
}

/** Texts in a source. */
function literals(file: string, text: string): Piece[] {
  const pieces: Piece[] = [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isTemplateLiteral(node))
      pieces.push({ text: node.getText(source), line: lineAt(text, node.getStart(source)) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return pieces;
}

function pieces(file: string, text: string): Piece[] {
  if (file.endsWith(".md")) return [{ text, line: 1 }];
  const messages = file.startsWith("tools/cli/") ? literals(file, text) : [];
  return [...comments(file, text), ...messages];
}

const read = (file: string) => readFileSync(join(packageFolder, file), "utf8");
for (const file of [
  "README.md",
  ...filesIn("docs", /\.md$/),
  ...filesIn("src", /\.ts$/),
  ...filesIn("tools", /\.[jt]s$/),
])
  for (const piece of pieces(file, read(file)))
    for (const word of Object.keys(WORDS))
      for (const { index } of piece.text.matchAll(new RegExp(`\\b${word.replace(" ", "\\s+")}\\b`, "gi")))
        find(word, file, piece.line + lineAt(piece.text, index) - 1);

const recorded = JSON.parse(readFileSync(COUNTS, "utf8")) as Counts;
const now: Counts = {};
for (const word of Object.keys(WORDS))
  now[word] = Object.fromEntries([...(found.get(word) ?? [])].map(([file, lines]) => [file, lines.length]));

const sum = (files: Record<string, number> = {}) => Object.values(files).reduce((all, one) => all + one, 0);
const risen = Object.keys(now).filter((word) => sum(now[word]) > sum(recorded[word]));
for (const word of risen)
  for (const [file, lines] of found.get(word) ?? [])
    if (lines.length > (recorded[word]?.[file] ?? 0))
      console.error(
        `${file}:${lines.join(",")}: "${word}" is there ${lines.length} times, ${recorded[word]?.[file] ?? 0} are recorded. Instead: ${WORDS[word]}.`,
      );
const fallen = Object.keys(now).filter((word) => sum(now[word]) < sum(recorded[word]));
if (risen.length > 0) process.exitCode = 1;
else if (process.argv.includes("--record")) writeFileSync(COUNTS, `${JSON.stringify(now, undefined, 2)}\n`);
else if (fallen.length > 0)
  console.log(`Fewer than recorded: ${fallen.join(", ")}. Record it by "npm run check:words -- --record".`);
console.log(
  Object.keys(now)
    .map((word) => `${word} ${sum(now[word])}`)
    .join(", "),
);
