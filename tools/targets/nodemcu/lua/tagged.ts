// What their author says of functions, by the names that they have in a chunk.

export interface Tagged {
  /** Read from flash when they are called. */
  cold: ReadonlySet<string>;
  /** They run with each message: none is a branch of another one. */
  hot: ReadonlySet<string>;
}
