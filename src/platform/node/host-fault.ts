// What is wrong with the name of a broker, and what to write in its place: many programs name one by an address.

import { shown } from "../../device/given.ts";
import { brokerAt, brokerCount, brokersFault } from "../../mqtt/brokers.ts";

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
const BRACKETS = /^\[(.*)\](?::(\d+))?$/;
const WITH_TLS: readonly string[] = ["mqtts:", "ssl:", "tls:"];
const PLAIN: readonly string[] = ["mqtt:", "tcp:"];
/** Whatever stands before an "@" may be a secret. */
const CREDENTIALS = /([^,/]*\/\/)?[^,]*@/g;

/** One sentence for what is wrong with it; none when a client can connect to it. */
export function hostFault(host: unknown): string[] {
  if (typeof host !== "string") return [];
  const fault =
    brokersOf(host)
      .map(brokerFault)
      .find((one) => one !== "") || brokersFault(host);
  return fault === ""
    ? []
    : [`The client cannot connect to ${shown(host.replace(CREDENTIALS, "$1…@"))}: ${fault}.`];
}

function brokersOf(list: string): string[] {
  return Array.from({ length: brokerCount(list) }, (_, number) => brokerAt(list, number));
}

function brokerFault(broker: string): string {
  if (SCHEME.test(broker)) return schemeFault(broker);
  const [, inside, port] = BRACKETS.exec(broker) ?? [];
  if (inside !== undefined) return `write the address without brackets: ${asOptions(inside, port ?? "", "")}`;
  if (/[/@]/.test(broker)) return 'a host is a name or an address, without "/" and "@"';
  return /\p{Cc}/u.test(broker) ? "a host holds no control character" : "";
}

function schemeFault(broker: string): string {
  const url = URL.canParse(broker) ? new URL(broker) : undefined;
  if (url === undefined || url.hostname === "") return "write a name or an address, without a scheme";
  const { protocol, hostname, port, username } = url;
  if (!WITH_TLS.includes(protocol) && !PLAIN.includes(protocol))
    return `this client speaks MQTT over TCP or TLS, and not over "${protocol}"`;
  const options = asOptions(hostname.replace(/^\[(.*)\]$/, "$1"), port, username);
  return `write it without a scheme: ${options}${WITH_TLS.includes(protocol) ? ", tls: true" : ""}`;
}

function asOptions(host: string, port: string, user: string): string {
  const parts = [`host: ${shown(host)}`];
  if (port !== "") parts.push(`port: ${port}`);
  if (user !== "") parts.push("user: …, secret: …");
  return parts.join(", ");
}
