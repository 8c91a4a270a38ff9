// Aborting a program's wait by an AbortSignal.

/** An `AbortSignal`, as Node and browsers have it. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** Calls `aborted` once the signal is aborted: now, if it is already. Returns what ends the watch. */
export function onAbort(signal: Signal | undefined, aborted: (reason: unknown) => void): () => void {
  if (signal === undefined) return nothing;
  const abort = () => aborted(signal.reason);
  if (signal.aborted) {
    abort();
    return nothing;
  }
  signal.addEventListener("abort", abort);
  return () => signal.removeEventListener("abort", abort);
}

function nothing(): void {}
