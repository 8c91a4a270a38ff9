// The PEM files that a TLS connection may need, read and checked before the first attempt.
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import type { TlsIdentity } from "../sim/real-stream.ts";
import { UsageError } from "./failure.ts";

export interface TlsFiles {
  ca?: string;
  cert?: string;
  key?: string;
}

/** Reads the files that are given; refuses one that is missing or unusable, and a certificate without its key. */
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
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new UsageError(`The file ${path} of ${option} cannot be read; it must be a PEM file.`);
  }
}
