// A memory quota for one kind of stored data: a total for all clients, and a share for each, so that no
// client can use up the broker's memory or the others' room.

/** In bytes. */
export interface Room {
  ofAll: number;
  ofOne: number;
}

/** `owner` is the identifier of the client that owns the data. */
export interface Quota {
  /** Reserves room for stored data; false when none is left. */
  take: (owner: string, bytes: number) => boolean;
  /** Returns the room. */
  give: (owner: string, bytes: number) => void;
  /** Is the amount within one owner's share? */
  isShare: (bytes: number) => boolean;
  /** Would `take` succeed? */
  hasRoom: (owner: string, bytes: number) => boolean;
}

/**
 * `clear`, where present, frees all room of an owner: that of the owner with the most, when others are
 * entitled to room. Without it, a late client finds none.
 */
export function createQuota({ ofAll, ofOne }: Room, clear?: (owner: string) => void): Quota {
  const shares = new Map<string, number>();
  let taken = 0;

  const shareOf = (owner: string) => shares.get(owner) ?? 0;

  function largestOwner(): string {
    let largest = "";
    for (const [owner, share] of shares) if (share > shareOf(largest)) largest = owner;
    return largest;
  }

  /** Does everything fit, once the largest owners are cleared? */
  function makeRoom(bytes: number): boolean {
    while (clear !== undefined && taken + bytes > ofAll) {
      const before = taken;
      clear(largestOwner());
      if (taken === before) break;
    }
    return taken + bytes <= ofAll;
  }

  return {
    take(owner, bytes) {
      if (shareOf(owner) + bytes > ofOne || !makeRoom(bytes)) return false;
      taken += bytes;
      shares.set(owner, shareOf(owner) + bytes);
      return true;
    },
    give(owner, bytes) {
      taken -= bytes;
      const remaining = shareOf(owner) - bytes;
      if (remaining > 0) shares.set(owner, remaining);
      else shares.delete(owner);
    },
    isShare: (bytes) => bytes <= ofOne,
    hasRoom: (owner, bytes) => shareOf(owner) + bytes <= ofOne && taken + bytes <= ofAll,
  };
}
