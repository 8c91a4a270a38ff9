// The edges of a rotary encoder's two lines (quadrature), as a target counts them whose interrupts tell the
// levels.
//
// At rest both lines are high. Turned clockwise, clk falls first, then dt falls, clk rises and dt rises. A
// contact that bounces goes to and fro between two phases: what it counts it takes back. Where both lines
// have changed, an edge was lost, and either way may be meant: the phase stays, so that what follows counts
// back to where the knob was, and the next rest is one again.

export interface Quadrature {
  /** 0 at rest, then 1, 2 and 3 clockwise. */
  phase: number;
  /** Since they were taken. */
  edges: number;
}

/** Of a knob at rest. One that is not counts nothing until it has come there. */
export function newQuadrature(): Quadrature {
  return { phase: 0, edges: 0 };
}

/** The lines have these levels now. */
export function linesSeen(quadrature: Quadrature, clk: boolean, dt: boolean): void {
  const phase = dt ? (clk ? 0 : 1) : clk ? 3 : 2;
  const moved = (phase - quadrature.phase) & 3;
  if (moved === 0 || moved === 2) return;
  quadrature.phase = phase;
  quadrature.edges += moved === 1 ? 1 : -1;
}

export function takeEdges(quadrature: Quadrature): number {
  const edges = quadrature.edges;
  quadrature.edges = 0;
  return edges;
}
