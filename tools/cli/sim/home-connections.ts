// The devices of a home that have a connection to its broker, as their consoles say.

const LOST = "not connected: ";

export class HomeConnections {
  /** Why each has none; "" for who has one. */
  private readonly whys = new Map<string, string>();

  /** A line of somebody's console. */
  heard(who: string, line: string): void {
    if (line === "connected") this.whys.set(who, "");
    else if (line.startsWith(LOST)) this.whys.set(who, line.slice(LOST.length));
  }

  /**
   * Why nobody has a connection, in the words of the last who lost one; `undefined` where somebody has one,
   * or nobody tried.
   */
  whyNobody(): string | undefined {
    const whys = [...this.whys.values()];
    return whys.includes("") ? undefined : whys.at(-1);
  }
}
