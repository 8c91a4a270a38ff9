// The client alone as a package: what "ringmote/node" is, for a program that needs no tools. It depends on
// nothing.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BuildOptions } from "esbuild";
import { packageFolder } from "../../files/package-folder.ts";
import { compile } from "../../start/compile.js";
import { licenceTexts } from "../../web/licences.ts";
import { modulesOfPages } from "../../web/system-page/modules-of-pages.ts";
import { declarationsOf } from "./declarations.ts";
import { FACES } from "./entries.ts";

const NAME = "ringmote-client";
const CLIENT = "src/client";

const FOR_PAGE: BuildOptions = {
  platform: "browser",
  target: "es2022",
  minify: true,
  plugins: [modulesOfPages],
};
const README = new URL("client.md", import.meta.url);

/** Its package.json, with the version and the licence of this package. */
function packageManifest() {
  const { version, license, type, engines } = JSON.parse(
    readFileSync(join(packageFolder, "package.json"), "utf8"),
  );
  return {
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
}

/** Makes it as a folder. */
export async function makeClient(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
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
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(packageManifest(), undefined, 2)}\n`);
  writeFileSync(join(folder, "README.md"), readFileSync(README));
  writeFileSync(join(folder, "LICENSE"), licenceTexts(metafile));
}
