// How much the broker keeps of its clients, all together: what they filled cannot take its memory from everybody else.

export interface Stock {
  /** Takes room for something that is kept from now on; false when there is none left. */
  take: (bytes: number) => boolean;
  /** It is not kept any more. */
  give: (bytes: number) => void;
}

export function createStock(most: number): Stock {
  let taken = 0;
  return {
    take(bytes) {
      if (taken + bytes > most) return false;
      taken += bytes;
      return true;
    },
    give(bytes) {
      taken -= bytes;
    },
  };
}
