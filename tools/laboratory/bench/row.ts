// A row of the bench: one figure, what is counted and on which engine, and what it is held against.

import { numberText } from "./number-text.ts";

/** A bound that a figure must keep, or its ratio to a peer's. */
export type Target =
  | { atLeast: number }
  | { moreThan: number }
  | { atMost: number }
  | { exactly: number }
  | { ratioAtLeast: number }
  | { ratioAtMost: number };

export interface Row {
  /** What is counted, exactly. */
  name: string;
  /** Which engine or compiler counted. */
  engine: string;
  /** What one of `ours` is: "byte", "JsVar", "instruction". */
  unit: string;
  ours: number;
  target?: Target;
  /** Whether the target is met; only where there is one. */
  met?: boolean;
  /** Whose figure `value` is, the same thing counted in the same run; `ratio` is ours for one of theirs. */
  peer?: string;
  value?: number;
  ratio?: number;
  /** The day on which `value` was counted, when that was not in this run: the peer was not there. ISO 8601. */
  peerDate?: string;
  /** Is it a count that comes out the same on every machine? Such a one must not grow unseen. */
  exact?: true;
}

/** A figure that stands for itself. */
export function figure(engine: string, unit: string, name: string, ours: number): Row {
  return { name, engine, unit, ours };
}

/** A figure of the gate: it has to keep its bound. */
export function gateRow(engine: string, unit: string, name: string, ours: number, target: Target): Row {
  return { ...figure(engine, unit, name, ours), target, met: isMet(ours, target) };
}

/** The same row, whose figure comes out the same on every machine. */
export function exact(row: Row): Row {
  return { ...row, exact: true };
}

/** What the same thing costs a peer, counted in the same run; without a value where the peer is not there. */
export interface PeerFigure {
  peer: string;
  value?: number | undefined;
}

/** A figure beside a peer's. The target bounds either. */
export function peerRow(
  engine: string,
  unit: string,
  name: string,
  ours: number,
  { peer, value }: PeerFigure,
  target?: Target,
): Row {
  const row: Row = { ...figure(engine, unit, name, ours), peer };
  if (target !== undefined) row.target = target;
  return value === undefined ? judged(row) : withPeerValue(row, value);
}

/** The row beside this figure of its peer. */
export function withPeerValue(row: Row, value: number): Row {
  return judged({ ...row, value, ratio: row.ours / value });
}

/** Says whether the target is met, as far as that can be told. */
function judged(row: Row): Row {
  const { target, ratio, ours } = row;
  const isOfRatio = target !== undefined && ("ratioAtMost" in target || "ratioAtLeast" in target);
  if (target === undefined || (isOfRatio && ratio === undefined)) return row;
  return { ...row, met: isMet(ours, target, ratio) };
}

function isMet(value: number, target: Target, ratio = Number.NaN): boolean {
  if ("ratioAtLeast" in target) return ratio >= target.ratioAtLeast;
  if ("ratioAtMost" in target) return ratio <= target.ratioAtMost;
  if ("atLeast" in target) return value >= target.atLeast;
  if ("moreThan" in target) return value > target.moreThan;
  if ("atMost" in target) return value <= target.atMost;
  return value === target.exactly;
}

/** A bound as people write it: ">= 400". */
export function targetText(target: Target): string {
  if ("ratioAtLeast" in target) return `ratio >= ${numberText(target.ratioAtLeast)}`;
  if ("ratioAtMost" in target) return `ratio <= ${numberText(target.ratioAtMost)}`;
  if ("atLeast" in target) return `>= ${numberText(target.atLeast)}`;
  if ("moreThan" in target) return `> ${numberText(target.moreThan)}`;
  if ("atMost" in target) return `<= ${numberText(target.atMost)}`;
  return `= ${numberText(target.exactly)}`;
}
