// What is said of a board that starts programs of others before ringmote's: they may open again what ringmote shuts.

/** The files that run before, as one sentence. */
export function beforeWords(files: readonly string[]): string {
  return (
    `${files.join(" and ")} of another program run${files.length > 1 ? "" : "s"} before ringmote's at each start, and may open the console to the network again: ` +
    'where you do not know that program, say "ringmote erase --everything", then flash the board anew.'
  );
}
