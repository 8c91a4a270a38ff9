// A program becomes the folder of a NodeMCU image.

import type { Program } from "../../compiler/ir/program.ts";
import type { ImageFile } from "../image.ts";
import { withBytePairs } from "./lua/byte-pairs.ts";
import { imageOf } from "./lua/modules-of-image.ts";
import { luaChunk } from "./translate/chunk.ts";

/** The files of the image. The same text runs on Lua 5.1 and on 5.3. */
export function emitLua(program: Program, sleeps = false): ImageFile[] {
  const chunk = luaChunk(program);
  return imageOf({ ...chunk, statements: withBytePairs(chunk.statements) }, sleeps);
}
