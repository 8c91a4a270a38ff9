// Why somebody's broker cannot be used, as one sentence: what was seen of it, not what a library calls that.
import { printable } from "../terminal/foreign-text.ts";
import { socketFault } from "./socket-faults.ts";

export type FaultKind =
  /** No connection came about. */
  | "unreachable"
  /** It answers, and not as a broker does. */
  | "no broker"
  /** It does not let this user in. */
  | "refused"
  /** It lets the user in and not do this. */
  | "forbidden"
  /** It owes an answer. */
  | "silent"
  /** It has closed the connection. */
  | "closed"
  /** It keeps, or goes on sending, more than anybody waits for. */
  | "endless";

export class BrokerFault extends Error {
  constructor(
    /** "127.0.0.1:1883". */
    readonly where: string,
    readonly kind: FaultKind,
    /** What is wrong, without the broker's address and a full stop. */
    readonly why: string,
    /** As Node or MQTT calls it. */
    readonly code?: string | number,
  ) {
    super(`The broker at ${where} cannot be used: ${why}.`);
  }
}

/** What TLS answers to anything else begins so. */
const TLS_ALERT = 0x15;
/** So much of what came before anything was understood is shown. */
const SHOWN_BYTES = 40;

/** A connection did not come about, or broke: by what was thrown, and the first bytes that had come. */
export function connectionFault(
  where: string,
  error: Error & { code?: string | number },
  heard: Buffer,
): BrokerFault {
  const { code } = error;
  // MQTT.js gives a refusal the number of its CONNACK.
  if (typeof code === "number") {
    const reason = error.message.replace(/^Connection refused: /, "");
    return new BrokerFault(where, "refused", `it refuses the connection (${reason})`, code);
  }
  if (code !== undefined)
    return new BrokerFault(where, "unreachable", socketFault(error as NodeJS.ErrnoException), code);
  return notABroker(where, heard);
}

/** What answers there is none. */
export function notABroker(where: string, heard: Buffer): BrokerFault {
  const text = heard.toString("latin1");
  const http = /^HTTP\/[^\r\n]*/.exec(text)?.[0];
  const shown = printable(text.slice(0, SHOWN_BYTES)) + (heard.length > SHOWN_BYTES ? "…" : "");
  const why =
    http !== undefined
      ? `a web server answers there (${printable(http).slice(0, SHOWN_BYTES)})`
      : heard[0] === TLS_ALERT
        ? "it expects TLS; give its address as mqtts://"
        : `what answers there is no MQTT broker; it sent "${shown}"`;
  return new BrokerFault(where, "no broker", why);
}
