// Headlines of the record, which readers see first, and the answers in its chart.
import type { Bar } from "./chart.ts";
import type { ShownRecord, ShownRow } from "./record.ts";

/** What readers ask, in their words, and the headline that answers it. */
const QUESTIONS: readonly (readonly [question: string, headline: string])[] = [
  ["An Espruino board publishes at QoS 0", "Espruino: publish at QoS 0"],
  ["An Espruino board takes a message", "Espruino: take a message and route it"],
  ["The client in an Espruino board's memory", "Espruino: held by the client when it is connected"],
  ["A board with Lua publishes at QoS 0", "Lua 5.1: publish at QoS 0"],
  ["A board with Lua takes a message", "Lua 5.1: take a message and route it"],
  ["The client as Lua's bytecode", "Lua, bytecode of the client"],
  ["A program publishes at QoS 0", "Node, a program at a real socket: publish at QoS 0"],
  ["A program publishes at QoS 1, and awaits it", "Node, a program at a real socket: publish at QoS 1"],
  ["A program takes a message", "Node, a program at a real socket: take a message"],
  ["A program's idle client, with its socket", "Node: heap of an idle client with its socket"],
];

/**
 * One row for each headline, in the record's order: of its rows one that misses the target, else the first.
 */
export function headlineRows(record: ShownRecord): ShownRow[] {
  const rows = record.flatMap((section) => section.rows).filter(({ headline }) => headline !== undefined);
  return [...new Set(rows.map(({ headline }) => headline))].flatMap((headline) => {
    const same = rows.filter((row) => row.headline === headline);
    return same.find(({ met }) => met === false) ?? same[0] ?? [];
  });
}

/** The record's answers to what readers ask. */
export function answers(record: ShownRecord): Bar[] {
  const rows = headlineRows(record);
  return QUESTIONS.flatMap(([question, headline]) =>
    rows.filter((row) => row.headline === headline).map((row) => ({ question, row })),
  );
}
