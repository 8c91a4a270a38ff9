// A signed update: its manifest, the offer of it, and the answers to what a device lacks of it.

import { HASHES } from "../../src/platform/node/hash.ts";
import type { Hash } from "../../src/ports/hash.ts";
import { hmac } from "../../src/update/hmac.ts";
import { DIGEST_DIGITS, digestText } from "../../src/update/manifest.ts";
import type { Scheme } from "../../src/update/tag.ts";

/** What runs on a device, in parts of byte strings, in their order. */
export interface UpdateImage {
  id: string;
  board: string;
  target: string;
  version: string;
  parts: readonly UpdatePart[];
}

export interface UpdatePart {
  name: string;
  content: string;
}

/** Digits of a version that nobody has named. */
const VERSION_DIGITS = 8;

/** The version of parts that nobody has named: digits of their content. */
export function versionOf(parts: readonly UpdatePart[]): string {
  return digestText(HASHES.sha256(parts.map(({ content }) => content).join(""))).slice(0, VERSION_DIGITS);
}

/** The device, and a counter above its own. */
export interface Addressee {
  device: string;
  counter: number;
}

/** Signs manifests for one device. */
export interface Signer {
  scheme: Scheme;
  /** The device's hash. */
  hash: Hash;
  /** The tag of these bytes. */
  sign: (signed: string) => string;
}

export interface SignedUpdate {
  /** As bytes: lines, and the tag. */
  manifest: string;
  /** What the device is sent. */
  offer: string;
  digest: string;
  parts: readonly UpdatePart[];
}

/** A signer by a secret that device and owner share. */
export function hmacSigner(scheme: "hmac-sha256" | "hmac-sha1", hash: Hash, key: string): Signer {
  return { scheme, hash, sign: (signed) => hmac(hash, key, signed) };
}

export function signedUpdate(
  image: UpdateImage,
  { device, counter }: Addressee,
  signer: Signer,
): SignedUpdate {
  const { scheme, hash, sign } = signer;
  const signed = `${linesOf(image, { device, counter }, hash)}tag=${scheme}\n`;
  const manifest = signed + sign(signed);
  const digest = digestText(hash(manifest));
  return { manifest, offer: `${manifest.length} ${digest}`, digest, parts: image.parts };
}

/**
 * The manifest of an image that the cable has brought: a device has to know what runs, and nothing signs it.
 */
export function unsignedManifest(image: UpdateImage, device: string, hash: Hash): string {
  return `${linesOf(image, { device, counter: 1 }, hash)}tag=none\n`;
}

function linesOf(
  { id, board, target, version, parts }: UpdateImage,
  { device, counter }: Addressee,
  hash: Hash,
): string {
  return [
    ...Object.entries({ id, board, target, version, counter, device }).map(
      ([key, value]) => `${key}=${value}`,
    ),
    ...parts.map(({ name, content }) => `part=${name} ${content.length} ${digestText(hash(content))}`),
    "",
  ].join("\n");
}

/** Groups: the update's digest, the part's name, the offset, the count of bytes. */
const WANT = new RegExp(`^([0-9a-f]{${DIGEST_DIGITS}}) (\\S+) (\\d{1,8}) (\\d{1,5})$`);
const THE_MANIFEST = "-";

/**
 * The answer to what a device lacks: a part's name, a place, a line feed, and the bytes from there on.
 * `undefined`: it is not of this update.
 */
export function sliceFor({ manifest, digest, parts }: SignedUpdate, want: string): string | undefined {
  const [, wanted, name, offset = "", count = ""] = WANT.exec(want) ?? [];
  if (wanted !== digest) return undefined;
  const content = name === THE_MANIFEST ? manifest : parts.find((part) => part.name === name)?.content;
  const slice = content?.slice(Number(offset), Number(offset) + Number(count));
  return slice === undefined || slice === "" ? undefined : `${name} ${offset}\n${slice}`;
}
