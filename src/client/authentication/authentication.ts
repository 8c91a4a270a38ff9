// The port by which a program's client authenticates with more than a user and a password:
// a method of MQTT 5.0 (4.12).
import { type Check, isRecord } from "../../arguments/given.ts";
import type { Payload } from "../text.ts";

/**
 * A method by which client and broker prove to each other who they are (MQTT 5.0, 4.12): `scram()`, or one of
 * your own. Each function may return a promise, as keys are derived and tokens fetched outside of the
 * program's turn. If one throws or rejects, the connection ends, and the error's message is the reason. All
 * of them together have 10 seconds.
 */
export interface Authentication {
  /** The method's name, as the broker knows it: "SCRAM-SHA-256". At most 65,535 bytes in UTF-8. */
  readonly method: string;
  /**
   * Begins an exchange: called for each connection and each `reauthenticate()`, so that nothing is used
   * twice.
   */
  start: () => AuthenticationExchange | Promise<AuthenticationExchange>;
}

/**
 * One exchange. Data are text or bytes, at most 65,535 of them; the broker's are bytes, none where it sends
 * none.
 */
export interface AuthenticationExchange {
  /** Goes out with CONNECT, or with the AUTH that begins again. None by default. */
  data?: Payload;
  /** The client's answer to the broker's AUTH, which wants more; undefined is an answer without data. */
  answer: (data: Uint8Array) => Payload | undefined | Promise<Payload | undefined>;
  /**
   * The broker has accepted: throws where `data` does not prove the broker. The client is connected once this
   * is done.
   */
  finish: (data: Uint8Array) => unknown;
}

const EXAMPLE = "scram({ user, password }), or a record { method, start }";
const LONGEST_METHOD = 65535;

export const isAuthentication: Check = (value) => {
  if (!isRecord(value)) return EXAMPLE;
  const { method, start } = value as { method?: unknown; start?: unknown };
  if (typeof start !== "function" || typeof method !== "string") return EXAMPLE;
  return method === "" || method.length > LONGEST_METHOD || /[^\x20-\x7e]/.test(method)
    ? "a record whose method is a name in ASCII"
    : undefined;
};
