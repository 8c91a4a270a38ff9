// Declarations of modules: one file each, and pieces that several share.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { packageFolder } from "../../files/package-folder.ts";

/**
 * The files by their paths. `inputs`: the sources from the package's folder, by their names without an ending. Throws for what
 * the plugin warns of: a type that a user can meet and not name.
 */
export async function declarationsOf(inputs: Readonly<Record<string, string>>): Promise<Map<string, string>> {
  const warnings: string[] = [];
  const bundle = await rollup({
    input: Object.fromEntries(
      Object.entries(inputs).map(([name, path]) => [name, `${packageFolder}/${path}`]),
    ),
    // Of what is left out; the package's tests have no types of Node, and see that none is left in.
    external: /^node:/,
    plugins: [dts({ tsconfig: `${packageFolder}/tsconfig.json` })],
    onwarn: ({ message }) => void warnings.push(message),
  });
  const inner = innerNames();
  const { output } = await bundle.generate({
    format: "es",
    entryFileNames: "[name].d.ts",
    chunkFileNames: "types/[name].d.ts",
  });
  await bundle.close();
  if (warnings.length > 0) throw new Error(warnings.join("\n"));
  return new Map(
    output.map((file) => [
      file.fileName,
      // An editor shows what is in them, and nobody their lines.
      short(shortInner(shortBoard(file.fileName, "code" in file ? file.code : `${file.source}`), inner)),
    ]),
  );
}

function short(code: string): string {
  let text = code.replace(UNREAD, "");
  while (TWICE.test(text)) text = text.replace(TWICE, "import { $1, $3 } from $2;\n");
  return text.replace(/\n{2,}/g, "\n");
}

/** Two imports of the same file, one behind the other. */
const TWICE = /^import \{ (.*) \} from ('.*');\nimport \{ (.*) \} from \2;\n/m;

/** Indentation, empty lines, imports of nothing, and the tag that only a table of the documents is made of. */
const UNREAD = /^ *\* @esphome .*\n|^ +|\n(?=\n)|^import '[^']+';\n/gm;

/** Rooms whose records programs and devices do not look into, but for what a face exports or another room has too. */
const INNER =
  /^src\/(?:(?:mqtt|ring|runtime|device\/run)\/(?!client\.ts|outcome\.ts|publication\.ts)|platform\/node\/wake-clock\.ts$)/;
const DECLARED = /^(?:export )?(?:interface|(?:abstract )?class) (\w+)/gm;
const COMMENTED =
  /(?:^\/\*\*(?:[^*]|\*(?!\/))*\*\/\n)?^(?:interface|declare (?:abstract )?class) (\w+)[^\n]*\{\n[\s\S]*?\n\}/gm;
const COMMENT = /^ *\/\*\*[\s\S]*?\*\/\n/gm;

/** The names of interfaces and classes that sources declare: those of inner rooms alone. */
function innerNames(): ReadonlySet<string> {
  const inner = new Set<string>();
  const others = new Set<string>();
  for (const path of readdirSync(join(packageFolder, "src"), { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith(".ts")) continue;
    const text = readFileSync(join(packageFolder, "src", path), "utf8");
    const names = INNER.test(`src/${path}`) ? inner : others;
    for (const [, name] of text.matchAll(DECLARED)) names.add(name as string);
    if (!path.includes("/")) for (const [name] of text.matchAll(/\b[A-Z]\w+/g)) others.add(name);
  }
  return new Set([...inner].filter((name) => !others.has(name)));
}

/** They have no comments there: no editor shows them. */
function shortInner(code: string, inner: ReadonlySet<string>): string {
  return code.replace(COMMENTED, (whole, name) => (inner.has(name) ? whole.replace(COMMENT, "") : whole));
}

const SENTENCE = /(readonly [\w"-]+: )"[^"\n]* [^"\n]*";/g;
const SOURCES = /readonly sources: readonly \[.*\];/g;
const HEADERS = /readonly (left|right): readonly \[.*\];/g;
/** Of a pin: why it cannot, what goes wrong, its number on the chip, and whether to let it be. */
const BESIDE = /^ *readonly (because: \{[^}]*\}|trap: .*|gpio: \d+|isLeftAlone: true);\n/gm;
const CAN = /readonly \["in"[^\]]*\]/g;

/**
 * What a board says in sentences, what is printed on it, and that nobody may write its facts, is no matter of types, and most of its
 * declarations.
 */
function shortBoard(fileName: string, code: string): string {
  if (!fileName.startsWith("boards/") || fileName === "boards/board.d.ts") return code;
  const short = code
    .replace(SENTENCE, "$1string;")
    .replace(SOURCES, "sources: string[];")
    .replace(HEADERS, "$1: string[];")
    .replace(BESIDE, "")
    .replace(/^( *)readonly /gm, "$1");
  return withNames(short);
}

/** What pins can do is said of many in the same words: each such list has a name. */
function withNames(code: string): string {
  const lists = new Set(code.match(CAN));
  const names = [...lists].map((list, at) => [list, `Can${at}`] as const);
  const declared = names.map(([list, name]) => `type ${name} = ${list};\n`);
  return declared.join("") + names.reduce((text, [list, name]) => text.replaceAll(list, name), code);
}
