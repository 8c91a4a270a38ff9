// TLS as a chip without much memory has it, over real sockets: 1.2, no name sent or checked, one authority, a
// short chain.
import { Socket } from "node:net";
import { connect, createSecureContext, type DetailedPeerCertificate, type TLSSocket } from "node:tls";
import type { Trust } from "./world.ts";

/**
 * Begins to connect; a certificate that is refused, and an authority that cannot be read, come as the
 * socket's error.
 */
export function connectAsChip(
  host: string,
  port: number,
  { authority, chainBytes }: Trust,
): Socket | TLSSocket {
  try {
    if (authority !== undefined) requireCertificate(authority);
  } catch {
    const socket = new Socket();
    process.nextTick(() => socket.destroy(new Error("the authority cannot be read")));
    return socket;
  }
  return connect({
    host,
    port,
    servername: "",
    maxVersion: "TLSv1.2",
    ...(authority === undefined ? { rejectUnauthorized: false } : { ca: authority }),
    checkServerIdentity: (_, certificate) =>
      sentBytes(certificate as DetailedPeerCertificate) > chainBytes
        ? new Error("the chain of certificates is too long")
        : undefined,
  });
}

/** Node takes an empty authority for none, and trusts its own ones then. */
function requireCertificate(authority: string): void {
  if (!authority.includes("-----BEGIN CERTIFICATE-----")) throw new Error("there is no certificate");
  createSecureContext({ ca: authority });
}

/** Of the certificate and who vouches for it, but for the authority, which is not sent. */
function sentBytes({ raw, issuerCertificate }: DetailedPeerCertificate): number {
  const isLast = issuerCertificate === undefined || issuerCertificate.issuerCertificate === issuerCertificate;
  return raw.length + (isLast ? 0 : sentBytes(issuerCertificate));
}
