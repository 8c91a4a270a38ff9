// The reason why somebody's broker cannot be used, as one sentence: what was seen of it,
// not a library's name for that.
import type { ConnectionError } from "../../../src/client/faults/errors.ts";
import { printable } from "../../../src/client/faults/foreign-text.ts";
import { CLOSED_BY_PEER } from "../../../src/client/transport/socket-faults.ts";
import type { HeardAnswer } from "./answer.ts";

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
  ) {
    super(`The broker at ${where} cannot be used: ${why}.`);
  }
}

/** What TLS answers to anything else begins so. */
const TLS_ALERT = 0x15;
/** So much of what came before anything was understood is shown. */
const SHOWN_BYTES = 40;

/** What our client says of a broker that does not let it in, by a code of either version. */
const REFUSED = /^broker refused: /;
/** And of one that ends a connection with a reason, in MQTT 5.0. */
const ENDED = /^broker ended the connection: /;
/** What our client says of one that speaks MQTT wrongly. */
const WRONG = /^(?:malformed|protocol error)/;

/**
 * Answers that our client waits for as long as a command does, in a command's words: either may be the first
 * to give up.
 */
const OWED: ReadonlyMap<string, string> = new Map([
  ["broker does not answer SUBSCRIBE", "it has not answered a subscription in 10 s"],
  ["broker does not answer UNSUBSCRIBE", "it has not answered the end of a subscription in 10 s"],
]);

/** A connection did not come about, or broke (`wasIn`): by what its client says, and by what had come. */
export function connectionFault(
  where: string,
  { reason }: Pick<ConnectionError, "reason">,
  { heard, closedFor }: HeardAnswer,
  wasIn: boolean,
): BrokerFault {
  const words = (what: RegExp) => printable(reason.replace(what, ""));
  if (REFUSED.test(reason))
    return new BrokerFault(where, "refused", `it refuses the connection (${words(REFUSED)})`);
  if (ENDED.test(reason))
    return new BrokerFault(where, "closed", `it has ended the connection (${words(ENDED)})`);
  if (closedFor !== undefined && closedFor !== CLOSED_BY_PEER)
    return new BrokerFault(where, "unreachable", closedFor);
  if (!wasIn && heard !== "") return notABroker(where, heard);
  if (WRONG.test(reason))
    return new BrokerFault(where, "no broker", `it sent what no broker sends (${reason})`);
  if (closedFor === undefined) return new BrokerFault(where, "silent", OWED.get(reason) ?? reason);
  const when = wasIn ? "it has closed the connection" : "it closes the connection without an answer";
  return new BrokerFault(where, "closed", when);
}

/** What answers there is none. */
export function notABroker(where: string, heard: string): BrokerFault {
  const http = /^HTTP\/[^\r\n]*/.exec(heard)?.[0];
  const shown = printable(heard.slice(0, SHOWN_BYTES)) + (heard.length > SHOWN_BYTES ? "…" : "");
  const why =
    http !== undefined
      ? `a web server answers there (${printable(http).slice(0, SHOWN_BYTES)})`
      : heard.charCodeAt(0) === TLS_ALERT
        ? "it expects TLS; give its address as mqtts://"
        : `what answers there is no MQTT broker; it sent "${shown}"`;
  return new BrokerFault(where, "no broker", why);
}
