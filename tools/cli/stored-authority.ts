// The broker's authority as a board stores it beside its settings: read, checked, and what TLS there can do with it.
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { UsageError } from "./failure.ts";
import type { TlsFiles } from "./tls-files.ts";

/** What is read of it for each connection; with the hand-shake it has to fit into the memory of an ESP8266. */
const MOST_BYTES = 4096;
const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g;

/** Said when one is stored: docs/flashing.md has it at length. */
export const BOUNDS_OF_TLS =
  "TLS on an ESP8266: the certificates that the broker shows take at most 4 KB, and neither its name nor a date is checked: " +
  "whoever has a certificate of this authority is taken for the broker. It needs a firmware that was flashed with --with tls.";

/** The authority of --ca as PEM, as a board reads it; undefined where none is given. Throws a UsageError for what is none. */
export function readAuthority({ ca, cert, key }: TlsFiles): string | undefined {
  if (cert !== undefined || key !== undefined)
    throw new UsageError(
      "--cert and --key are what this client shows to the broker, with --device; a board shows no certificate. Leave them out.",
    );
  if (ca === undefined) return undefined;
  const blocks = blocksOf(ca);
  const pem = blocks.map((block) => `${block}\n`).join("");
  if (pem.length > MOST_BYTES)
    throw new UsageError(
      `The authority in ${ca} takes ${pem.length} bytes, and a board has room for ${MOST_BYTES}; give the one authority that signed the broker's certificate.`,
    );
  return pem;
}

function blocksOf(file: string): string[] {
  const refusal = (why: string) =>
    new UsageError(
      `The file ${file} of --ca ${why}; give the certificate of the broker's authority, as PEM.`,
    );
  let text: string;
  try {
    text = readFileSync(file, "latin1");
  } catch {
    throw refusal("cannot be read");
  }
  const found = [...text.matchAll(BLOCK)];
  const stranger = found.find(([, kind]) => kind !== "CERTIFICATE");
  if (stranger !== undefined) throw refusal(`holds a ${stranger[1]}, which is nothing for a board`);
  if (found.length === 0) throw refusal("holds no certificate");
  for (const [block] of found)
    try {
      new X509Certificate(block);
    } catch {
      throw refusal("holds a certificate that cannot be read");
    }
  return found.map(([block]) => block.replaceAll("\r", ""));
}

/** Refuses what the TLS of a target cannot do: `authority` is what --ca gave. */
export function requireTls(
  target: "node" | "espruino" | "nodemcu",
  usesTls: boolean,
  authority: string | undefined,
): void {
  if (authority !== undefined && !usesTls)
    throw new UsageError("--ca is for TLS; give the broker as mqtts://, or leave --ca out.");
  if (authority !== undefined && target === "espruino")
    throw new UsageError(
      "TLS on Espruino verifies no certificate, and --ca would promise that it does; leave it out.",
    );
  if (authority !== undefined && target === "node")
    throw new UsageError(
      'A device in Node is given its authority by "ringmote run --ca"; leave it out here.',
    );
  if (authority === undefined && usesTls && target === "nodemcu")
    throw new UsageError(
      "TLS under NodeMCU lets in brokers of one authority, and none is given; name its file with --ca, or give the broker as mqtt://.",
    );
}
