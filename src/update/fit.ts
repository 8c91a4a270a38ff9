// Verdict on a manifest that is signed: is it for this device, newer than what runs, and does it fit beside
// that?
import type { UpdateStore } from "../ports/update-store.ts";
import type { Manifest, ManifestPart } from "./manifest.ts";
import type { Standing } from "./standing.ts";
import type { UpdateKey } from "./tag.ts";

/** A device, as a manifest names it, and what it can take. */
export interface UpdateFacts {
  /** The device's name, which begins its identity: an image of another one would drive other pins. */
  name: string;
  board: string;
  target: string;
  device: string;
  key: UpdateKey;
  /** The most bytes of a part in one message. */
  sliceBytes: number;
}

/** As a sentence; "": none. @cold */
export function addressFault(facts: UpdateFacts, standing: Standing, manifest: Manifest): string {
  const { id, board, target, device, counter } = manifest;
  if (id !== facts.name) return `it is of the firmware ${id}, and ${facts.name} runs here`;
  if (board !== facts.board || target !== facts.target)
    return `it is for ${board} under ${target}, and this is ${facts.board} under ${facts.target}`;
  if (device !== facts.device) return `it is for the device ${device}`;
  if (counter <= standing.counter)
    return `its counter ${counter} is not above ${standing.counter}: an older image is never taken`;
  return "";
}

/** The part of this name; `undefined`: there is none. @cold */
export function partNamed(parts: readonly ManifestPart[], name: string): ManifestPart | undefined {
  for (const part of parts) {
    if (part.name === name) return part;
  }
  return undefined;
}

/** May the parts stand beside those of the running image? As a sentence; "": they may. @cold */
export function partsFault(store: UpdateStore, running: readonly ManifestPart[], manifest: Manifest): string {
  for (const { name, bytes, digest } of manifest.parts) {
    if (!store.isPart(name)) return `"${name}" is no name of a part here`;
    const own = partNamed(running, name);
    if (own !== undefined && (own.bytes !== bytes || own.digest !== digest))
      return `the running image has a part "${name}" with other content`;
  }
  return "";
}

/** Does what is lacking fit? `others`: bytes of the manifest's record. As a sentence; "": it does. @cold */
export function roomFault(store: UpdateStore, parts: readonly ManifestPart[], others: number): string {
  let needed = store.costOf(others, "");
  for (const { name, bytes } of parts) {
    const there = store.lengthOf(name);
    if (there < bytes) needed += store.costOf(bytes, name) - (there === 0 ? 0 : store.costOf(there, name));
  }
  const free = store.freeBytes();
  return needed <= free ? "" : `it takes ${needed} bytes beside the running image, and ${free} are free`;
}
