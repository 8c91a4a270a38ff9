// A program becomes the folder of a NodeMCU image.

import type { Program } from "../../compiler/ir/program.ts";
import { madeUp } from "../../compiler/source/mapped-text.ts";
import type { ImageFile } from "../image.ts";
import type { StartNeeds } from "../start-needs.ts";
import { withBytePairs } from "./lua/byte-pairs.ts";
import { START_LIST, startList, startListIn } from "./lua/init.ts";
import { imageOf, modulesOf, type WholeChunk } from "./lua/modules-of-image.ts";
import { CHOICE, SET_UP } from "./lua/set-up-names.ts";
import { luaChunk } from "./translate/chunk.ts";

/** The files of the image. The same text runs on Lua 5.1 and on 5.3. */
export function emitLua(program: Program, start?: StartNeeds): ImageFile[] {
  return imageOf(chunkOf(program), start);
}

/**
 * The files of an image with the set-up of its device: modules of its own, and those that choose, which the
 * start list names.
 */
export function withSetUp(files: readonly ImageFile[], setUp: Program, choice: Program): ImageFile[] {
  const whole = chunkOf(choice);
  // A choice that is over at once needs no code that is read when it is called.
  const chooses = modulesOf({ ...whole, tagged: { ...whole.tagged, cold: new Set() } }, CHOICE);
  const instead = modulesOf(chunkOf(setUp), SET_UP);
  const ownFiles = files.map((file) => {
    if (file.name !== `${START_LIST}.lua`) return file;
    const { modules = [] } = startListIn(file.content.text) ?? {};
    const list = startList({ modules, choice: chooses.started, setUp: instead.started });
    return { ...file, content: madeUp(list) };
  });
  return [...ownFiles, ...chooses.files, ...instead.files];
}

function chunkOf(program: Program): WholeChunk {
  const chunk = luaChunk(program);
  return { ...chunk, statements: withBytePairs(chunk.statements) };
}
