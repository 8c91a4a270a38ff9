// Sources of an image that go into the LFS: all of its Lua, each module under the
// name by which it is required.
import { createHash } from "node:crypto";
import { START_LIST, startListIn } from "../lua/init.ts";
import { isInLfs } from "./in-lfs.ts";
import type { LfsModule } from "./lfs-image.ts";
import { lfsName } from "./lfs-name.ts";

/** A file of an image; its content is a byte string. */
interface LuaFile {
  name: string;
  content: string;
}

export interface LfsSources {
  /** The name of the LFS's image, without its ending. A module of this name starts it. */
  name: string;
  modules: readonly LfsModule[];
}

/**
 * Runs first. Code that is read when called would be a file by its name, which does not exist: the LFS has
 * it.
 */
const FROM_LFS = `local get,read=node.LFS.get,loadfile
function loadfile(name)return get(name)or read(name)end
`;

/** `files` are those of a finished image. */
export function lfsSources(files: readonly LuaFile[]): LfsSources {
  const list = files.find(({ name }) => name === `${START_LIST}.lua`)?.content ?? "";
  const started = startListIn(list)?.modules ?? [];
  const sources = files.filter(isInLfs).map(({ name, content }) => {
    const module = name.replace(/\.lua$/, "");
    // A file that is no module is read when it is called, by the name of its compiled file.
    return { name: started.includes(module) ? module : `${module}.lc`, source: content };
  });
  const name = lfsName(
    digest(sources),
    sources.map((module) => module.name),
  );
  return { name, modules: [...sources, { name, source: FROM_LFS }] };
}

function digest(modules: readonly LfsModule[]): string {
  return createHash("sha256")
    .update(JSON.stringify([modules, FROM_LFS]))
    .digest("hex");
}
