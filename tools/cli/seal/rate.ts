// Rate of something that others bring about: some at once, and then one after each interval.

export class Rate {
  private left: number;
  private since: number | undefined;

  constructor(
    private readonly atOnce: number,
    private readonly intervalMs: number,
  ) {
    this.left = atOnce;
  }

  /** Is there room for one more now? Then it is taken. */
  takes(now: number): boolean {
    const regained = (now - (this.since ?? now)) / this.intervalMs;
    this.left = Math.min(this.atOnce, this.left + regained);
    this.since = now;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}
