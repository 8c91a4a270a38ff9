// Headlines of the record, which readers see first, and the answers in its chart.
import type { Bar } from "./chart.ts";
import type { ShownRecord, ShownRow } from "./record.ts";

/** What readers ask, in their words, and the headline that answers it. */
const QUESTIONS: readonly (readonly [question: string, headline: string])[] = [
  ["An Espruino board publishes at QoS 0", "Espruino: publish to a prepared topic at QoS 0"],
  ["An Espruino board takes a message", "Espruino: take a message and route it"],
  [
    "The client in an Espruino board's memory",
    "Espruino, pool of 1600: held by the client when it is connected",
  ],
  ["A board with Lua publishes at QoS 0", "Lua 5.1: publish to a prepared topic at QoS 0"],
  ["A board with Lua takes a message", "Lua 5.1: take a message and route it"],
  ["The client as Lua's bytecode", "Lua, bytecode of the client"],
  ["A program publishes at QoS 0", "Node, a program at a real socket: publish to a prepared topic at QoS 0"],
  [
    "A program publishes at QoS 1, and awaits it",
    "Node, a program at a real socket: send at QoS 1, 1,000 callers",
  ],
  ["A program takes a message", "Node, a program at a real socket: take a message at QoS 0"],
  ["A program's idle client, with its socket", "Node: heap of an idle client with its socket"],
];

/**
 * Every row that misses its target, and the first one of each headline whose rows all meet theirs, in the
 * record's order.
 */
export function headlineRows(record: ShownRecord): ShownRow[] {
  const rows = record.flatMap((section) => section.rows);
  const missed = new Set(rows.filter(({ met }) => met === false).map(({ headline }) => headline));
  const shown = new Set<string>();
  return rows.filter(({ headline, met }) => {
    if (met === false) return true;
    if (headline === undefined || missed.has(headline) || shown.has(headline)) return false;
    shown.add(headline);
    return true;
  });
}

/** The record's answers to what readers ask. */
export function answers(record: ShownRecord): Bar[] {
  const rows = headlineRows(record);
  return QUESTIONS.flatMap(([question, headline]) =>
    rows
      .filter((row) => row.headline === headline)
      .slice(0, 1)
      .map((row) => ({ question, row })),
  );
}
