// Declarations of modules, with the comments that an editor shows: one file each, and pieces that several
// share.
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { packageFolder } from "../../files/package-folder.ts";

/**
 * The files by their paths. `inputs`: the sources from the package's folder, by their names without an
 * ending. Throws for what the plugin warns of: a type that a user can meet and not name.
 */
export async function declarationsOf(inputs: Readonly<Record<string, string>>): Promise<Map<string, string>> {
  const warnings: string[] = [];
  const bundle = await rollup({
    input: Object.fromEntries(
      Object.entries(inputs).map(([name, path]) => [name, `${packageFolder}/${path}`]),
    ),
    // Of what is left out; the package's tests have no types of Node, and see that none is left in.
    external: /^node:/,
    treeshake: { moduleSideEffects: "no-external" },
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
  return new Map(output.map((file) => [file.fileName, "code" in file ? file.code : `${file.source}`]));
}
