// Steps for a tortured client, as calls of its functions; and the engines that can be asked to do them.

/** A function of the tortured client and its one argument. */
export interface MutationStep {
  call: "open" | "lose" | "take" | "tell" | "keep" | "drain" | "wait" | "prove" | "settle";
  bytes: string;
}

/** A tortured client on some engine. */
export interface Tortured {
  engine: string;
  /** A new client; see `begin`. */
  begin: (flags: string) => void;
  /**
   * Does the steps and says what has become of the client. Throws what escapes from it, and what it never
   * ends.
   */
  run: (steps: readonly MutationStep[]) => StepOutcome;
  /**
   * What it holds in memory, in a unit of the engine: values of the client's record, or bytes of Lua's heap.
   */
  held: () => number;
}

export interface StepOutcome {
  /** The same on each engine (`report`). */
  report: string;
  /** The promise that was broken, in words; "" when none was. */
  broken: string;
}

/** A chip's network hands its program no more at once. */
const BYTES_AT_ONCE = 1460;

/** The step as a chip has it: a long chunk from the broker in pieces. */
export function inPieces(step: MutationStep): MutationStep[] {
  if (step.call !== "take" || step.bytes.length <= BYTES_AT_ONCE) return [step];
  const pieces: MutationStep[] = [];
  for (let at = 0; at < step.bytes.length; at += BYTES_AT_ONCE)
    pieces.push({ call: "take", bytes: step.bytes.slice(at, at + BYTES_AT_ONCE) });
  return pieces;
}

/** More steps nobody reads: the seed brings them all back. */
const MOST_SHOWN = 40;

/** Steps as a person reads them, the last ones of many. */
export function stepsText(steps: readonly MutationStep[]): string {
  const lines = steps.slice(-MOST_SHOWN).map(({ call, bytes }) => `  ${call} ${hex(bytes)}`);
  const before = steps.length - lines.length;
  return [...(before > 0 ? [`  ${before} steps before these`] : []), ...lines].join("\n");
}

function hex(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("hex");
}
