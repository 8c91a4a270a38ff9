// SCRAM (RFC 5802, and RFC 7677 for SHA-256): the broker learns no password and keeps none, and proves that
// it knows its proof. Web Crypto computes it, which Node and browsers have alike, outside of the program's
// turn.
import { type Check, oneOf, optionFaults, throwFaults } from "../../arguments/given.ts";
import type { Authentication } from "./authentication.ts";
import { saslPrepared } from "./sasl-prep.ts";
import { base64, type ScramHash, scramExchange } from "./scram-exchange.ts";

export interface ScramOptions {
  /** The user's name, as the broker knows it. */
  user: string;
  /** The password, which does not leave the program. */
  password: string;
  /** The hash that the broker keeps its keys by. Default "SHA-256". */
  hash?: ScramHash;
}

const NONCE_BYTES = 24;

const isName: Check = (value) =>
  typeof value === "string" && (saslPrepared(value) ?? "") !== ""
    ? undefined
    : "text of at least one character, without control characters and half characters";

const OPTIONS: Readonly<Record<keyof ScramOptions, Check>> = {
  user: isName,
  password: isName,
  hash: oneOf("SHA-1", "SHA-256", "SHA-512"),
};

/**
 * Authentication by user and password, in MQTT 5.0: `connect(broker, { id, mqtt: 5, authentication: scram({
 * user, password }) })`. The password is not sent, and the broker proves that it knows the user's key (SCRAM,
 * RFC 5802 and 7677; SASLprep as far as Unicode's NFKC). A broker that asks for less than 4,096 or more than
 * 1,000,000 iterations is refused. Without TLS what follows is readable all the same. Throws for an option
 * with a fault, and in a page that is not on https:// or localhost, where browsers have no Web Crypto.
 */
export function scram(options: ScramOptions): Authentication {
  throwFaults(optionFaults("options of scram()", options, OPTIONS));
  const { user, password, hash = "SHA-256" } = options;
  throwFaults([
    ...(user === undefined ? ["scram() needs a user: its name."] : []),
    ...(password === undefined ? ["scram() needs a password: text."] : []),
  ]);
  if (globalThis.crypto?.subtle === undefined)
    throw new Error(
      "scram() needs Web Crypto, which a browser has in pages on https:// and localhost alone.",
    );
  const name = saslPrepared(user) ?? "";
  const secret = saslPrepared(password) ?? "";
  return {
    method: `SCRAM-${hash}`,
    start: () => scramExchange(name, secret, hash, newNonce()),
  };
}

/** In Base64, which has no comma. */
function newNonce(): string {
  return base64(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
}
