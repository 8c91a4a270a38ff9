// A static address as one setting: "192.168.1.40/24,192.168.1.1", the address with its prefix and the
// gateway, and a DNS server behind another comma; without one the gateway answers names.
import { wholeNumber } from "../bytes/whole-number.ts";
import type { Network } from "../ports/network.ts";
import { setting } from "./settings.ts";
import { ADDRESS } from "./settings-table.ts";

/** A prefix of 31 or 32 leaves no room for a gateway. */
const LONGEST_PREFIX = 30;

interface AddressParts {
  /** "192.168.1.40", and its four numbers. */
  address: string;
  octets: number[];
  prefix: number;
  gateway: string;
  gatewayOctets: number[];
  dns: string;
}

/** Has a device join with the address of its settings; without one, DHCP gives it one. @cold */
export function takeAddress(network: Pick<Network, "useAddress">, record: string): void {
  const parts = partsOf(setting(record, ADDRESS.key));
  if (parts === undefined) return;
  network.useAddress(parts.address, maskOf(parts.prefix), parts.gateway, parts.dns);
}

/** Why a device cannot have this address, in words; "" when it can. @cold */
export function addressFault(value: string): string {
  if (value === "") return "";
  const parts = partsOf(value);
  if (parts === undefined)
    return "address is address/prefix,gateway or address/prefix,gateway,DNS server, as 192.168.1.40/24,192.168.1.1";
  const { octets, prefix, gatewayOctets } = parts;
  const first = octets[0] as number;
  if (first === 0 || first === 127 || first >= 224) return "address is none that a device can have";
  if (isEdge(octets, prefix, false)) return "address is that of its whole network: take another one of it";
  if (isEdge(octets, prefix, true))
    return "address is its network's broadcast address: take another one of it";
  if (!isSameNetwork(octets, gatewayOctets, prefix)) return "address names a gateway outside its network";
  if (isEdge(gatewayOctets, prefix, false) || isEdge(gatewayOctets, prefix, true))
    return "address names a gateway that no device can be";
  return parts.address === parts.gateway ? "address is that of its gateway" : "";
}

function partsOf(value: string): AddressParts | undefined {
  const slash = value.indexOf("/");
  const comma = value.indexOf(",");
  if (slash < 0 || comma < slash) return undefined;
  const address = value.substring(0, slash);
  const octets = octetsOf(address);
  const prefix = wholeNumber(value.substring(slash + 1, comma));
  const rest = value.substring(comma + 1);
  const second = rest.indexOf(",");
  const gateway = second < 0 ? rest : rest.substring(0, second);
  const gatewayOctets = octetsOf(gateway);
  const dns = second < 0 ? gateway : rest.substring(second + 1);
  if (octets === undefined || gatewayOctets === undefined || octetsOf(dns) === undefined) return undefined;
  if (prefix === undefined || prefix === 0 || prefix > LONGEST_PREFIX) return undefined;
  return { address, octets, prefix, gateway, gatewayOctets, dns };
}

/** The four numbers of "192.168.1.40". A zero in front would make an octal one of it to some engines. */
function octetsOf(text: string): number[] | undefined {
  const octets: number[] = [];
  let rest = text + ".";
  while (rest !== "") {
    const dot = rest.indexOf(".");
    const octet = dot < 1 || dot > 3 ? undefined : wholeNumber(rest.substring(0, dot));
    if (octet === undefined || octet > 255 || (dot > 1 && rest.indexOf("0") === 0)) return undefined;
    octets.push(octet);
    rest = rest.substring(dot + 1);
  }
  return octets.length === 4 ? octets : undefined;
}

/** How many addresses differ in the octet of this number alone: 256 behind the prefix, 1 within it. */
function spanOf(prefix: number, number: number): number {
  let span = 256;
  for (let bit = number * 8; bit < prefix && span > 1; bit++) span = span >> 1;
  return span;
}

/** "255.255.255.0" of 24. */
function maskOf(prefix: number): string {
  let mask = "";
  for (let i = 0; i < 4; i++) mask = mask + (i === 0 ? "" : ".") + (256 - spanOf(prefix, i));
  return mask;
}

/** Is it the first address of its network, or the last one? */
function isEdge(octets: number[], prefix: number, isLast: boolean): boolean {
  for (let i = 0; i < 4; i++) {
    const span = spanOf(prefix, i);
    if ((octets[i] as number) % span !== (isLast ? span - 1 : 0)) return false;
  }
  return true;
}

function isSameNetwork(octets: number[], others: number[], prefix: number): boolean {
  for (let i = 0; i < 4; i++) {
    const span = spanOf(prefix, i);
    const octet = octets[i] as number;
    const another = others[i] as number;
    if (octet - (octet % span) !== another - (another % span)) return false;
  }
  return true;
}
