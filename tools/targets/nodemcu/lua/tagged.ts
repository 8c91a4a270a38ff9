// Tags that an author has put on functions, by the names that these have in a chunk.

export interface Tagged {
  /** Read from flash when they are called. */
  cold: ReadonlySet<string>;
  /** Functions that run with each message: none becomes a branch of another one. */
  hot: ReadonlySet<string>;
}
