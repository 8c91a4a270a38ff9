// A small HTTP server: a request on each of two sockets, whose answer leaves in pieces as the socket drains.
// It does no I/O: a target calls it with what came (ports/tcp-server.ts), and bytes go out through the socket
// that is handed in.
import { elapsed } from "../bytes/milliseconds.ts";
import type { TcpServer } from "../ports/tcp-server.ts";
import { type HttpAnswer, headOf, NO_PAGE, textAnswer } from "./http-answer.ts";
import { BODY, type HttpRequest, isUntouched, newRequest, REFUSED, takeBytes } from "./http-request.ts";

/** No place is free. */
const NONE = -1;
/** The most bytes that a socket is given at a time. */
const PIECE = 256;
/** How long a request may take from its socket's opening, and a piece to leave. */
const PATIENCE_MS = 8000;

/** What a server shows. */
export interface HttpSite {
  /** The answer to a whole request. */
  respond: (this: void, site: HttpSite, request: HttpRequest, now: number) => HttpAnswer;
  /** The part of a number, from 0, of a page; `undefined` behind its last one. */
  part: (this: void, site: HttpSite, page: number, number: number) => string | undefined;
}

type Sockets = Pick<TcpServer, "writeSocket" | "endSocket">;

/** A request and its answer, on a socket. */
interface Exchange {
  isOpen: boolean;
  /** When the socket was opened, or its last piece left. */
  since: number;
  /** Until it is answered. */
  request: HttpRequest | undefined;
  /** The rest of the answer: bytes, and the parts of a page from a number on. */
  rest: string;
  page: number;
  part: number;
}

export interface HttpServer {
  sockets: Sockets;
  site: HttpSite;
  /** The most bytes of a request's head. */
  mostHead: number;
  exchanges: Exchange[];
}

export function createHttpServer(sockets: Sockets, site: HttpSite, mostHead: number): HttpServer {
  return { sockets, site, mostHead, exchanges: [atRest(), atRest()] };
}

function atRest(): Exchange {
  return { isOpen: false, since: 0, request: undefined, rest: "", page: NO_PAGE, part: 0 };
}

/**
 * A socket was opened: its number, or -1 for one too many. Browsers open sockets that they may need later:
 * one on which nothing has come yet makes room. @cold
 */
export function socketOpened(server: HttpServer, now: number): number {
  let number = NONE;
  let oldest = NONE;
  for (let i = 0; i < server.exchanges.length; i++) {
    const exchange = server.exchanges[i] as Exchange;
    if (!exchange.isOpen) number = i;
    else if (exchange.request !== undefined && isUntouched(exchange.request)) {
      const age = elapsed(now, exchange.since);
      if (oldest === NONE || age > elapsed(now, (server.exchanges[oldest] as Exchange).since)) oldest = i;
    }
  }
  if (number === NONE && oldest !== NONE) {
    server.sockets.endSocket(oldest);
    number = oldest;
  }
  if (number !== NONE) begin(server.exchanges[number] as Exchange, now);
  return number;
}

function begin(exchange: Exchange, now: number): void {
  exchange.isOpen = true;
  exchange.since = now;
  exchange.request = newRequest();
  exchange.part = 0;
}

function leave(exchange: Exchange): void {
  exchange.isOpen = false;
  exchange.request = undefined;
  exchange.rest = "";
  exchange.page = NO_PAGE;
}

/** Bytes have come on a socket. What comes behind a request is ignored. @cold */
export function socketReceived(server: HttpServer, number: number, bytes: string, now: number): void {
  const exchange = server.exchanges[number] as Exchange;
  const { request } = exchange;
  if (request === undefined) return;
  takeBytes(request, bytes, server.mostHead);
  if (request.stage <= BODY) return;
  const answer =
    request.stage === REFUSED
      ? textAnswer(request.fault, "")
      : server.site.respond(server.site, request, now);
  exchange.request = undefined;
  exchange.since = now;
  exchange.rest = headOf(answer);
  if (request.method !== "HEAD") {
    exchange.rest = exchange.rest + answer.text;
    exchange.page = answer.page;
  }
  sendPiece(server, number);
}

/** What a socket was given has left. @cold */
export function socketDrained(server: HttpServer, number: number, now: number): void {
  const exchange = server.exchanges[number] as Exchange;
  if (exchange.request !== undefined) return;
  exchange.since = now;
  sendPiece(server, number);
}

/** Sends the next piece of the answer, or ends the socket behind its last one. @cold */
function sendPiece(server: HttpServer, number: number): void {
  const exchange = server.exchanges[number] as Exchange;
  while (exchange.rest.length < PIECE && exchange.page !== NO_PAGE) {
    const more = server.site.part(server.site, exchange.page, exchange.part);
    if (more === undefined) exchange.page = NO_PAGE;
    else {
      exchange.part += 1;
      exchange.rest = exchange.rest + more;
    }
  }
  if (exchange.rest === "") {
    leave(exchange);
    server.sockets.endSocket(number);
    return;
  }
  const length = Math.min(PIECE, exchange.rest.length);
  const piece = exchange.rest.substring(0, length);
  exchange.rest = exchange.rest.substring(length);
  server.sockets.writeSocket(number, piece);
}

/** The other end has closed a socket. */
export function socketClosed(server: HttpServer, number: number): void {
  leave(server.exchanges[number] as Exchange);
}

/** Ends sockets that take too long. Returns the milliseconds until it is next needed. @cold */
export function pollHttpServer(server: HttpServer, now: number): number {
  let next = PATIENCE_MS;
  for (let i = 0; i < server.exchanges.length; i++) {
    const exchange = server.exchanges[i] as Exchange;
    if (exchange.isOpen) {
      const left = PATIENCE_MS - elapsed(now, exchange.since);
      if (left <= 0) {
        leave(exchange);
        server.sockets.endSocket(i);
      } else next = Math.min(next, left);
    }
  }
  return next;
}
