// Hashes of Node.
import { hash } from "node:crypto";
import type { Hash, Hashes } from "../../ports/hash.ts";

const sha256: Hash = (bytes) => digest("sha256", bytes);
const sha1: Hash = (bytes) => digest("sha1", bytes);

function digest(name: string, bytes: string): string {
  return hash(name, Buffer.from(bytes, "latin1"), "buffer").toString("latin1");
}

export const HASHES: Hashes = { sha256, sha1 };
