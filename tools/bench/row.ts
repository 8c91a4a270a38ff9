// A row of the bench: one figure, what is counted and on which engine, and what it is held against.

/** A bound that a figure must keep. */
export type Target = { atLeast: number } | { moreThan: number } | { atMost: number } | { exactly: number };

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
}

/** A figure that stands for itself. */
export function figure(engine: string, unit: string, name: string, ours: number): Row {
  return { name, engine, unit, ours };
}

/** A figure of the gate: it has to keep its bound. */
export function gateRow(engine: string, unit: string, name: string, ours: number, target: Target): Row {
  return { ...figure(engine, unit, name, ours), target, met: isMet(ours, target) };
}

function isMet(value: number, target: Target): boolean {
  if ("atLeast" in target) return value >= target.atLeast;
  if ("moreThan" in target) return value > target.moreThan;
  if ("atMost" in target) return value <= target.atMost;
  return value === target.exactly;
}

/** A bound as people write it: ">= 400". */
export function targetText(target: Target): string {
  if ("atLeast" in target) return `>= ${target.atLeast}`;
  if ("moreThan" in target) return `> ${target.moreThan}`;
  if ("atMost" in target) return `<= ${target.atMost}`;
  return `= ${target.exactly}`;
}
