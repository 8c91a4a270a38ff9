// A program's modules, located for the Lua side: in the chip's files, compiled as on the chip, or in its LFS;
// and the digests of its module `crypto`.

import { hash } from "node:crypto";
import type { LuaVersion } from "../../../targets/nodemcu/lua-wasm.ts";
import { compileLua, isBytecode } from "./compiler.ts";
import type { Files } from "./files.ts";
import type { LfsStore } from "./lfs/store.ts";
import type { Answers } from "./operations.ts";

export interface ModulesOptions {
  version: LuaVersion;
  /** Modules run from stripped bytecode. */
  loadBytecode: boolean;
  /** The chip has taken an image into its LFS and starts anew. */
  restart: () => never;
}

export function createModules(files: Files, lfs: LfsStore, options: ModulesOptions): Answers {
  const { version, loadBytecode, restart } = options;
  return {
    moduleProblem: (_, name) => {
      const text = files.contents(name);
      if (text === undefined || isBytecode(text)) return undefined;
      return compileLua(version, name, text).problem;
    },
    moduleChunk: (_, name) => {
      const text = files.contents(name);
      if (text === undefined || isBytecode(text) || !loadBytecode) return text;
      return compileLua(version, name, text).bytecode;
    },
    stripped: (_, name) => {
      const text = files.contents(name);
      return text === undefined ? undefined : compileLua(version, name, text).bytecode;
    },
    lfsReload: (_, name) => lfs.reload(files.contents(name), files.change) ?? restart(),
    lfsModule: (_, name) => lfs.module(name),
    lfsModules: () => lfs.names().join("\n"),
    digest: (bits, bytes) =>
      hash(bits === 256 ? "sha256" : "sha1", Buffer.from(bytes, "latin1"), "buffer").toString("latin1"),
  };
}
