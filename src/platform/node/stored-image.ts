// Image in a store: the one that the cable brings, and what the parts of a manifest are together.
import type { Storage } from "../../ports/storage.ts";
import type { UpdateStore } from "../../ports/update-store.ts";
import { digestText, type Manifest, readManifest } from "../../update/manifest.ts";
import { flashedByCable, readStanding, slotRecord } from "../../update/standing.ts";
import { HASHES } from "./hash.ts";

/** Which image the cable has brought last. */
const CABLE_RECORD = "update-cable";

/** Has the cable brought this one last? */
export function isFromCable(storage: Storage, manifest: string): boolean {
  return storage.readRecord(CABLE_RECORD) === manifest;
}

/**
 * Puts an image where the loader finds it: `contentOf` gives its manifest's parts by their names. False: the
 * disk did not take it.
 */
export function takeFromCable(
  storage: Storage,
  store: UpdateStore,
  manifest: string,
  contentOf: (name: string) => string,
): boolean {
  for (const { name } of readManifest(manifest).parts) {
    const content = contentOf(name);
    if (store.digestOf(name) === HASHES.sha256(content)) continue;
    store.remove(name);
    if (!store.append(name, 0, content, content.length)) return false;
  }
  const standing = readStanding(storage);
  return (
    storage.writeRecord(slotRecord(1 - standing.slot), manifest) &&
    flashedByCable(storage, standing) &&
    storage.writeRecord(CABLE_RECORD, manifest)
  );
}

/** The manifest's parts, one behind the other. Throws where one is not as it says. */
export function contentOf({ parts }: Manifest, read: (name: string) => string | undefined): string {
  return parts
    .map(({ name, digest }) => {
      const content = read(name);
      if (content === undefined || digestText(HASHES.sha256(content)) !== digest)
        throw new Error(`the part ${name} is damaged`);
      return content;
    })
    .join("");
}
