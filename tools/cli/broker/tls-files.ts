// The PEM files that a TLS connection may need: their options, and reading and checking them before the first
// attempt.
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import type { Command } from "commander";
import type { TlsIdentity } from "../../../src/client/transport/tls-identity.ts";
import { UsageError } from "../words/failure.ts";
import { type BrokerAddress, parseBrokerUrl } from "./broker-url.ts";
import type { OwnVersion } from "./mqtt-option.ts";

export interface TlsFiles {
  ca?: string;
  cert?: string;
  key?: string;
}

/** Adds the options of the files. `whose` certificate it is that the broker may ask for. */
export function withTlsFiles(command: Command, whose: string): Command {
  return command
    .option("--ca <file>", "PEM file of the authority that signed the broker's certificate")
    .option("--cert <file>", `PEM file of ${whose} certificate`)
    .option("--key <file>", "PEM file of the certificate's key");
}

/**
 * Throws a UsageError for a file that is given where no broker is named, or one without TLS.
 */
export function refuseTlsFiles({ ca, cert, key }: TlsFiles): void {
  if ([ca, cert, key].some((file) => file !== undefined))
    throw new UsageError(
      "--ca, --cert and --key are for a broker with TLS; name it with --broker mqtts://host, or leave them out.",
    );
}

/**
 * The broker that options name, with the files for it, and the version that a command speaks there. Throws a
 * UsageError for what is wrong with address or files.
 */
export function brokerOf(options: TlsFiles & OwnVersion & { broker: string }): BrokerAddress {
  const { broker, mqtt } = options;
  const address = parseBrokerUrl(broker);
  if (!address.tls) refuseTlsFiles(options);
  return {
    ...address,
    ...(mqtt !== undefined && { mqtt }),
    identity: readTlsIdentity(options),
  };
}

/**
 * Reads the files that are given; refuses one that is missing or unusable, and a certificate without its key.
 */
export function readTlsIdentity({ ca, cert, key }: TlsFiles): TlsIdentity {
  if ((cert === undefined) !== (key === undefined)) {
    throw new UsageError("A certificate and its key belong together; give both --cert and --key.");
  }
  const identity = { ca: read("--ca", ca), cert: read("--cert", cert), key: read("--key", key) };
  try {
    createSecureContext(identity);
  } catch (error) {
    throw new UsageError(`The files of --ca, --cert and --key cannot be used: ${(error as Error).message}.`);
  }
  return identity;
}

function read(option: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const refusal = `The file ${path} of ${option} cannot be read; it must be a PEM file.`;
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new UsageError(refusal);
  }
  // Without PEM it would count as no file, and all authorities that the computer trusts would be trusted.
  if (!text.includes("-----BEGIN ")) throw new UsageError(refusal);
  return text;
}
