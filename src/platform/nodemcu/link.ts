// The byte stream over NodeMCU's `net`: one send outstanding, what comes meanwhile joined to the next one.
import type { Endpoint } from "../../ports/network.ts";

/** Bytes in one send: a TCP segment. Twice as much fits into the chip's buffer; a fuller buffer raises an error. */
const SEND_BYTES = 1400;

export interface StreamEvents {
  opened: () => void;
  received: (bytes: string) => void;
  drained: () => void;
  closed: (reason: string) => void;
}

let events: StreamEvents;
let socket: NetSocket | undefined;
let connected = false;
let sending = false;
let closing = false;
/** Taken, and not handed to the chip yet. */
let waiting = "";

/** Who is told. Each of these may raise an error, which then ends the connection and not the program. */
export function tell(listener: StreamEvents): void {
  events = listener;
}

export function openLink(endpoint: Endpoint): void {
  if (socket !== undefined) drop(socket);
  const opening = net.createConnection();
  socket = opening;
  connected = false;
  sending = false;
  closing = false;
  waiting = "";
  // "reconnection" stays free: errors then come as "disconnection" too. "receive" must be set before connect.
  opening.on("connection", onConnection);
  opening.on("receive", onReceive);
  opening.on("sent", onSent);
  opening.on("disconnection", onDisconnection);
  opening.connect(endpoint.port, endpoint.host);
}

export function writeLink(bytes: string): void {
  waiting = waiting + bytes;
  if (connected && !sending) sendNext();
}

/** Closes when everything taken has been handed over: the last words are "offline" and DISCONNECT. */
export function closeLink(): void {
  if (socket === undefined) return;
  if (connected && sending && waiting !== "") closing = true;
  else drop(socket);
}

function sendNext(): void {
  const current = socket;
  if (current === undefined) return;
  const bytes = waiting.substring(0, Math.min(waiting.length, SEND_BYTES));
  waiting = waiting.substring(bytes.length);
  sending = true;
  const [sent, reason] = pcall(send, current, bytes);
  // A part may have gone out: only a new connection is clean again.
  if (!sent) fail(current, "send: " + reason);
}

function send(this: void, current: NetSocket, bytes: string): void {
  current.send(bytes);
}

function drop(old: NetSocket): void {
  socket = undefined;
  connected = false;
  waiting = "";
  pcall(shut, old);
}

function shut(this: void, old: NetSocket): void {
  old.close();
}

/** Ends the stream from our side, and says so. */
function fail(old: NetSocket, reason: string): void {
  drop(old);
  print(reason);
  guard(events.closed, reason);
}

/** Runs a listener; an error that escaped it would restart the chip, and with it lose what is kept. */
function guard<T>(run: (this: void, argument: T) => void, argument: T): void {
  const [done, reason] = pcall(run, argument);
  if (done) return;
  print("error: " + reason);
  if (socket !== undefined) fail(socket, "error: " + reason);
}

function onConnection(this: void, from: NetSocket): void {
  if (from !== socket) return;
  connected = true;
  guard(events.opened, undefined);
  if (waiting !== "" && !sending) sendNext();
}

function onReceive(this: void, from: NetSocket, bytes: string): void {
  if (from === socket) guard(events.received, bytes);
}

function onSent(this: void, from: NetSocket): void {
  if (from !== socket) return;
  if (waiting !== "") sendNext();
  else if (closing) drop(from);
  else {
    sending = false;
    guard(events.drained, undefined);
  }
}

function onDisconnection(this: void, from: NetSocket, code: number): void {
  if (from !== socket) return;
  // The ESP32 still holds the connection here.
  drop(from);
  guard(events.closed, "connection ended, code " + code);
}
