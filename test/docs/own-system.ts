// The system of a user's own that docs/systems.md shows: its files, by their paths in the project.

/** Each block of code with a mark `<!-- own system: bells/scenario.ts -->` in front. Throws where there is none. */
export function ownSystemFiles(page: string): Record<string, string> {
  const blocks = [...page.matchAll(/<!-- own system: (\S+) -->\n```ts\n(.*?)```/gs)];
  if (blocks.length === 0) throw new Error("docs/systems.md shows no system of one's own.");
  return Object.fromEntries(blocks.map(([, name = "", code = ""]) => [name, code]));
}
