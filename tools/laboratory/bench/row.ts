// A row of the bench: one figure, what is counted and on which engine, and what it is held against. The
// record, the tables, the page and the chart are made of nothing else.
import { numberText } from "./number-text.ts";

/** A bound that a figure must keep, or its ratio to a peer's. */
const BOUNDS = {
  atLeast: { text: ">=", keeps: (value: number, bound: number) => value >= bound },
  atMost: { text: "<=", keeps: (value: number, bound: number) => value <= bound },
  exactly: { text: "=", keeps: (value: number, bound: number) => value === bound },
  ratioAtLeast: { text: "ratio >=", keeps: (value: number, bound: number) => value >= bound },
  ratioAtMost: { text: "ratio <=", keeps: (value: number, bound: number) => value <= bound },
} as const;

type Bound = keyof typeof BOUNDS;

/** One of these. */
export type Target = Readonly<Partial<Record<Bound, number>>>;

export interface Figure {
  /** What is counted, exactly. */
  name: string;
  /** Which engine or compiler counted. */
  engine: string;
  /** What one of `ours` is: "byte", "JsVar", "instruction". */
  unit: string;
  ours: number;
  target?: Target | undefined;
  /**
   * Whose figure `value` is, the same thing counted in the same run; without a value where the peer is not
   * there.
   */
  peer?: string | undefined;
  value?: number | undefined;
  /**
   * What it is called in docs/performance.md; of the rows of one headline one that misses its target is
   * shown, else the first.
   */
  headline?: string | undefined;
}

export interface Row extends Figure {
  /** Whether the target is met, as far as that can be told. */
  met?: boolean;
  /** Ours for one of theirs. */
  ratio?: number;
  /**
   * The day on which `value` was counted, when that was not in this run: the peer was not there. ISO 8601.
   */
  peerDate?: string;
}

/** As it is recorded, however a figure came about. */
const ORDER = ["name", "engine", "unit", "ours", "peer", "value", "target", "headline"] as const;

/** A figure with what follows from it; what is undefined is left out. */
export function benchRow(figure: Figure): Row {
  const { ours, value, target } = figure;
  const pairs = ORDER.flatMap((key) => (figure[key] === undefined ? [] : [[key, figure[key]]]));
  const row: Row = Object.fromEntries(pairs);
  if (value !== undefined) row.ratio = ours / value;
  if (target === undefined) return row;
  const [name, bound] = boundOf(target);
  const judged = name.startsWith("ratio") ? row.ratio : ours;
  return judged === undefined ? row : { ...row, met: BOUNDS[name].keeps(judged, bound) };
}

/** A bound as people write it: ">= 400". */
export function targetText(target: Target): string {
  const [name, bound] = boundOf(target);
  return `${BOUNDS[name].text} ${numberText(bound)}`;
}

function boundOf(target: Target): [Bound, number] {
  return Object.entries(target)[0] as [Bound, number];
}
