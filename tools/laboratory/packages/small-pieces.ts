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

  const loaded = new Map<string, ReadonlySet<string>>();

  /** What comes with a piece: the large ones and the other packages. As imports make no circle, pieces joined by it make none. */
  function largeOnes(id: string, info: GetModuleInfo): ReadonlySet<string> {
    const known = loaded.get(id);
    if (known !== undefined) return known;
    const found = new Set<string>();
    for (const one of info(id)?.importedIds ?? []) {
      if (one.startsWith("node:")) continue;
      if (!isSmall(one)) found.add(one);
      for (const further of largeOnes(one, info)) found.add(further);
    }
    loaded.set(id, found);
    return found;
  }

  function isSmall(id: string): boolean {
    return (texts.get(id)?.length ?? SMALL) < SMALL && !entries.includes(basename(id, ".js"));
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
    chunkFileNames: ({ name }) => `${name.replace(/ .*/, "")}-[hash].js`,
    hoistTransitiveImports: false,
    onlyExplicitManualChunks: true,
    manualChunks: (id, { getModuleInfo }) =>
      isSmall(id) ? `pieces ${[...largeOnes(id, getModuleInfo)].sort().join(" ")}` : undefined,
  });
  await bundle.close();
  return new Map(
    output.map((file) => [file.fileName, Buffer.from("code" in file ? file.code : file.source)]),
  );
}
