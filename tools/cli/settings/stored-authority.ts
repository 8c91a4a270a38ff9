// The broker's authority as a board stores it beside its settings: read, checked, and what TLS there can do
// with it.
import { X509Certificate } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import type { StoredSettings } from "../../targets/settings.ts";
import type { TlsFiles } from "../broker/tls-files.ts";
import { UsageError } from "../words/failure.ts";

/**
 * What is read of it for each connection; with the hand-shake it has to fit into the memory of an ESP8266.
 */
const MOST_BYTES = 4096;
const MOST_FILE_BYTES = 1_000_000;
/** Those of user_mbedtls.h. */
const KNOWN_CURVES: readonly string[] = [
  "prime256v1",
  "secp384r1",
  "secp256k1",
  "brainpoolP256r1",
  "brainpoolP384r1",
];
const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g;

/** Said when one is stored: docs/flashing.md has it at length. */
export const BOUNDS_OF_TLS =
  "TLS on an ESP8266: the certificates that the broker shows take at most 4 KB, and neither its name nor a date is checked: " +
  "whoever has a certificate of this authority is taken for the broker. It needs a firmware that was flashed with --with tls.";

/**
 * The authority of --ca as PEM, as a board reads it; undefined where none is given. Throws a UsageError for
 * what is none.
 */
export function readAuthority({ ca, cert, key }: TlsFiles): string | undefined {
  if (cert !== undefined || key !== undefined)
    throw new UsageError(
      "--cert and --key are what this client shows to the broker, with --device; a board shows no certificate. Leave them out.",
    );
  if (ca === undefined) return undefined;
  const pem = certificatesOf(ca).map(String).join("");
  if (pem.length > MOST_BYTES)
    throw new UsageError(
      `The authority in ${ca} takes ${pem.length} bytes, and a board has room for ${MOST_BYTES}; give the one authority that signed the broker's certificate.`,
    );
  return pem;
}

/** Written anew: what was between and within them besides is gone. */
function certificatesOf(file: string): X509Certificate[] {
  const refusal = (why: string) =>
    new UsageError(
      `The file ${file} of --ca ${why}; give the certificate of the broker's authority, as PEM.`,
    );
  const text = textOf(file);
  if (text === undefined) throw refusal("cannot be read");
  const blocks = [...text.matchAll(BLOCK)];
  const stranger = blocks.find(([, kind]) => kind !== "CERTIFICATE");
  if (stranger !== undefined) throw refusal(`holds a ${stranger[1]}, which is nothing for a board`);
  if (blocks.length === 0) throw refusal("holds no certificate");
  return blocks.map(([block]) => {
    const certificate = parsed(block);
    if (certificate === undefined) throw refusal("holds a certificate that cannot be read");
    if (!certificate.ca && certificate.subject !== certificate.issuer)
      throw refusal("holds a certificate that another one has signed, the broker's own perhaps");
    if (!isKnownKey(certificate)) throw refusal("holds a certificate with a key that NodeMCU does not know");
    return certificate;
  });
}

/** The text of a file, and of nothing else: a pipe may never end. */
function textOf(file: string): string | undefined {
  try {
    const stats = statSync(file);
    return stats.isFile() && stats.size <= MOST_FILE_BYTES ? readFileSync(file, "latin1") : undefined;
  } catch {
    return undefined;
  }
}

function parsed(block: string): X509Certificate | undefined {
  try {
    return new X509Certificate(block);
  } catch {
    return undefined;
  }
}

/** RSA, and elliptic curves of at most 384 bits. */
function isKnownKey({ publicKey }: X509Certificate): boolean {
  if (publicKey.asymmetricKeyType === "rsa") return true;
  const curve = publicKey.asymmetricKeyDetails?.namedCurve;
  return publicKey.asymmetricKeyType === "ec" && KNOWN_CURVES.includes(curve ?? "");
}

/** Refuses what the TLS of a device cannot do: `authority` is what --ca gave. */
export function requireTls(
  { tlsRefusal }: StoredSettings,
  usesTls: boolean,
  authority: string | undefined,
): void {
  if (authority !== undefined && !usesTls)
    throw new UsageError("--ca is for TLS; give the broker as mqtts://, or leave --ca out.");
  const refusal = tlsRefusal({ usesTls, hasAuthority: authority !== undefined });
  if (refusal !== undefined) throw new UsageError(refusal);
}
