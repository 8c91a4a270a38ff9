// The search for a broker whose address is not known: a host in the domain .local is asked for by multicast
// DNS at each attempt to connect, because addresses change. Who answers is not known: whoever is in the
// network may give an address, as it may take one.
import { elapsed } from "../bytes/milliseconds.ts";
import { DEBUG } from "../device/run/log.ts";
import { OPENING } from "../mqtt/connection-state.ts";
import { hostOf, portOf } from "../mqtt/failover.ts";
import { linkClosed } from "../mqtt/link-events.ts";
import {
  ANY_BROKER,
  isMulticastName,
  MULTICAST_GROUP,
  MULTICAST_PORT,
  multicastAnswer,
  multicastQuestion,
} from "./multicast-dns.ts";
import { say } from "./problems.ts";
import { LONGEST_MS, type Runtime } from "./runtime.ts";

/** Ports of its own are drawn from here on: those that nobody has registered (RFC 6335). */
const FIRST_PORT = 49152;
const PORTS = 16384;
/** So often it asks, and waits so long for an answer: over Wi-Fi what goes to all gets lost. */
const MOST_QUESTIONS = 3;
const ANSWER_MS = 1000;

export interface BrokerSearch {
  isOn: boolean;
  host: string;
  /** Where the answer names none. */
  port: number;
  id: number;
  questions: number;
  askedAt: number;
  /** The address of Home Assistant's computer, where no broker has announced itself yet; "" while it is not known. */
  second: string;
}

export function createSearch(): BrokerSearch {
  return { isOn: false, host: "", port: 0, id: 0, questions: 0, askedAt: 0, second: "" };
}

/** Is the broker's host one to search for? With TLS its name has to be known to others than this network. */
export function isSearchedFor({ broker }: Runtime, host: string): boolean {
  return !broker.tls && isMulticastName(host);
}

/** Begins; it ends with `openLink`, or with the end of the attempt to connect. @cold */
export function searchBroker(runtime: Runtime, host: string, port: number): void {
  const { ports, search } = runtime;
  search.isOn = true;
  search.host = host;
  search.port = port;
  search.id = ports.draw(65536);
  search.questions = 0;
  search.second = "";
  // What cannot be bound is not heard, and the search ends as one that nobody answers.
  ports.udp.bind(FIRST_PORT + ports.draw(PORTS), (bytes) => heard(runtime, bytes));
  ask(runtime);
}

/** @cold */
function ask({ ports, search }: Runtime): void {
  search.questions += 1;
  search.askedAt = ports.milliseconds();
  const question = multicastQuestion(search.id, search.host);
  if (question !== "") ports.udp.send(question, MULTICAST_GROUP, MULTICAST_PORT);
}

/** Asks again, or gives up. Returns the milliseconds until it is next needed. @cold */
export function pollSearch(runtime: Runtime, now: number): number {
  const { client, search } = runtime;
  if (client.connection.state !== OPENING) {
    endSearch(runtime);
    return LONGEST_MS;
  }
  const left = ANSWER_MS - elapsed(now, search.askedAt);
  if (left > 0) return left;
  if (search.second !== "") open(runtime, search.second);
  else if (search.questions < MOST_QUESTIONS) ask(runtime);
  else {
    endSearch(runtime);
    linkClosed(client, "nobody in the network says where " + search.host + " is", now);
    return 1;
  }
  return ANSWER_MS;
}

/** A datagram is anybody's: one that does not bring back the question's number is not looked at. @cold */
function heard(runtime: Runtime, bytes: string): void {
  const { client, search } = runtime;
  if (!search.isOn || client.connection.state !== OPENING) return;
  const answer = multicastAnswer(bytes, search.id, search.host);
  if (answer === "") return;
  if (search.host === ANY_BROKER && hostOf(answer) === answer) search.second = answer;
  else open(runtime, answer);
}

/** @cold */
function open(runtime: Runtime, answer: string): void {
  const { ports, search } = runtime;
  endSearch(runtime);
  say(runtime, DEBUG, search.host + " is at " + answer);
  ports.openLink({ host: hostOf(answer), port: portOf(answer, search.port), tls: false });
}

function endSearch({ ports, search }: Runtime): void {
  search.isOn = false;
  ports.udp.close();
}
