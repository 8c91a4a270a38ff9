// The journal's areas as two files, which are never removed: they grow, and are emptied. SPIFFS may damage
// what lies beside a write when the power goes (nodemcu-firmware#3148), which the checks of the records tell.

type OpenFile = (this: void, name: string, mode: "r" | "w" | "a") => FileHandle | undefined;

let bytes = 0;
/** The one that is open for reading, and its area: opening one looks through the file system. */
let open: FileHandle | undefined;
let openArea = -1;

export function setUp(_: number, areaBytes: number): void {
  bytes = areaBytes;
}

export function areaBytesOf(): number {
  return bytes;
}

/** @cold */
function nameOf(area: number): string {
  return area === 0 ? "rm.j0" : "rm.j1";
}

/** @cold */
function close(): void {
  const old = open;
  open = undefined;
  openArea = -1;
  if (old !== undefined) old.close();
}

/** @cold */
export function readFrom(openFile: OpenFile, area: number, at: number, count: number): string {
  if (openArea !== area) {
    close();
    open = openFile(nameOf(area), "r");
    openArea = area;
  }
  const from = open;
  if (from === undefined || from.seek("set", at) !== at) return "";
  return from.read(count) ?? "";
}

/** @cold */
export function writeTo(openFile: OpenFile, area: number, at: number, text: string): boolean {
  close();
  const to = openFile(nameOf(area), "a");
  if (to === undefined) return false;
  // Another one than what was read: something else has written it, or a write was cut.
  const isAtEnd = to.seek("end", 0) === at;
  const isWritten = isAtEnd && to.write(text) !== undefined;
  to.close();
  return isWritten;
}

/** @cold */
export function emptyFile(openFile: OpenFile, area: number): boolean {
  close();
  const empty = openFile(nameOf(area), "w");
  if (empty === undefined) return false;
  empty.close();
  return true;
}
