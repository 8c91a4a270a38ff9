// A broker's address as people write it: mqtt[s]://[user[:password]@]host[:port].
import type { Endpoint } from "../sim/link.ts";
import type { TlsIdentity } from "../sim/real-stream.ts";
import { UsageError } from "./failure.ts";

export interface BrokerAddress extends Endpoint {
  user?: string;
  password?: string;
  /** For TLS: whom to trust, and who asks. */
  identity?: TlsIdentity;
}

const PASSWORD_VARIABLE = "RINGMOTE_BROKER_PASSWORD";

/** Where brokers listen without TLS. */
export const PLAIN_PORT = 1883;
const TLS_PORT = 8883;
const SHAPE = "mqtt://host, or mqtts://user:password@host:8883 with TLS";

/** Takes the address apart. A password may also stand in RINGMOTE_BROKER_PASSWORD, where no process list shows it. */
export function parseBrokerUrl(text: string, environment: NodeJS.ProcessEnv = process.env): BrokerAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isMqtt = url?.protocol === "mqtt:" || url?.protocol === "mqtts:";
  if (
    url === undefined ||
    !isMqtt ||
    url.hostname === "" ||
    !/^\/?$/.test(url.pathname) ||
    url.search !== ""
  ) {
    throw new UsageError(
      `The broker "${withoutPassword(text)}" is no broker's address; it must be like ${SHAPE}.`,
    );
  }
  const tls = url.protocol === "mqtts:";
  const password = url.password === "" ? environment[PASSWORD_VARIABLE] : decoded(url.password);
  if (password !== undefined && url.username === "") {
    throw new UsageError(`There is a password and no user for the broker; give both, like ${SHAPE}.`);
  }
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? (tls ? TLS_PORT : PLAIN_PORT) : Number(url.port),
    tls,
    user: url.username === "" ? undefined : decoded(url.username),
    password,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UsageError('User and password of the broker must be written as in an address: a "%" is "%25".');
  }
}

/** Whatever stands before an "@" may be a secret. */
function withoutPassword(text: string): string {
  return text.replace(/^([^/]*\/\/)?.*@/, "$1…@");
}
