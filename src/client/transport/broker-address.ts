// The address of a broker as people write it, [mqtt[s]://][user[:secret]@]host[:port], taken apart into what
// a client and a device are given one by one. It needs nothing of Node: the page takes apart what is typed
// there by it.

/** The parts of an address; a part that it does not name is left out. */
export interface BrokerParts {
  host: string;
  port?: string;
  /** Does its scheme mean TLS? */
  tls?: boolean;
  user?: string;
  secret?: string;
}

const ADDRESS =
  /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:([^:@/]*)(?::([^@/]*))?@)?(?:\[([^\][]+)\]|([^\s,:/?#@[\]]+))(?::(\d{1,5}))?\/?$/i;
const TLS: Readonly<Record<string, boolean>> = {
  mqtt: false,
  tcp: false,
  mqtts: true,
  ssl: true,
  tls: true,
};
const HIGHEST_PORT = 65535;

/** The parts of an address; `undefined` for a host alone, and for a text that is no broker's address. */
export function brokerParts(address: string): BrokerParts | undefined {
  const [, scheme, user, secret, inBrackets, name, port] = ADDRESS.exec(address.trim()) ?? [];
  const host = inBrackets ?? name;
  if (host === undefined || host === address) return undefined;
  const tls = scheme === undefined ? undefined : TLS[scheme.toLowerCase()];
  if (scheme !== undefined && tls === undefined) return undefined;
  if (port !== undefined && (Number(port) < 1 || Number(port) > HIGHEST_PORT)) return undefined;
  return {
    host,
    ...(port !== undefined && { port: String(Number(port)) }),
    ...(tls !== undefined && { tls }),
    ...(user !== undefined && user !== "" && { user: decoded(user) }),
    ...(secret !== undefined && secret !== "" && { secret: decoded(secret) }),
  };
}

/** Decoded as in an address; a bare "%" stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
