// The port of an update's store: the parts of images on the flash, beside each other. Records of the update
// are the storage port's.

/** Each call blocks for as long as the flash takes: some milliseconds for a part of 2 KB. None throws. */
export interface UpdateStore {
  /** May a part have this name? No other file does: neither settings nor what an interpreter starts. */
  isPart: (name: string) => boolean;
  /** The names of all parts that are there, of whichever image, and in any state. */
  parts: () => string[];
  /** Bytes of the part; 0: it is not there. */
  lengthOf: (name: string) => number;
  /**
   * The native digest of the part as it is on the flash, its first 16 bytes or more; "": it is not there, or
   * memory is short.
   */
  digestOf: (name: string) => string;
  /**
   * Writes behind the `at` bytes that are there, of `all` that the part will have. False: it could not; then
   * the part has any length and content.
   */
  append: (name: string, at: number, bytes: string, all: number) => boolean;
  /** A part that is not there stays so. */
  remove: (name: string) => void;
  freeBytes: () => number;
  /** What a part of so many bytes takes of these; "": a record. */
  costOf: (bytes: number, name: string) => number;
}
