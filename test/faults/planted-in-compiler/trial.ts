// Runs test files in this process, on sources with a bug in them: what does not hang on the bug stays loaded, so that a bug
// takes as long as its tests.
import { join } from "node:path";
import { createViteServer } from "vitest/node";
import { packageFolder } from "../../../tools/build/package-folder.ts";
import { type Edited, edited } from "../../../tools/laboratory/patterns/edit.ts";
import type { CompilerBug } from "./bug.ts";
import { firstFailure, VITEST_HERE } from "./tests-here.ts";

export interface Trial {
  /** Whether a test of the file fails, with the bug or without any. Throws where the file cannot be loaded. */
  fails: (file: string, bug?: CompilerBug) => Promise<boolean>;
  end: () => Promise<void>;
}

/** What test files import instead of "vitest": that is never asked of a plugin. */
const HERE = "virtual:tests-here";
const shared = globalThis as { vitestHere?: typeof VITEST_HERE };

/** Vite hands each module through this, which puts the bug in. */
export async function beginTrial(): Promise<Trial> {
  let planted: Edited | undefined;
  shared.vitestHere = VITEST_HERE;
  const plugin = {
    name: "planted-bug",
    enforce: "pre" as const,
    resolveId: (id: string) => (id === HERE ? id : undefined),
    load: (id: string) =>
      id === HERE
        ? `export const { ${Object.keys(VITEST_HERE).join(", ")} } = globalThis.vitestHere;`
        : undefined,
    transform: (code: string, id: string) =>
      planted !== undefined && id === pathOf(planted.file)
        ? planted.text
        : code.replace('from "vitest";', `from "${HERE}";`),
  };
  const server = await createViteServer({
    root: packageFolder,
    configFile: false,
    logLevel: "silent",
    appType: "custom",
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    plugins: [plugin],
  });
  const forget = (file: string) => server.moduleGraph.onFileChange(pathOf(file));
  return {
    async fails(file, bug) {
      const change = bug === undefined ? undefined : edited(bug);
      planted = change;
      for (const one of [file, change?.file]) if (one !== undefined) forget(one);
      const failure = await firstFailure(() => server.ssrLoadModule(pathOf(file)));
      planted = undefined;
      if (change !== undefined) forget(change.file);
      return failure !== undefined;
    },
    end: () => server.close(),
  };
}

function pathOf(file: string): string {
  return join(packageFolder, file);
}
