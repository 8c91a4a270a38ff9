// An image for NodeMCU's Lua Flash Store: modules as the chip runs them from flash, made of their sources
// with no tool.
import { gzip } from "pako";
import type { CompiledModule } from "./bytecode.ts";
import { compileLua, type LuaVersion } from "./compile.ts";
import { flashBytes53 } from "./flash-bytes-53.ts";
import { layout51 } from "./image-51.ts";
import { image53 } from "./image-53.ts";
import { type NumberBytes, SHORT_NUMBERS } from "./numbers-53.ts";

export interface LfsModule {
  /** The name for `node.LFS.get`. */
  name: string;
  /** A byte string. */
  source: string;
}

export interface LfsImage {
  /** The file for `node.LFS.reload`. */
  bytes: Uint8Array;
  /** Bytes of the LFS that it fills. */
  flashBytes: number;
}

/** The chip keeps no more than the last 16 KB of the unpacked bytes. */
const WINDOW_BITS = 14;

/**
 * The image of these modules for a Lua; `numbers` are those of a 5.3. The same modules make the same bytes.
 * Throws a BuildError for a source that does not compile.
 */
export function lfsImage(
  lua: LuaVersion,
  modules: readonly LfsModule[],
  numbers: NumberBytes = SHORT_NUMBERS,
): LfsImage {
  return lfsImageOf(lua, compiledOf(lua, modules), numbers);
}

/** The same of modules that are compiled. */
export function lfsImageOf(
  lua: LuaVersion,
  compiled: readonly CompiledModule[],
  numbers: NumberBytes = SHORT_NUMBERS,
): LfsImage {
  if (lua === "5.3")
    return { bytes: image53(compiled, numbers), flashBytes: flashBytes53(compiled, numbers) };
  const { bytes, flashBytes } = layout51(compiled);
  return { bytes: gzip(bytes, { level: 9, windowBits: WINDOW_BITS }), flashBytes };
}

/** The bytes of the LFS that the image would fill. Throws as `lfsImage` does. */
export function lfsFlashBytes(lua: LuaVersion, modules: readonly LfsModule[]): number {
  const compiled = compiledOf(lua, modules);
  return lua === "5.3" ? flashBytes53(compiled, SHORT_NUMBERS) : layout51(compiled).flashBytes;
}

function compiledOf(lua: LuaVersion, modules: readonly LfsModule[]): CompiledModule[] {
  return modules.map(({ name, source }) => ({ name, main: compileLua(lua, `${name}.lua`, source) }));
}
