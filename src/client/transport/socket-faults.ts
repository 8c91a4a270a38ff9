// Reasons why a socket did not open or did not last, in words.

import { printable } from "../faults/foreign-text.ts";

/** Nothing is wrong: the far end has closed it in an orderly way. */
export const CLOSED_BY_PEER = "closed by the peer";
export const CONNECTION_REFUSED = "connection refused";
export const UNKNOWN_HOST = "unknown host";

const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: CONNECTION_REFUSED,
  ECONNRESET: "connection reset",
  EPIPE: "connection reset",
  ENOTFOUND: UNKNOWN_HOST,
  EAI_AGAIN: UNKNOWN_HOST,
  ETIMEDOUT: "connection timed out",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "no route to the host",
  EMFILE: 'this process may have no more connections open; "ulimit -n 4096" before its start lets it',
  ENFILE: "this computer can have no more files and connections open",
  DEPTH_ZERO_SELF_SIGNED_CERT: "certificate not trusted",
  SELF_SIGNED_CERT_IN_CHAIN: "certificate not trusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "certificate not trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "certificate not trusted",
  CERT_HAS_EXPIRED: "certificate has expired",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: "broker asks for a client certificate",
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: "broker does not trust the client certificate",
  ERR_SSL_WRONG_VERSION_NUMBER: "no TLS at this port",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "no TLS at this port",
};

const FOR_ANOTHER_HOST = "ERR_TLS_CERT_ALTNAME_INVALID";
/** The most hosts of a certificate that are named. */
const MOST_HOSTS = 3;

/** Node's addition to the error for a certificate of another host. */
interface HostError extends NodeJS.ErrnoException {
  host?: string;
  cert?: { subject?: { CN?: string | string[] }; subjectaltname?: string };
}

/** The sentence for Node's error; an error without one keeps Node's words. */
export function socketFault(error: NodeJS.ErrnoException): string {
  if (error.code === FOR_ANOTHER_HOST) return anotherHost(error);
  return SENTENCES[error.code ?? ""] ?? error.message;
}

/** "certificate is for broker.lan, and not for 10.0.0.2". The names are anybody's words. */
function anotherHost({ host, cert: { subject, subjectaltname } = {} }: HostError): string {
  const names = subjectaltname?.split(", ").map((name) => name.replace(/^(?:DNS|IP Address):/, ""));
  const hosts = names ?? [subject?.CN ?? []].flat();
  const more = hosts.length > MOST_HOSTS ? ` and ${hosts.length - MOST_HOSTS} more` : "";
  const named = hosts.length === 0 ? "no host" : `${hosts.slice(0, MOST_HOSTS).join(", ")}${more}`;
  return printable(`certificate is for ${named}${host === undefined ? "" : `, and not for ${host}`}`);
}
