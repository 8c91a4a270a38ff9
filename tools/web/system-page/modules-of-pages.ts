// The client in a page: of modules that take something of Node, a page has one of its own.
import { basename, join } from "node:path";
import type { Plugin } from "esbuild";
import { packageFolder } from "../../files/package-folder.ts";

const CLIENT = join(packageFolder, "src", "client");
const OWN = ["text.ts", "sends/send-store.ts", "tokens/hmac.ts"].map((path) => join(CLIENT, path));

export const modulesOfPages: Plugin = {
  name: "modules of a page",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.{1,2}\/[\w/-]+\.ts$/ }, ({ path, resolveDir }) =>
      OWN.includes(join(resolveDir, path)) ? { path: join(CLIENT, "page", basename(path)) } : undefined,
    ),
};
