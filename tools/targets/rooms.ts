// The room that a source file belongs to: the unit in which sizes are reported.

const SOURCE_ROOM = /(?:^|\/)src\/([^/]+)\//;

/**
 * `src/mqtt/client.ts` is in "mqtt", a firmware's own files are "firmware", what the build made up is
 * "build". `file` is a path as `Place.file` has it, with forward slashes.
 */
export function roomOf(file: string | undefined): string {
  if (file === undefined) return "build";
  const room = SOURCE_ROOM.exec(file)?.[1];
  if (room !== undefined) return room;
  return /(?:^|\/)boards\//.test(file) ? "boards" : "firmware";
}
