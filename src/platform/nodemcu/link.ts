// The byte stream over NodeMCU's `net` or `tls`: one send outstanding, what comes meanwhile joined to the
// next one.
import { TLS } from "../../features.ts";
import type { Endpoint } from "../../ports/network.ts";
import { closed, drained, opened, received } from "../../runtime/events.ts";
import { tell } from "./running.ts";
import { createTlsSocket, tlsObstacle } from "./tls.ts";

/**
 * Bytes in one send: a TCP segment. Twice as much fits into the chip's buffer; a fuller buffer raises an
 * error.
 */
const SEND_BYTES = 1400;

let socket: NetSocket | undefined;
/** Can be sent to: it is connected, and nothing is outstanding. */
let ready = false;
/** Ends when everything taken has been handed over. */
let closing = false;
/** Taken, and not handed to the chip yet. */
let waiting = "";

/** @cold */
export function openLink(endpoint: Endpoint): void {
  drop();
  if (TLS && endpoint.tls) {
    const obstacle = tlsObstacle();
    if (obstacle !== "") {
      tmr.create().alarm(1, tmr.ALARM_SINGLE, () => end(obstacle));
      return;
    }
  }
  const opening = TLS && endpoint.tls ? createTlsSocket() : net.createConnection();
  socket = opening;
  // Without TLS "reconnection" stays free: errors then come as "disconnection" too. "receive" must be set
  // before connect.
  if (TLS && endpoint.tls) opening.on("reconnection", onFailure);
  opening.on("connection", onConnection);
  opening.on("receive", onReceive);
  opening.on("sent", onSent);
  opening.on("disconnection", onDisconnection);
  opening.connect(endpoint.port, endpoint.host);
}

/** @hot */
export function writeLink(bytes: string): void {
  waiting = waiting + bytes;
  if (ready) sendNext();
}

/** Closes when everything taken has been handed over: the last words are "offline" and DISCONNECT. */
export function closeLink(): void {
  closing = waiting !== "";
  if (!closing) drop();
}

/** @hot */
function sendNext(): void {
  const to = socket;
  if (to === undefined) return;
  const bytes = waiting.substring(0, Math.min(waiting.length, SEND_BYTES));
  waiting = waiting.substring(bytes.length);
  ready = false;
  const [sent, reason] = pcall(to.send, to, bytes);
  // A part may have gone out: only a new connection is clean again.
  if (!sent) end("send: " + reason);
}

/**
 * Lets the socket go. One that has ended raises an error here, and on the ESP32 one that is being opened; the
 * ESP32 holds one that its peer has ended.
 */
function drop(): void {
  const old = socket;
  socket = undefined;
  ready = false;
  closing = false;
  waiting = "";
  // The end of one with TLS is told behind its close, and by then it may be taken for that of the next one.
  if (TLS && old !== undefined) old.on("disconnection", undefined);
  if (old !== undefined) pcall(old.close, old);
}

function end(reason: string): void {
  drop();
  tell(closed, reason);
}

/**
 * The ESP32 closes no socket that is being opened. One that was let go then is open now, and can be closed.
 */
function onConnection(this: void, from: NetSocket): void {
  if (from !== socket) pcall(from.close, from);
  else {
    ready = true;
    tell(opened, undefined);
  }
}

/** @hot */
function onReceive(this: void, from: NetSocket, bytes: string): void {
  if (from === socket) tell(received, bytes);
}

/** @hot */
function onSent(this: void, from: NetSocket): void {
  if (from !== socket) return;
  if (waiting !== "") sendNext();
  else if (closing) drop();
  else {
    ready = true;
    tell(drained, undefined);
  }
}

/** TLS tells of an orderly end without its socket and without a code: there is one such socket. */
function onDisconnection(this: void, from: NetSocket | undefined, code: number | undefined): void {
  if (TLS && from === undefined) {
    if (socket !== undefined) end("connection ended");
  } else if (from === socket) end("connection ended, code " + (code as number));
}

/** Of TLS. Most of what goes wrong there has no reason in words. */
function onFailure(this: void, from: NetSocket, reason: string | undefined): void {
  if (from !== socket) return;
  end(
    reason === undefined
      ? "TLS failed: the certificate is of another authority or too long, or memory is short"
      : "TLS: " + reason,
  );
}
