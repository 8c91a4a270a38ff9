// Asking the time servers: all of them in a round, one name after the other, and the clock is set by what
// they agree on. It waits longer from round to round while nobody answers, and from an hour to a day where
// the clock is seen to run well.
import { elapsed } from "../bytes/milliseconds.ts";
import { FIRST_DAY } from "../features.ts";
import type { Ports } from "../ports/ports.ts";
import { agreedMoment } from "./agreement.ts";
import { type Clock, errorOf, momentAt, setTime, toleranceOf } from "./clock.ts";
import { addMilliseconds, type Moment } from "./moment.ts";
import { GOOD, momentAfter, NO_ANSWER_TO_THIS, sntpRequest, TOO_OFTEN, UNWANTED, verdictOf } from "./sntp.ts";

const SNTP_PORT = 123;
/** Ports of its own are drawn from here on: those that nobody has registered (RFC 6335). */
const FIRST_PORT = 49152;
const PORTS = 16384;

/** A name that nobody answers for in this time is passed over; so long the servers have for their answers. */
const NAMING_MS = 5000;
const LISTENING_MS = 2000;

/**
 * The first waits after a round that failed: without a network, and with servers that are not to be asked
 * more often (RFC 4330, 10).
 */
const UNSENT_MS = 5000;
const UNANSWERED_MS = 15000;
const LONGEST_FAILURE_MS = 900000;
/** At a clock that is known to run well the wait doubles. */
const SHORTEST_MS = 3600000;
const LONGEST_MS = 86400000;
const GOOD_ERROR_MS = 250;
/** A fleet that is switched on at once asks within this time. */
const SPREAD_MS = 1000;
const DRAWN = 256;

/** So many times in a row a clock that contradicts the servers is believed more than they are. */
const MOST_DOUBTS = 3;
/** Rounds in which a server is left out that was asked too often, or does not want to be asked. */
const FEWER_ROUNDS = 8;
const ALL_ROUNDS = 2147483647;

const RESTING = 0;
const NAMING = 1;
const LISTENING = 2;
type Stage = typeof RESTING | typeof NAMING | typeof LISTENING;

/** The address of the name that is asked for: not heard yet; there is none. */
const NOT_YET = "";
const NONE = "none";

interface Server {
  name: string;
  /** Rounds in which it is left out. */
  leftOut: number;
}

interface Question {
  server: Server;
  cookie: string;
  sentAt: number;
  isAnswered: boolean;
}

export interface Asking {
  servers: Server[];
  stage: Stage;
  /** When the stage began, and how long it rests. */
  since: number;
  wait: number;
  /** Does no server want to be asked any more? */
  isRefused: boolean;
  /** From one round to the next, after one that succeeded. */
  interval: number;
  failures: number;
  doubts: number;
  /** When the round began; the server that is named; how many names were asked for, by which a late answer is known. */
  begun: number;
  server: number;
  named: number;
  address: string;
  questions: Question[];
  /** What was answered: the moment in which the round began. */
  moments: Moment[];
}

/** Nothing is asked before a while, or before the network comes. */
export function createAsking(names: readonly string[], now: number): Asking {
  const servers: Server[] = [];
  for (const name of names) servers.push({ name, leftOut: 0 });
  return {
    servers,
    stage: RESTING,
    since: now,
    wait: UNSENT_MS,
    isRefused: false,
    interval: SHORTEST_MS,
    failures: 0,
    doubts: 0,
    begun: now,
    server: 0,
    named: 0,
    address: NOT_YET,
    questions: [],
    moments: [],
  };
}

/** The network has come: who waits for an answer asks at once. @cold */
export function askSoon(asking: Asking, clock: Clock, ports: Ports): void {
  if (clock.moment !== undefined && asking.failures === 0) return;
  // What was asked before it came has no answer: to an address a board sends without a network too.
  asking.stage = RESTING;
  asking.named += 1;
  asking.failures = 0;
  asking.since = ports.milliseconds();
  asking.wait = 1 + ports.draw(SPREAD_MS);
}

/** Somebody else needs the socket: a round that is under way is asked anew later. @cold */
export function postpone(asking: Asking, now: number): void {
  if (asking.stage === RESTING) return;
  asking.stage = RESTING;
  asking.named += 1;
  asking.since = now;
  asking.wait = UNSENT_MS;
}

/** The clock has slept: the servers are believed more, and asked as soon as the network comes. @cold */
export function askBehindSleep(asking: Asking): void {
  asking.failures = 1;
  asking.doubts = MOST_DOUBTS;
}

/** Rounds in a row without an answer that is believed. @inline */
export function failedRounds(asking: Asking): number {
  return asking.failures;
}

/** Goes on with the round, or begins one when it is time. Returns the milliseconds until it is next needed. */
export function pollAsking(asking: Asking, clock: Clock, ports: Ports, now: number): number {
  if (asking.stage === RESTING) {
    const left = asking.wait - elapsed(now, asking.since);
    return left > 0 ? left : beginRound(asking, clock, ports, now);
  }
  return goOn(asking, clock, ports, now);
}

/** @cold */
function beginRound(asking: Asking, clock: Clock, ports: Ports, now: number): number {
  asking.begun = now;
  asking.server = -1;
  asking.questions = [];
  asking.moments = [];
  const isBound = ports.udp.bind(FIRST_PORT + ports.draw(PORTS), (bytes) => heard(asking, ports, bytes));
  if (!isBound) return endRound(asking, clock, ports, now);
  nameNext(asking, ports, now);
  return goOn(asking, clock, ports, now);
}

