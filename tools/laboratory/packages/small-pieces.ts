// Fewer and larger files: the small pieces of a bundle become one, as far as they need no other package. A command that
// loads one of them loads the others, which costs less than to find them.
import { basename, join } from "node:path";
import { type GetModuleInfo, rollup } from "rollup";

/** A piece is small with less than this many bytes. */
const SMALL = 9000;

/** The same modules in fewer files. `entries` keep their names, which are said without an ending. */
export async function joinSmallPieces(
  files: ReadonlyMap<string, Uint8Array>,
  entries: readonly string[],
): Promise<Map<string, Uint8Array>> {
  const texts = new Map(
    [...files].map(([name, content]) => [join("/", name), Buffer.from(content).toString()]),
  );

  /** Whether a piece and all that it imports are small, and of no other package: only such ones make no circle as one. */
  function isSmall(id: string, info: GetModuleInfo, seen = new Set<string>()): boolean {
    if (seen.has(id) || id.startsWith("node:")) return true;
    seen.add(id);
    return (
      (texts.get(id)?.length ?? SMALL) < SMALL &&
      !entries.includes(basename(id, ".js")) &&
      info(id)?.importedIds.every((one) => isSmall(one, info, seen)) === true
    );
  }

  const bundle = await rollup({
    input: Object.fromEntries(entries.map((name) => [name, `/${name}.js`])),
    external: (id) => !texts.has(join("/", id)),
    plugins: [
      {
        name: "pieces",
        resolveId: (id) => (texts.has(join("/", id)) ? join("/", id) : undefined),
        load: (id) => texts.get(id),
      },
    ],
    treeshake: false,
    // A package that several pieces import and not all of them use is nothing to warn of.
    onLog: () => {},
  });
  const { output } = await bundle.generate({
    format: "es",
    compact: true,
    entryFileNames: "[name].js",
    chunkFileNames: "[name]-[hash].js",
    hoistTransitiveImports: false,
    onlyExplicitManualChunks: true,
    manualChunks: (id, { getModuleInfo }) => (isSmall(id, getModuleInfo) ? "pieces" : undefined),
  });
  await bundle.close();
  return new Map(
    output.map((file) => [file.fileName, Buffer.from("code" in file ? file.code : file.source)]),
  );
}
