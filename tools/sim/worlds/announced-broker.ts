// A computer that announces its broker by multicast DNS (RFC 6762, RFC 6763), to those who ask once.
import { dnsName, dnsNameEnd } from "../../../src/bytes/dns-name.ts";
import { uint16 } from "../../../src/bytes/integers.ts";
import { ANY_BROKER, MULTICAST_GROUP, MULTICAST_PORT } from "../../../src/runtime/multicast-dns.ts";
import type { DatagramOptions } from "./datagrams.ts";

const COMPUTER = "computer.local";
const HEADER_BYTES = 12;
const [TYPE_A, TYPE_PTR, TYPE_SRV] = [1, 12, 33] as const;
/** Of class IN, for two minutes. */
const CLASS_AND_LIFE = "\0\x01\0\0\0\x78";

function record(name: string, type: number, data: string): string {
  return dnsName(name) + uint16(type) + CLASS_AND_LIFE + uint16(data.length) + data;
}

/** The peers of datagrams among which a broker at this address, as "192.168.1.20", and port announces itself. */
export function announcedBroker(address: string, port: number): Required<DatagramOptions>["peers"] {
  const service = `broker.${ANY_BROKER}`;
  const records = [
    record(ANY_BROKER, TYPE_PTR, dnsName(service)),
    record(service, TYPE_SRV, `\0\0\0\0${uint16(port)}${dnsName(COMPUTER)}`),
    record(COMPUTER, TYPE_A, String.fromCharCode(...address.split(".").map(Number))),
  ];
  const asked = dnsName(ANY_BROKER) + uint16(TYPE_PTR);
  return {
    [`${MULTICAST_GROUP}:${MULTICAST_PORT}`]: (question) => {
      const end = dnsNameEnd(question, HEADER_BYTES);
      if (question.slice(HEADER_BYTES, end + 2) !== asked) return undefined;
      return `${question.slice(0, 2)}\x84\0\0\0${uint16(records.length)}\0\0\0\0${records.join("")}`;
    },
  };
}
