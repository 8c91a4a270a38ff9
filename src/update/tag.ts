// Verdict on a manifest's tag: is it by the key that this device has been given?
import { LMS } from "../features.ts";
import type { Hash } from "../ports/hash.ts";
import { hmac } from "./hmac.ts";
import { isSignedByLms } from "./lms.ts";
import type { Signature } from "./manifest.ts";
import { sameBytes } from "./same-bytes.ts";

/**
 * How a manifest is signed: by HMAC under a key that the device shares with its owner, with SHA-1 where the
 * interpreter has no SHA-256; or by LMS, whose key on the device is a public one.
 */
export type Scheme = "hmac-sha256" | "hmac-sha1" | "lms";

/** The key, and the hash of its scheme. */
export interface UpdateKey {
  scheme: Scheme;
  /** "": none. */
  key: string;
  hash: Hash;
}

/** Why a device does not take what is signed so, as a sentence; "": it is signed by that key. @cold */
export function tagFault({ scheme, key, hash }: UpdateKey, signature: Signature): string {
  if (key === "") return "this device has no key for updates";
  const { signed, tag } = signature;
  if (signature.scheme !== scheme) return `this device takes what is signed by ${scheme}, and it is not`;
  const isSigned =
    LMS && scheme === "lms" ? isSignedByLms(hash, key, signed, tag) : sameBytes(hmac(hash, key, signed), tag);
  return isSigned ? "" : "its tag is not by this device's key";
}
