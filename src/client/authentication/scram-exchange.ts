// One exchange of SCRAM: its messages, and the proofs of both sides (RFC 5802, 3, 5 and 7).
import { shown } from "../../arguments/given.ts";
import type { AuthenticationExchange } from "./authentication.ts";

export type ScramHash = "SHA-1" | "SHA-256" | "SHA-512";

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The fewest iterations, by RFC 7677; and the most, because more would keep this computer busy for a hostile
 * broker.
 */
const LEAST_ITERATIONS = 4096;
const MOST_ITERATIONS = 1_000_000;

/** No channel binding, and no other name to act for; and the same in Base64, as c= has it. */
const GS2_HEADER = "n,,";
const CHANNEL = "c=biws";

/** A nonce, a salt and a count; the extensions after these need not be known. */
const SERVER_FIRST =
  /^r=([\x21-\x2b\x2d-\x7e]+),s=([A-Za-z0-9+/]+={0,2}),i=([1-9][0-9]{0,9})(?:,[A-Za-z]=[^,]*)*$/;
const SERVER_FINAL = /^v=([A-Za-z0-9+/]+={0,2})(?:,[A-Za-z]=[^,]*)*$/;
const SERVER_ERROR = /^e=([^,]+)/;

const HASH_BITS: Readonly<Record<ScramHash, number>> = { "SHA-1": 160, "SHA-256": 256, "SHA-512": 512 };

/** `user` and `password` are prepared; `nonce` has no comma, and is used once. */
export function scramExchange(
  user: string,
  password: string,
  hash: ScramHash,
  nonce: string,
): AuthenticationExchange {
  const first = `n=${user.replaceAll("=", "=3D").replaceAll(",", "=2C")},r=${nonce}`;
  /** The proof that the broker must give; none before the client has proven itself. */
  let expected: Bytes | undefined;
  let hasAnswered = false;
  return {
    data: GS2_HEADER + first,
    async answer(data) {
      if (hasAnswered) throw new Error("the broker asks for more than SCRAM has");
      hasAnswered = true;
      const serverFirst = textOf(data);
      const { serverNonce, salt, iterations } = challengeIn(serverFirst, nonce);
      const last = `${CHANNEL},r=${serverNonce}`;
      const message = utf8(`${first},${serverFirst},${last}`);
      const salted = await saltedPassword(password, salt, iterations, hash);
      const clientKey = await hmac(salted, utf8("Client Key"), hash);
      const storedKey = new Uint8Array(await crypto.subtle.digest(hash, clientKey));
      const signature = await hmac(storedKey, message, hash);
      expected = await hmac(await hmac(salted, utf8("Server Key"), hash), message, hash);
      return `${last},p=${base64(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)))}`;
    },
    finish(data) {
      const [, proof] = SERVER_FINAL.exec(textOf(data)) ?? [];
      const [, error] = SERVER_ERROR.exec(textOf(data)) ?? [];
      if (error !== undefined) throw new Error(`the broker says ${shown(error)}`);
      if (proof === undefined || expected === undefined)
        throw new Error("the broker does not prove that it knows the user's key");
      if (!isSame(proof, base64(expected)))
        throw new Error("the broker's proof is wrong: it does not know the user's key, or is another one");
    },
  };
}

interface Challenge {
  serverNonce: string;
  salt: Bytes;
  iterations: number;
}

/** Throws for a message that cannot be answered safely. */
function challengeIn(text: string, nonce: string): Challenge {
  if (text.startsWith("m="))
    throw new Error("the broker wants an extension of SCRAM that this client has not");
  const [, serverNonce = "", salt = "", count = ""] = SERVER_FIRST.exec(text) ?? [];
  if (serverNonce === "" || salt.length % 4 !== 0)
    throw new Error("the broker's first message is not SCRAM's");
  // An answer to an earlier nonce could be one that somebody has heard.
  if (!serverNonce.startsWith(nonce) || serverNonce.length === nonce.length)
    throw new Error("the broker's nonce does not begin with this client's and go on");
  const iterations = Number(count);
  if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS)
    throw new Error(
      `the broker asks for ${iterations} iterations; this client takes ${LEAST_ITERATIONS} to ${MOST_ITERATIONS}`,
    );
  return { serverNonce, salt: Uint8Array.from(atob(salt), (char) => char.charCodeAt(0)), iterations };
}

async function saltedPassword(
  password: string,
  salt: Bytes,
  iterations: number,
  hash: ScramHash,
): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", utf8(password), "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits(
    { name: "PBKDF2", hash, salt, iterations },
    key,
    HASH_BITS[hash],
  );
  return new Uint8Array(bits);
}

async function hmac(key: Bytes, message: Bytes, hash: ScramHash): Promise<Bytes> {
  const held = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", held, message));
}

/** Compares in a time that does not depend on the number of equal characters. */
function isSame(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < b.length; at++) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
}

export function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** Ill-formed bytes become U+FFFD, which no message of a broker holds where it counts. */
function textOf(data: Uint8Array): string {
  return new TextDecoder().decode(data);
}
