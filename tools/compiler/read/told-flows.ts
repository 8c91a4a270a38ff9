// Reports of a file's flows to a book of fields, in their order: another firmware's book gets the same ones.
import type ts from "typescript";
import type { FieldBook } from "./fields.ts";
import { mayHoldRecord } from "./ts-types.ts";

/** Tells a book one of them. */
export type Telling = (book: FieldBook) => void;

type Told = Pick<
  FieldBook,
  "teller" | "flow" | "flowOfCall" | "keep" | "keepName" | "uniteAll" | "escape" | "escapeUnknown"
>;

export class ToldFlows implements Told {
  teller: ts.Node | undefined;
  readonly all: Telling[] = [];
  /** What has flown needs no second word. */
  private readonly flown = new Map<ts.Type, Set<ts.Type>>();

  flow(from: ts.Type, to: ts.Type): void {
    if (from === to || !mayHoldRecord(from) || !mayHoldRecord(to)) return;
    const known = this.flown.get(from) ?? new Set();
    this.flown.set(from, known);
    if (known.has(to)) return;
    known.add(to);
    const { teller } = this;
    this.all.push((book) => {
      book.teller = teller;
      book.flow(from, to);
    });
  }

  flowOfCall(from: ts.Type, to: ts.Type): void {
    const { teller } = this;
    this.all.push((book) => {
      book.teller = teller;
      book.flowOfCall(from, to);
    });
  }

  keep(property: ts.Symbol): void {
    this.all.push((book) => book.keep(property));
  }

  keepName(name: string): void {
    this.all.push((book) => book.keepName(name));
  }

  uniteAll(property: ts.Symbol): void {
    this.all.push((book) => book.uniteAll(property));
  }

  escape(type: ts.Type): void {
    this.all.push((book) => book.escape(type));
  }

  escapeUnknown(): void {
    this.all.push((book) => book.escapeUnknown());
  }
}
