// Records in files of the ESP8266.

/** A file is not replaced in one step: the new one stands beside the old one until that is gone. */
export function writeRecord(name: string, bytes: string): boolean {
  const fresh = name + ".new";
  // Left alone by a cut, it is the only copy: it must not be written over before it stands in its place.
  file.rename(fresh, name);
  if (file.putcontents(fresh, bytes) !== true) return false;
  file.remove(name);
  return file.rename(fresh, name);
}

export function readRecord(name: string): string | undefined {
  const bytes = file.getcontents(name);
  return bytes === undefined ? file.getcontents(name + ".new") : bytes;
}
