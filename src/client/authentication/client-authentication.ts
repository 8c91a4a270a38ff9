// The authentication of a program's client: asks the program's method, and hands the core's client what that
// says.
import { isRecord } from "../../arguments/given.ts";
import type { Client } from "../../mqtt/client.ts";
import { type AuthenticationPort, authenticateBy } from "../../mqtt/program/authentication.ts";
import {
  answered,
  authenticateAgain,
  begun,
  failed,
  finished,
} from "../../mqtt/program/authentication-answers.ts";
import { payloadCheck } from "../faults/call-faults.ts";
import type { ConnectionError } from "../faults/errors.ts";
import { printable, thrownWords } from "../faults/foreign-text.ts";
import { arrayOf, bytesOf, lengthOf, type Payload } from "../text.ts";
import type { Authentication, AuthenticationExchange } from "./authentication.ts";

const LONGEST_DATA = 65535;
/** The most characters of an error's message: it is one line of a log. */
const LONGEST_REASON = 300;

interface Owner {
  readonly client: Client;
  /** Runs `then` and sends the result, unless the client has ended. */
  later(then: () => void): void;
}

interface Waiter {
  resolve: () => void;
  reject: (error: ConnectionError) => void;
}

export class ClientAuthentication implements AuthenticationPort {
  private readonly owner: Owner;
  private readonly authentication: Authentication;
  private exchange: AuthenticationExchange | undefined = undefined;
  /** Callers that wait for an authentication anew. */
  private waiters: Waiter[] = [];

  constructor(owner: Owner, authentication: Authentication) {
    this.owner = owner;
    this.authentication = authentication;
    authenticateBy(owner.client, authentication.method, this);
  }

  /**
   * Authenticates anew. A caller that asks while that is under way waits for the same; `why` is the reason
   * where there is no connection.
   */
  again(now: number, why: () => ConnectionError): Promise<void> {
    const isUnderWay = this.waiters.length > 0;
    return new Promise((resolve, reject) => {
      this.waiters.push({ resolve, reject });
      if (!isUnderWay && !authenticateAgain(this.owner.client, now)) this.end(why());
    });
  }

  /** The connection has ended. */
  end(error: ConnectionError): void {
    this.exchange = undefined;
    for (const { reject } of this.taken()) reject(error);
  }

  /** The client's requests to its port, which is given to each. */

  begin(this: void, port: ClientAuthentication, number: number): void {
    port.ask(
      number,
      () => port.authentication.start(),
      (exchange) => {
        checkExchange(exchange);
        const bytes = dataOf(exchange.data);
        port.exchange = exchange;
        return () => begun(port.owner.client, number, bytes);
      },
    );
  }

  answer(this: void, port: ClientAuthentication, number: number, data: string): void {
    port.ask(
      number,
      () => port.exchange?.answer(arrayOf(data)),
      (answer) => {
        const bytes = dataOf(answer);
        return () => answered(port.owner.client, number, bytes);
      },
    );
  }

  finish(this: void, port: ClientAuthentication, number: number, data: string): void {
    port.ask(
      number,
      () => port.exchange?.finish(arrayOf(data)),
      () => () => {
        port.exchange = undefined;
        finished(port.owner.client, number);
        for (const { resolve } of port.taken()) resolve();
      },
    );
  }

  /**
   * Calls the method, and `use` with its value: at once where that is no promise. If either throws, the
   * connection ends. A late value for an exchange that has ended is ignored.
   */
  private ask<Value>(
    number: number,
    ask: () => Value | Promise<Value>,
    use: (value: Value) => () => void,
  ): void {
    const fail = (error: unknown) => failed(this.owner.client, number, wordsOf(error));
    const goOn = (value: Value) => {
      if (this.owner.client.authentication.exchange !== number) return;
      attempt(() => use(value), fail)?.();
    };
    const answer = attempt(() => ({ value: ask() }), fail);
    if (answer === undefined) return;
    if (isPromise(answer.value))
      void answer.value.then(
        (value) => this.owner.later(() => goOn(value)),
        (error: unknown) => this.owner.later(() => fail(error)),
      );
    else goOn(answer.value);
  }

  private taken(): Waiter[] {
    const { waiters } = this;
    this.waiters = [];
    return waiters;
  }
}

/** The value, unless its computation throws. */
function attempt<Value>(make: () => Value, failed: (error: unknown) => void): Value | undefined {
  try {
    return make();
  } catch (error) {
    failed(error);
    return undefined;
  }
}

function isPromise<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return typeof (value as { then?: unknown } | undefined)?.then === "function";
}

function checkExchange(exchange: unknown): void {
  const { answer, finish } = isRecord(exchange) ? (exchange as Record<string, unknown>) : {};
  if (typeof answer !== "function" || typeof finish !== "function")
    throw new Error("start() gives no record { data, answer, finish }");
}

/** As bytes, one character each. Throws for what MQTT cannot carry, and shows none of it. */
function dataOf(data: Payload | undefined): string | undefined {
  if (data === undefined) return undefined;
  if (payloadCheck(data) !== undefined) throw new Error("its data are neither text nor bytes (a Uint8Array)");
  if (lengthOf(data) > LONGEST_DATA) throw new Error(`its data have more than ${LONGEST_DATA} bytes`);
  return bytesOf(data);
}

/** The reason, as part of a line. */
function wordsOf(error: unknown): string {
  return printable(thrownWords(error).slice(0, LONGEST_REASON)).replace(/\.$/, "");
}
