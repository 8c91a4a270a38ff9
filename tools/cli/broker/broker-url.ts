// A broker's address as people write it: mqtt[s]://[user[:password]@]host[:port].

import { hasControl } from "../../../src/bytes/control-characters.ts";
import { cannotYet } from "../../../src/checks/cannot-yet.ts";
import { bytesOf } from "../../../src/client/text.ts";
import type { TlsIdentity } from "../../../src/client/transport/tls-identity.ts";
import type { Endpoint } from "../../../src/ports/network.ts";
import { UsageError } from "../words/failure.ts";
import { asciiHost } from "./ascii-host.ts";

export interface BrokerAddress extends Endpoint {
  user?: string;
  password?: string;
  /** What is spoken to it, 3 (MQTT 3.1.1) by default. */
  mqtt?: 3 | 5;
  /** For TLS: whom to trust, and who asks. */
  identity?: TlsIdentity;
}

const PASSWORD_VARIABLE = "RINGMOTE_BROKER_PASSWORD";

/** What the help of a command says of its --broker. */
export const BROKER_URL = `mqtt[s]://[user[:password]@]host[:port]; the password may stand in ${PASSWORD_VARIABLE}`;

/** Where brokers listen without TLS. */
export const PLAIN_PORT = 1883;
const MOST_PORT = 65_535;
const TLS_PORT = 8883;
/** MQTT writes the length of a text in two bytes. */
const LONGEST_TEXT = 65_535;
const SHAPE = "mqtt://host, or mqtts://user:password@host:8883 with TLS";

/**
 * Takes the address apart. A password may also stand in RINGMOTE_BROKER_PASSWORD, where no process list shows
 * it. What is wrong is said without the address: any part of one that is written wrongly may be the password.
 */
export function parseBrokerUrl(text: string, environment: NodeJS.ProcessEnv = process.env): BrokerAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const fault = faultOf(text, url);
  if (url === undefined || fault !== undefined)
    throw new UsageError(
      `The broker's address ${fault}; it must be like ${SHAPE}.${cannotYet(schemeOf(text))}`,
    );
  const tls = url.protocol === "mqtts:";
  const password = url.password === "" ? environment[PASSWORD_VARIABLE] : decoded(url.password);
  if (password !== undefined && url.username === "") {
    throw new UsageError(`There is a password and no user for the broker; give both, like ${SHAPE}.`);
  }
  const user = url.username === "" ? undefined : decoded(url.username);
  if (![user, password].every(isSendable))
    throw new UsageError(
      `User and password of the broker have no control characters, and at most ${LONGEST_TEXT} bytes each.`,
    );
  return {
    host: hostIn(url),
    port: url.port === "" ? (tls ? TLS_PORT : PLAIN_PORT) : Number(url.port),
    tls,
    user,
    password,
  };
}

function isSendable(text = ""): boolean {
  const bytes = bytesOf(text);
  return !hasControl(bytes) && bytes.length <= LONGEST_TEXT;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UsageError('User and password of the broker must be written as in an address: a "%" is "%25".');
  }
}

/** Without the brackets of an address; a name in the letters that the network has. */
function hostIn({ hostname }: URL): string {
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  // A URL writes other letters than ASCII's as their bytes.
  return /%[89a-f]/i.test(host) ? asciiHost(decodedHost(host)) : host;
}

/** What is no text stays as it is: nobody has that name. */
function decodedHost(host: string): string {
  try {
    return decodeURIComponent(host);
  } catch {
    return host;
  }
}

/** "" where there is none: what stands in its place may be the password. */
function schemeOf(text: string): string {
  return /^(wss?):\/\//i.exec(text)?.[1] ?? "";
}

/** What is wrong with an address, without a word of it. */
function faultOf(text: string, url: URL | undefined): string | undefined {
  if (!/^mqtts?:\/\//i.test(text)) return "does not begin with mqtt:// or mqtts://";
  const port = /:(\d+)\/?$/.exec(text)?.[1];
  if (url === undefined && Number(port) > MOST_PORT) return `has a port above ${MOST_PORT}`;
  if (url === undefined || /\s/.test(text)) return "is not written as one";
  if (url.hostname === "") return "names no host";
  if (url.port !== "" && Number(url.port) === 0)
    return "has the port 0, at which nobody listens; one is from 1 to 65535";
  const isMore = !/^\/?$/.test(url.pathname) || url.search !== "" || url.hash !== "";
  return isMore
    ? 'has something behind the host; a "/", "?" or "#" in a password is written %2F, %3F or %23'
    : undefined;
}
