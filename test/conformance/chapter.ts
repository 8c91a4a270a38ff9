// The statements of a standard, by chapter.
//
// Each is shown by a test whose name cites it, or has the reason why none does. The statements that only bind a server
// are left out, but for those that fix the bytes a client sends, or what it may expect of an answer.

export interface Statement {
  /** Without "MQTT-". */
  id: string;
  rule: string;
  /** Why no test shows it. */
  reason?: string;
}

export interface Chapter {
  title: string;
  statements: readonly Statement[];
}

export type Row = readonly [id: string, rule: string, reason?: string];

export function chapter(title: string, rows: readonly Row[]): Chapter {
  return { title, statements: rows.map(([id, rule, reason]) => ({ id, rule, reason })) };
}
