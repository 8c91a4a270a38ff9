// Room for one kind of thing that the broker keeps of its clients: so much of all together, and of each no
// more than a share, so that what some filled cannot take the broker's memory, nor everybody else's room.

/** In bytes. */
export interface Room {
  ofAll: number;
  ofOne: number;
}

/** `owner` is the identifier of the client that it belongs to. */
export interface Quota {
  /** Takes room for something that is kept from now on; false when there is none left. */
  take: (owner: string, bytes: number) => boolean;
  /** Gives the room back. */
  give: (owner: string, bytes: number) => void;
  /** Is it no more than the share of one owner? */
  isShare: (bytes: number) => boolean;
  /** Would `take` find room? */
  hasRoom: (owner: string, bytes: number) => boolean;
}

/**
 * `clear`, where there is one, frees all room of an owner: that of the owner with the most, when others need
 * room that they have a right to. Without it, a client that comes too late finds none.
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

  /** Has everything room together, when the largest have been cleared? */
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
      const left = shareOf(owner) - bytes;
      if (left > 0) shares.set(owner, left);
      else shares.delete(owner);
    },
    isShare: (bytes) => bytes <= ofOne,
    hasRoom: (owner, bytes) => shareOf(owner) + bytes <= ofOne && taken + bytes <= ofAll,
  };
}
