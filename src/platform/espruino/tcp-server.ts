// The TCP server over Espruino's `net` (2v29, libs/network/socketserver.c). A socket that was accepted is
// served like one that was opened (:810), so bytes that came before anybody listened are given then (:636).
// An ESP8266 has ten sockets, and closes whatever comes beyond (esp8266/network_esp8266.c:549,
// network_esp8266.h:27).
import type { TcpServer, TcpServerEvents } from "../../ports/tcp-server.ts";

let server: NetServer | undefined;
/** Those that the program has a number for. */
const sockets: Record<number, Socket | undefined> = {};
/** How many numbers there are. */
let count = 0;

function listen(port: number, events: TcpServerEvents): boolean {
  try {
    // biome-ignore lint/style/useNodejsImportProtocol: it is a module of the firmware.
    const opening = require("net").createServer((socket) => accept(socket, events));
    opening.listen(port);
    server = opening;
    return true;
  } catch {
    return false;
  }
}

function accept(socket: Socket, events: TcpServerEvents): void {
  const number = events.opened();
  if (number < 0) {
    close(socket);
    return;
  }
  count = Math.max(count, number + 1);
  sockets[number] = socket;
  socket.on("data", (bytes) => {
    if (sockets[number] === socket) events.received(number, bytes);
  });
  socket.on("drain", () => {
    if (sockets[number] === socket) events.drained(number);
  });
  socket.on("close", () => {
    if (sockets[number] !== socket) return;
    sockets[number] = undefined;
    events.closed(number);
  });
}

/**
 * From now on bytes are given to nobody: without a listener they are kept, however many come (:372). One
 * whose other end takes nothing stays until the chip gives it up: nothing here aborts it.
 */
function close(socket: Socket): void {
  socket.removeAllListeners();
  socket.on("data", ignore);
  try {
    socket.end();
  } catch {
    // It is closed already.
  }
}

function ignore(): void {}

function writeSocket(number: number, bytes: string): void {
  const socket = sockets[number];
  try {
    if (socket !== undefined) socket.write(bytes);
  } catch {
    // It is closed already, and its "close" event is on the way.
  }
}

function endSocket(number: number): void {
  const socket = sockets[number];
  sockets[number] = undefined;
  if (socket !== undefined) close(socket);
}

function closeServer(): void {
  const old = server;
  server = undefined;
  if (old !== undefined) old.close();
  for (let number = 0; number < count; number++) endSocket(number);
}

export const TCP_SERVER: TcpServer = { listen, writeSocket, endSocket, closeServer };
