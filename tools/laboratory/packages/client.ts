// The client alone as a package: what "ringmote/node" is, for a program that needs no tools. It depends on nothing.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { BuildOptions, Plugin } from "esbuild";
import { packageFolder } from "../../files/package-folder.ts";
import { compile } from "../../start/compile.js";
import { licenceTexts } from "../../web/licences.ts";
import { declarationsOf } from "./declarations.ts";
import { FACES } from "./entries.ts";

const NAME = "ringmote-client";
const CLIENT = "src/client";

/** Modules that take something of Node, of which a page has one of its own. */
const OWN = ["text.ts", "sends/send-store.ts"].map((path) => join(packageFolder, CLIENT, path));
const ofPage: Plugin = {
  name: "modules of a page",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.{1,2}\/[\w/-]+\.ts$/ }, ({ path, resolveDir }) =>
      OWN.includes(join(resolveDir, path))
        ? { path: join(packageFolder, CLIENT, "page", basename(path)) }
        : undefined,
    ),
};
const FOR_PAGE: BuildOptions = {
  platform: "browser",
  target: "es2022",
  minify: true,
  plugins: [ofPage],
};
const README = new URL("client.md", import.meta.url);

/** Makes it as a folder. */
export async function makeClient(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { version, license, type, engines } = JSON.parse(
    readFileSync(join(packageFolder, "package.json"), "utf8"),
  );
  const about = {
    name: NAME,
    version,
    description: "An MQTT client for Node in a fixed amount of memory, which needs no other package",
    keywords: ["mqtt", "client", "iot"],
    license,
    type,
    engines,
    exports: {
      ".": {
        browser: { types: "./page.d.ts", default: "./page.js" },
        types: "./index.d.ts",
        default: "./index.js",
      },
      "./package.json": "./package.json",
    },
  };
  const inNode = { index: FACES.node as string };
  const inPage = { page: `${CLIENT}/page/client.ts` };
  // What it needs of other packages is in it.
  const options = { sourcemap: false, splitting: false, external: [] };
  // Lines and names stay, for those who read a stack; what constants decide is decided.
  const { files, metafile } = await compile(packageFolder, folder, inNode, {
    ...options,
    minifySyntax: true,
  });
  const page = await compile(packageFolder, folder, inPage, { ...options, ...FOR_PAGE });
  const declarations = await declarationsOf({ ...inNode, ...inPage });
  for (const [name, content] of [...files, ...page.files, ...declarations]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(about, undefined, 2)}\n`);
  writeFileSync(join(folder, "README.md"), readFileSync(README));
  writeFileSync(join(folder, "LICENSE"), licenceTexts(metafile));
}
