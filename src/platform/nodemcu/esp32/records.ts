// Records in files of the ESP32.

function contents(name: string): string | undefined {
  const handle = io.open(name, "r");
  if (handle === undefined) return undefined;
  const bytes = handle.read("*a");
  handle.close();
  return bytes;
}

/** A file is not replaced in one step: the new one stands beside the old one until that is gone. */
export function writeRecord(name: string, bytes: string): boolean {
  const fresh = name + ".new";
  // Left alone by a cut, it is the only copy: it must not be written over before it stands in its place.
  file.rename(fresh, name);
  const handle = io.open(fresh, "w");
  if (handle === undefined) return false;
  const written = handle.write(bytes);
  handle.close();
  if (written === undefined) return false;
  file.remove(name);
  return file.rename(fresh, name);
}

export function readRecord(name: string): string | undefined {
  const bytes = contents(name);
  return bytes === undefined ? contents(name + ".new") : bytes;
}
