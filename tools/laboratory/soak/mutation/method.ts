// The authentication of a tortured client, in the device language: its port answers at once, or at a call of
// `prove`.

import type { Client } from "../../../../src/mqtt/client.ts";
import { type AuthenticationPort, authenticateBy } from "../../../../src/mqtt/program/authentication.ts";
import {
  answered,
  authenticateAgain,
  begun,
  finished,
} from "../../../../src/mqtt/program/authentication-answers.ts";
import { drawn } from "./witness.ts";

export const METHOD = "HANDS";
/** As a property. */
export const METHOD_PROPERTY = "\x15\0\x05HANDS";

let client: Client;
let isPrompt = false;
/** The exchange that the port owes an answer to, and which one. */
let exchange = 0;
let owed: "" | "begin" | "answer" | "finish" = "";

function reply(): void {
  const what = owed;
  owed = "";
  if (what === "begin") begun(client, exchange, undefined);
  else if (what === "answer") answered(client, exchange, "mine");
  else if (what === "finish") finished(client, exchange);
}

function ask(what: "begin" | "answer" | "finish", number: number): void {
  owed = what;
  exchange = number;
  if (isPrompt || drawn(2) === 0) reply();
}

function beginExchange(this: void, _: AuthenticationPort, number: number): void {
  ask("begin", number);
}

function answerExchange(this: void, _: AuthenticationPort, number: number, __: string): void {
  ask("answer", number);
}

function finishExchange(this: void, _: AuthenticationPort, number: number, __: string): void {
  ask("finish", number);
}

const port: AuthenticationPort = { begin: beginExchange, answer: answerExchange, finish: finishExchange };

/** From its next connection on the client authenticates. */
export function giveMethod(owner: Client): void {
  client = owner;
  owed = "";
  authenticateBy(client, METHOD, port);
}

/** Does the port answer all at once from now on? Where not, chance decides. */
export function setPrompt(prompt: boolean): void {
  isPrompt = prompt;
}

/** The port says what it owes; where that is nothing, the client authenticates again. */
export function prove(now: number): void {
  if (owed === "") authenticateAgain(client, now);
  else reply();
}
