// The function that an LFS of Lua 5.1 begins at: given a module's name it gives that module, otherwise a time
// and the list of names. It is compiled as any other function, and then the modules take the places of empty
// ones.
import type { CompiledModule, LuaFunction } from "./bytecode.ts";
import { compileLua } from "./compile.ts";

const SOURCE = "=lfs";

export function lookupFunction(modules: readonly CompiledModule[]): LuaFunction {
  const names = modules.map(({ name }) => JSON.stringify(name));
  const lookups = names.map((name) => `if name==${name} then return function() end end`);
  // Always the same time: the same modules make the same image.
  const text = `return function(name)\n${lookups.join("\n")}\nreturn 0,{${names.join(",")}}\nend`;
  const [lookup] = compileLua("5.1", "lfs", text).functions;
  if (lookup === undefined) throw new Error("The lookup of the LFS was not compiled.");
  return { ...lookup, source: SOURCE, functions: modules.map(({ main }) => main) };
}
