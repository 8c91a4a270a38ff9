// A linked program becomes the folder of a NodeMCU image: init.lua and a few small modules.
import { BuildError } from "../build-error.ts";
import type { ImageFile } from "../image.ts";
import type { LinkedProgram } from "../linked-program.ts";
import { madeUp } from "../mapped-text.ts";
import { numberFields } from "./field-numbers.ts";
import { initLua } from "./init.ts";
import { withLibraryLocals } from "./library-locals.ts";
import { checkLimits } from "./limits.ts";
import { countWithFor } from "./loops.ts";
import { methodNames, withNumberedRecords } from "./numbered-records.ts";
import { withPrelude } from "./prelude.ts";
import { printLua } from "./print.ts";
import { shortenNames } from "./rename.ts";
import { splitModules } from "./split.ts";
import { transpile } from "./transpile.ts";
import { inLineOrder } from "./unhoist.ts";

/** The files of the image. The same text runs on Lua 5.1 and on 5.3. */
export function emitNodeMcu(linked: LinkedProgram): ImageFile[] {
  const { origins } = linked.source;
  const transpiled = countWithFor(inLineOrder(transpile(linked)));
  const numbers = numberFields(linked, methodNames(transpiled));
  const statements = withPrelude(withNumberedRecords(transpiled, numbers));
  const modules = splitModules(statements, origins).map(({ name, statements: own }) => {
    const complete = withLibraryLocals(own);
    shortenNames(complete);
    return { name, content: printLua(complete, origins) };
  });
  const refusals = modules.flatMap(({ name, content }) => checkLimits(name, content));
  if (refusals.length > 0) throw new BuildError(refusals);
  return [
    { name: "init.lua", content: madeUp(initLua(modules.map(({ name }) => name))) },
    ...modules.map(({ name, content }) => ({ name: `${name}.lua`, content })),
  ];
}
