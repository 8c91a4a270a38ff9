// The hash port: what an interpreter computes natively of a whole byte string.

/**
 * The digest of `bytes` (FIPS 180-4): 32 bytes of SHA-256, 20 of SHA-1; "": memory is short. Blocks for some
 * microseconds, and for some milliseconds for each 10 KB.
 */
export type Hash = (bytes: string) => string;

/** A target whose interpreter lacks one of them has no function for it: the chip's row says which there are. */
export interface Hashes {
  sha256: Hash;
  sha1: Hash;
}
