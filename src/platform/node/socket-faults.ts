// Why a socket did not open or did not last, in words.

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
  DEPTH_ZERO_SELF_SIGNED_CERT: "certificate not trusted",
  SELF_SIGNED_CERT_IN_CHAIN: "certificate not trusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "certificate not trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "certificate not trusted",
  CERT_HAS_EXPIRED: "certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "certificate is for another host",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: "broker asks for a client certificate",
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: "broker does not trust the client certificate",
  ERR_SSL_WRONG_VERSION_NUMBER: "no TLS at this port",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "no TLS at this port",
};

/** The sentence for what Node reports; what has none keeps Node's words. */
export function socketFault(error: NodeJS.ErrnoException): string {
  return SENTENCES[error.code ?? ""] ?? error.message;
}
