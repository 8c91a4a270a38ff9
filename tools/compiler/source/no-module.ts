// Files that an import may name and that no image can hold.

/** What to do instead of importing a file by its relative path, when it is not a module's. */
export function noModule(name: string): string | undefined {
  if (!name.startsWith("./") && !name.startsWith("../")) return undefined;
  if (name.endsWith(".json"))
    return `"${name}" is JSON, and an image holds modules only: write what is in it as a record in a .ts file, export const name = { ... }, and import that.`;
  if (name.endsWith(".d.ts"))
    return `"${name}" only declares things, which are in no image: import the .ts file that has them.`;
  return undefined;
}
