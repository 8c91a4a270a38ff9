// Sentences about programs of others that a board starts by itself: they may open again what ringmote shuts.
import type { RemovedFiles } from "./device-console.ts";

/** The files that run before, as one sentence. `isKept`: this flash leaves them, as it was told. */
export function beforeWords(files: readonly string[], isKept = false): string {
  const cure = isKept ? "flash the board without --keep-boot-files" : "flash the board";
  return (
    `${files.join(" and ")} of another program run${files.length > 1 ? "" : "s"} before ringmote's at each start, and may open the console to the network again: ` +
    `${cure} to take ${files.length > 1 ? "them" : "it"} away.`
  );
}

/** What a flash has taken away, as one sentence. */
export function removedWords({ files, bytes }: RemovedFiles): string {
  const are = files.length > 1 ? "are" : "is";
  return `${files.join(" and ")} of another program, which would start with the board, ${are} removed (${bytes} bytes).`;
}
