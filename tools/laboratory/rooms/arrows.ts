// The arrows of the house: which rooms import from which, ground floor first. Tests and the laboratory may
// import everything, and have none.
import type { IModule } from "dependency-cruiser";

/**
 * A room of `src` or `tools` by its path, and what else is imported: boards. Faces, and the tools' own files,
 * are of no room.
 */
const ROOM = /^(src\/device\/[^/]+|(?:src|tools)\/[^/]+(?=\/)|boards)/;
const WITHOUT = "tools/laboratory";

/**
 * By each room those that it imports from. A room stands behind all that it imports from, where they form no
 * circle.
 */
export function arrowsOf(modules: readonly IModule[]): Map<string, ReadonlySet<string>> {
  const arrows = new Map<string, Set<string>>();
  for (const { source, dependencies } of modules) {
    const from = roomOf(source);
    if (from === undefined) continue;
    const imported = arrows.get(from) ?? new Set();
    arrows.set(from, imported);
    for (const { resolved } of dependencies) {
      const to = roomOf(resolved);
      if (to !== undefined && to !== from) imported.add(to);
    }
  }
  return upwards(arrows);
}

function roomOf(path: string): string | undefined {
  const [room] = ROOM.exec(path) ?? [];
  return room === WITHOUT ? undefined : room;
}

function upwards(arrows: ReadonlyMap<string, ReadonlySet<string>>): Map<string, ReadonlySet<string>> {
  const placed = new Map<string, ReadonlySet<string>>();
  while (placed.size < arrows.size) {
    const next = [...arrows].filter(
      ([room, imported]) => !placed.has(room) && [...imported].every((room) => placed.has(room)),
    );
    if (next.length === 0) {
      const circle = [...arrows.keys()].filter((room) => !placed.has(room));
      throw new Error(`These rooms import from one another in a circle: ${circle.join(", ")}.`);
    }
    for (const [room, imported] of next) placed.set(room, imported);
  }
  return placed;
}
