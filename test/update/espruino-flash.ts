// Storage of a hosted Espruino whose power goes at a chosen change: before it, with the file's header alone,
// or with some bytes of it.

/** What a write that power leaves has written: nothing, or so many bytes behind its header. */
export const LEFT_BY_A_CUT = [undefined, 0, 3] as const;

export class PoweredStorage extends Map<string, string> {
  /** Changes before that at which the power goes. */
  changesLeft = Number.POSITIVE_INFINITY;
  keptBytes: (typeof LEFT_BY_A_CUT)[number] = undefined;
  isOff = false;

  override set(name: string, content: string): this {
    if (this.isOff) return this;
    if (!this.isCut()) return super.set(name, content);
    const { keptBytes } = this;
    if (keptBytes === undefined) return this;
    return super.set(name, content.slice(0, keptBytes).padEnd(content.length, "\xff"));
  }

  override delete(name: string): boolean {
    if (this.isOff || this.isCut()) return false;
    return super.delete(name);
  }

  private isCut(): boolean {
    // The constructor of a map fills it before there are fields.
    this.isOff = this.changesLeft === 0;
    this.changesLeft -= 1;
    return this.isOff;
  }
}

/** The files of `storage`, with the power on. */
export function poweredOn(storage: Iterable<readonly [string, string]>): PoweredStorage {
  const powered = new PoweredStorage();
  for (const [name, content] of storage) powered.set(name, content);
  return powered;
}
