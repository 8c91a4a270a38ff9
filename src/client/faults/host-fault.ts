// Faults of a broker's name, each with what to write instead: many programs name a broker by an address.

import { shown } from "../../arguments/given.ts";
import { brokerAt, brokerCount, brokersFault } from "../../mqtt/failover.ts";
import { type BrokerParts, brokerParts } from "../transport/broker-address.ts";

const SCHEME = /^([a-z][a-z0-9+.-]*:)\/\//i;
const OURS = /^(?:mqtts?|tcp|ssl|tls):$/i;
/** Whatever stands before an "@" may be a secret. */
const CREDENTIALS = /([^,/]*\/\/)?[^,]*@/g;

/** One sentence for what is wrong with it; none when a client can connect to it. */
export function hostFault(host: unknown): string[] {
  if (typeof host !== "string") return [];
  const fault =
    brokersOf(host)
      .map(brokerFault)
      .find((fault) => fault !== "") || brokersFault(host);
  return fault === ""
    ? []
    : [`The client cannot connect to ${shown(host.replace(CREDENTIALS, "$1…@"))}: ${fault}.`];
}

function brokersOf(list: string): string[] {
  return Array.from({ length: brokerCount(list) }, (_, number) => brokerAt(list, number));
}

function brokerFault(broker: string): string {
  const [, scheme] = SCHEME.exec(broker) ?? [];
  const parts = brokerParts(broker);
  if (scheme !== undefined) return schemeFault(scheme, parts);
  if (parts !== undefined && broker.startsWith("["))
    return `write the address without brackets: ${asOptions(parts)}`;
  if (/[/@]/.test(broker)) return 'a host is a name or an address, without "/" and "@"';
  return /\p{Cc}/u.test(broker) ? "a host holds no control character" : "";
}

function schemeFault(scheme: string, parts: BrokerParts | undefined): string {
  if (parts !== undefined) return `write it without a scheme: ${asOptions(parts)}`;
  return OURS.test(scheme)
    ? "write a name or an address, without a scheme"
    : `this client speaks MQTT over TCP or TLS, and not over "${scheme}"`;
}

function asOptions({ host, port, user, tls }: BrokerParts): string {
  const parts = [`host: ${shown(host)}`];
  if (port !== undefined) parts.push(`port: ${port}`);
  if (user !== undefined) parts.push("user: …, secret: …");
  if (tls) parts.push("tls: true");
  return parts.join(", ");
}
