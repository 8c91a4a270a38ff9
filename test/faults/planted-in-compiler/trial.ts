// Runs test files in this process, on sources with a bug in them: what does not hang on the bug stays loaded, so that a bug
// takes as long as its tests.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createViteServer } from "vitest/node";
import { packageFolder } from "../../../tools/build/package-folder.ts";
import { withBug } from "../planted-bugs/trial.ts";
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
  let planted: CompilerBug | undefined;
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
        ? withBug(code, planted)
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
      // A text that is not there any more is told by this, and not by the tests.
      if (bug !== undefined) withBug(readFileSync(pathOf(bug.file), "utf8"), bug);
      planted = bug;
      for (const one of [file, bug?.file]) if (one !== undefined) forget(one);
      const failure = await firstFailure(() => server.ssrLoadModule(pathOf(file)));
      planted = undefined;
      if (bug !== undefined) forget(bug.file);
      return failure !== undefined;
    },
    end: () => server.close(),
  };
}

function pathOf(file: string): string {
  return join(packageFolder, file);
}
