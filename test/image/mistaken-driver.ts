// A driver of one's own, as a newcomer writes one, with a mistake that shows when its first reading is
// collected: line 11.
export const MISTAKEN_DRIVER = `import { newPart, type Part, type Quantity } from "ringmote/driver.ts";

export function probe(role: string): Part & { level: Quantity } {
  const part = newPart(role, "none", () => {}, () => 10, collect) as Part & { level: Quantity };
  part.level = { part, decimals: 0, value: undefined };
  return part;
}

function collect(): string {
  const table: { points?: number[] } = {};
  (table.points as number[]).push(1);
  return "";
}
`;