/** @cold */
function goOn(asking: Asking, clock: Clock, ports: Ports, now: number): number {
  while (asking.stage === NAMING) {
    const left = NAMING_MS - elapsed(now, asking.since);
    if (asking.address === NOT_YET && left > 0) return left;
    if (asking.address !== NOT_YET && asking.address !== NONE) ask(asking, ports, now);
    nameNext(asking, ports, now);
  }
  const left = LISTENING_MS - elapsed(now, asking.since);
  if (left > 0 && isAwaiting(asking)) return left;
  return endRound(asking, clock, ports, now);
}

/** Asks for the address of the next server that is not left out; behind the last one, answers are waited for. @cold */
function nameNext(asking: Asking, ports: Ports, now: number): void {
  asking.since = now;
  asking.named += 1;
  asking.server += 1;
  while (asking.server < asking.servers.length && sitsOut(asking.servers[asking.server] as Server))
    asking.server += 1;
  if (asking.server >= asking.servers.length) {
    asking.stage = LISTENING;
    return;
  }
  asking.stage = NAMING;
  const { name } = asking.servers[asking.server] as Server;
  asking.address = isAddress(name) ? name : NOT_YET;
  if (asking.address === NOT_YET) resolve(asking, ports, name);
}

/** Counts this round for a server that is left out of some. Returns whether it sits this one out. */
function sitsOut(server: Server): boolean {
  if (server.leftOut === 0) return false;
  server.leftOut -= 1;
  return true;
}

/** @cold */
function resolve(asking: Asking, ports: Ports, name: string): void {
  const named = asking.named;
  ports.udp.resolve(name, (address) => {
    if (named !== asking.named) return;
    asking.address = address === undefined ? NONE : address;
    ports.wake(1);
  });
}

/** Four numbers, and not a name. */
function isAddress(name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const byte = name.charCodeAt(i);
    if (byte !== 46 && (byte < 48 || byte > 57)) return false;
  }
  return true;
}

/** @cold */
function ask(asking: Asking, ports: Ports, now: number): void {
  let cookie = "";
  while (cookie.length < 8) cookie = cookie + String.fromCharCode(ports.draw(256));
  if (ports.udp.send(sntpRequest(cookie), asking.address, SNTP_PORT))
    asking.questions.push({
      server: asking.servers[asking.server] as Server,
      cookie,
      sentAt: now,
      isAnswered: false,
    });
}

/**
 * Who sent it does not matter: only who heard the question knows its cookie, and Espruino names another
 * sender when two datagrams have come. @cold
 */
function heard(asking: Asking, ports: Ports, bytes: string): void {
  const now = ports.milliseconds();
  for (const question of asking.questions) {
    if (!question.isAnswered) {
      const verdict = verdictOf(bytes, question.cookie, FIRST_DAY);
      if (verdict !== NO_ANSWER_TO_THIS) {
        question.isAnswered = true;
        if (verdict === TOO_OFTEN) question.server.leftOut = FEWER_ROUNDS;
        if (verdict === UNWANTED) refuse(asking, question.server);
        if (verdict === GOOD) {
          const moment = momentAfter(bytes, elapsed(now, question.sentAt));
          asking.moments.push(addMilliseconds(moment, -elapsed(now, asking.begun)));
        }
      }
    }
  }
  if (!isAwaiting(asking)) ports.wake(1);
}

/** @cold */
function refuse(asking: Asking, server: Server): void {
  server.leftOut = ALL_ROUNDS;
  for (const { leftOut } of asking.servers) {
    if (leftOut <= FEWER_ROUNDS) return;
  }
  asking.isRefused = true;
}

function isAwaiting(asking: Asking): boolean {
  for (const question of asking.questions) {
    if (!question.isAnswered) return true;
  }
  return false;
}

/** @cold */
function endRound(asking: Asking, clock: Clock, ports: Ports, now: number): number {
  ports.udp.close();
  const since = elapsed(now, asking.begun);
  const own = asking.doubts < MOST_DOUBTS ? momentAt(clock, now) : undefined;
  const agreed = agreedMoment(
    asking.moments,
    own === undefined ? undefined : addMilliseconds(own, -since),
    toleranceOf(clock),
  );
  asking.stage = RESTING;
  asking.since = now;
  if (agreed === undefined) fail(asking, ports);
  else succeed(asking, clock, ports, addMilliseconds(agreed, since), now);
  return asking.wait;
}

/** @cold */
function fail(asking: Asking, ports: Ports): void {
  if (asking.moments.length > 0 && asking.doubts < MOST_DOUBTS) asking.doubts += 1;
  let wait = asking.questions.length > 0 ? UNANSWERED_MS : UNSENT_MS;
  for (let i = 0; i < asking.failures; i++) wait = Math.min(2 * wait, LONGEST_FAILURE_MS);
  if (wait < LONGEST_FAILURE_MS) asking.failures += 1;
  asking.wait = wait + Math.floor(wait / (4 * DRAWN)) * ports.draw(DRAWN);
}

/** @cold */
function succeed(asking: Asking, clock: Clock, ports: Ports, moment: Moment, now: number): void {
  const isGood = Math.abs(errorOf(clock, moment, now)) <= GOOD_ERROR_MS;
  const isFirst = clock.moment === undefined;
  setTime(clock, moment, now);
  asking.failures = 0;
  asking.doubts = 0;
  if (isGood && !isFirst) asking.interval = Math.min(2 * asking.interval, LONGEST_MS);
  else asking.interval = isFirst ? SHORTEST_MS : Math.max(Math.floor(asking.interval / 2), SHORTEST_MS);
  asking.wait = asking.interval - Math.floor(asking.interval / (8 * DRAWN)) * ports.draw(DRAWN);
}
