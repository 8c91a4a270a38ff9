// Time servers in virtual time: their answers, field by field (RFC 5905, figure 8).
import type { DatagramOptions } from "./datagrams.ts";

interface AnswerFields {
  leap: number;
  version: number;
  mode: number;
  stratum: number;
  /** The reference identifier: of stratum 0 a kiss code. */
  code: string;
  /** The cookie that comes back. */
  origin: string;
  /** Bytes of the transmit timestamp, in place of that of `at`. */
  transmit: string;
}

const ERA_SECONDS = 2 ** 32;
const BEFORE_1970 = 2_208_988_800;

/** The timestamp of a moment in milliseconds since 1970, of whichever era. */
function timestampOf(at: number): string {
  const seconds = Math.floor(at / 1000) + BEFORE_1970;
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(seconds % ERA_SECONDS, 0);
  // Rounded up, as whole milliseconds are read by rounding down.
  bytes.writeUInt32BE(Math.ceil((((at % 1000) + 1000) % 1000) * (ERA_SECONDS / 1000)), 4);
  return bytes.toString("latin1");
}

/** What a server says at `at` to a question. */
export function answerAt(at: number, question: string, fields: Partial<AnswerFields> = {}): string {
  const { leap = 0, version = 4, mode = 4, stratum = 2, code = "\x0a\0\0\x01" } = fields;
  const { origin = question.slice(40, 48), transmit = timestampOf(at) } = fields;
  const first = String.fromCharCode((leap << 6) | (version << 3) | mode, stratum, 6, 0xe8);
  return `${first}${"\0\0\x01\0\0\0\x02\0"}${code}${timestampOf(at - 60_000)}${origin}${timestampOf(at)}${transmit}`;
}

const IPV4 = /^\d+(\.\d+){3}$/;

/** Names and peers of datagrams for servers that all say what `now` does, in milliseconds since 1970. */
export function timeServers(names: readonly string[], now: () => number): Required<DatagramOptions> {
  // Who names an address asks that one.
  const addresses = names.map((name, i) => [name, IPV4.test(name) ? name : `192.0.2.${i + 1}`] as const);
  return {
    names: Object.fromEntries(addresses),
    peers: Object.fromEntries(
      addresses.map(([, address]) => [`${address}:123`, (question: string) => answerAt(now(), question)]),
    ),
    isPoor: false,
  };
}
