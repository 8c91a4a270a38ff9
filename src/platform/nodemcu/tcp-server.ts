// The TCP server over NodeMCU's `net` (app/modules/net.c of release, components/modules/net.c of dev-esp32).
// An error that left a callback would restart the chip. The ESP8266 goes on with a socket when the call of
// its acceptance has returned (net.c:286): it is closed in a later turn. The ESP32 restarts where whoever
// called has gone before it is accepted (net.c:1071). A piece of one segment is acknowledged at once, so
// "sent" comes once.
import type { TcpServer, TcpServerEvents } from "../../ports/tcp-server.ts";

let server: NetServer | undefined;
/** Those that the program has a number for. */
const sockets: Record<number, NetSocket | undefined> = {};
/** How many numbers there are. */
let count = 0;

/** @cold */
function guard(run: (this: void) => void): void {
  const [done, reason] = pcall(run);
  if (!done) print("error: " + reason);
}

/** @cold */
function listen(port: number, events: TcpServerEvents): boolean {
  const opening = net.createServer();
  const [listens] = pcall(() => opening.listen(port, (socket) => guard(() => accept(socket, events))));
  if (listens) server = opening;
  return listens;
}

/** @cold */
function accept(socket: NetSocket, events: TcpServerEvents): void {
  const number = events.opened();
  if (number < 0) {
    tmr.create().alarm(1, tmr.ALARM_SINGLE, () => close(socket));
    return;
  }
  count = Math.max(count, number + 1);
  sockets[number] = socket;
  socket.on("receive", (from, bytes) => {
    if (sockets[number] === from) guard(() => events.received(number, bytes));
  });
  socket.on("sent", (from) => {
    if (sockets[number] === from) guard(() => events.drained(number));
  });
  socket.on("disconnection", () => {
    if (sockets[number] !== socket) return;
    endSocket(number);
    guard(() => events.closed(number));
  });
}

/** One that has ended raises an error on the ESP8266; the ESP32 holds it until then. */
function close(socket: NetSocket): void {
  pcall(socket.close, socket);
}

/** @cold */
function writeSocket(number: number, bytes: string): void {
  const socket = sockets[number];
  if (socket !== undefined) pcall(socket.send, socket, bytes);
}

/** @cold */
function endSocket(number: number): void {
  const socket = sockets[number];
  sockets[number] = undefined;
  if (socket !== undefined) close(socket);
}

/** @cold */
function closeServer(): void {
  const old = server;
  server = undefined;
  if (old !== undefined) pcall(old.close, old);
  for (let number = 0; number < count; number++) endSocket(number);
}

export const TCP_SERVER: TcpServer = { listen, writeSocket, endSocket, closeServer };
