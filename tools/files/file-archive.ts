// Files in one, compressed: what nobody opens by itself costs an installed package one file, and a fraction
// of the bytes.
import { deserialize, serialize } from "node:v8";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";

/** Contents by their paths. */
export type Files = ReadonlyMap<string, Uint8Array>;

export function archiveOf(files: Files): Uint8Array {
  return brotliCompressSync(serialize(files));
}

/** Throws for a text that is no archive. */
export function filesIn(archive: Uint8Array): Files {
  return deserialize(brotliDecompressSync(archive));
}
