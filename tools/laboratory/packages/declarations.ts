// Declarations of modules: one file each, and pieces that several share.
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
      shortBoard(file.fileName, "code" in file ? file.code : `${file.source}`).replace(/^ +|\n(?=\n)/gm, ""),
    ]),
  );
}

const SENTENCE = /(readonly [\w"-]+: )"[^"\n]* [^"\n]*";/g;
const SOURCES = /readonly sources: readonly \[.*\];/g;
const HEADERS = /readonly (left|right): readonly \[.*\];/g;
/** Of a pin: why it cannot, what goes wrong, its number on the chip. */
const BESIDE = /^ *readonly (because: \{[^}]*\}|trap: .*|gpio: \d+);\n/gm;

/**
 * What a board says in sentences, what is printed on it, and that nobody may write its facts, is no matter of types, and most of its
 * declarations.
 */
function shortBoard(fileName: string, code: string): string {
  if (!fileName.startsWith("boards/") || fileName === "boards/board.d.ts") return code;
  return code
    .replace(SENTENCE, "$1string;")
    .replace(SOURCES, "sources: string[];")
    .replace(HEADERS, "$1: string[];")
    .replace(BESIDE, "")
    .replace(/^( *)readonly /gm, "$1");
}
