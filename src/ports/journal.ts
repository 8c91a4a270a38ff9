// The journal's port: two areas of the flash, or two files, to which bytes are appended until all of one are
// erased.

/** The port of a target. */
export interface JournalPort extends JournalAreas {
  /**
   * Where the first area begins, as the board's file says it, and the bytes of each. Called once, before all
   * else. Files have no place.
   */
  setUp: (at: number, areaBytes: number) => void;
}

/**
 * Each call blocks for as long as the flash takes: some milliseconds a write, some 50 an erased page of 4,096
 * bytes. None throws.
 */
export interface JournalAreas {
  /** Bytes of each of the two areas, the same at each start: a multiple of 16, at least 512. */
  areaBytes: () => number;
  /**
   * `count` bytes of area 0 or 1 from `at` on, both multiples of 4; what is erased reads as "\xff", or is
   * left out at the end.
   */
  read: (area: number, at: number, count: number) => string;
  /**
   * Writes a multiple of 4 bytes at `at`, where nothing was written since the area was erased. They are on
   * the flash when it returns: behind a power cut none, some or all of them are there. False: they could not
   * be written, and any of them may be there.
   */
  write: (area: number, at: number, bytes: string) => boolean;
  /** Erases all of an area. False: it could not be, and anything may be in it. */
  erase: (area: number) => boolean;
}
