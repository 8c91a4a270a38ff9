// Was the client told of each session that the broker began?

/**
 * Where the answer to a CONNECT is lost, the session of that attempt is present ever after, and nothing tells
 * it from the one before: what hung on that is gone.
 */
export class Certainty {
  isCertain = true;
  /** The broker has begun a session that the client was not told of. */
  private hasUntold = false;

  /** The broker lets the client in, to the session that it has or to a new one. */
  admitted(hasSession: boolean): void {
    this.hasUntold ||= !hasSession;
  }

  /** The client was told; `isFirst`: it expects nothing of a session of before. */
  greeted(present: boolean, isFirst: boolean): void {
    this.isCertain &&= !present || !this.hasUntold || isFirst;
    this.hasUntold = false;
  }
}
