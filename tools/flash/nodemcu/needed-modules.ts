// Modules of the firmware that an image uses, read from its Lua sources.
import type { FlashImage } from "../device-console.ts";
import { MODULES } from "./identify.ts";

/** The modules that `init.lua` needs as well. */
const ALWAYS = ["bit", "file", "net", "node", "tmr", "wifi"];

/** In alphabetical order. Compiled files are not read: their texts and names look the same. */
export function neededModules({ files }: Pick<FlashImage, "files">): string[] {
  const needed = new Set(ALWAYS);
  for (const { name, content } of files) {
    if (!name.endsWith(".lua")) continue;
    const code = content.replace(/"(?:\\.|[^"\\])*"/gs, '""').replace(/--[^\n]*/g, "");
    for (const [, module] of code.matchAll(/(?<![\w.:])(\w+)\.\w/g))
      if (MODULES.includes(module)) needed.add(module);
  }
  return [...needed].sort();
}
