// The nodes of Lua's syntax tree, which are those of TypeScriptToLua. Its index exports them too, and loads its whole
// transpiler with them: three times as long as this file takes, in every build, and all of it in the package.
export * from "typescript-to-lua/dist/LuaAST.js";
