// Hashes of NodeMCU's module `crypto`: `new_hash`, which both chips' firmware has (app/modules/crypto.c:109
// and :223 of release, whose SHA2 is built in by app/include/user_config.h:130;
// components/modules/crypto.c:86 of dev-esp32, which has no `hash`).
import type { Hash, Hashes } from "../../ports/hash.ts";

const sha256: Hash = (bytes) => digest(sha256Of, bytes);
const sha1: Hash = (bytes) => digest(sha1Of, bytes);

/** An error of its own means that memory is short. @cold */
function digest(compute: (this: void, bytes: string) => string, bytes: string): string {
  const [isDone, found] = pcall(compute, bytes);
  return isDone ? found : "";
}

/** @cold */
function sha256Of(this: void, bytes: string): string {
  return computed(crypto.new_hash("SHA256"), bytes);
}

/** @cold */
function sha1Of(this: void, bytes: string): string {
  return computed(crypto.new_hash("SHA1"), bytes);
}

/** @cold */
function computed(hash: HashObject, bytes: string): string {
  hash.update(bytes);
  return hash.finalize();
}

export const HASHES: Hashes = { sha256, sha1 };
