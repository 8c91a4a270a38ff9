// Datagrams over NodeMCU's `net`, which raises an error for what it does not take: an address that is none,
// no bytes, a port in use (app/modules/net.c:520 and :523 of release; components/modules/net.c:618 and :621
// of dev-esp32). The ESP8266 gives what came in several buffers in pieces (net.c:225).
import type { Udp } from "../../ports/udp.ts";

let socket: UdpSocket | undefined;

/** An error that left the call of a datagram would restart the chip. @cold */
function bind(
  port: number,
  heard: (this: void, bytes: string, address: string, port: number) => void,
): boolean {
  close();
  const bound = net.createUDPSocket();
  bound.on("receive", (from, bytes, fromPort, address) => {
    if (from !== socket) return;
    const [done, reason] = pcall(() => heard(bytes, address, fromPort));
    if (!done) print("error: " + reason);
  });
  const [isBound] = pcall(() => bound.listen(port));
  if (isBound) socket = bound;
  return isBound;
}

/** @cold */
function send(bytes: string, address: string, port: number): boolean {
  const from = socket;
  if (from === undefined) return false;
  const [sent] = pcall(() => from.send(port, address, bytes));
  return sent;
}

/** What it remembers it tells at once, and what it refuses by an error. @cold */
function resolve(name: string, found: (this: void, address: string | undefined) => void): void {
  const answered = (address: string | undefined) =>
    tmr.create().alarm(1, tmr.ALARM_SINGLE, () => {
      const [done, reason] = pcall(() => found(address));
      if (!done) print("error: " + reason);
    });
  const [asked] = pcall(() => net.dns.resolve(name, (_, address) => answered(address)));
  if (!asked) answered(undefined);
}

/** @cold */
function close(): void {
  const old = socket;
  socket = undefined;
  if (old !== undefined) pcall(old.close, old);
}

export const UDP: Udp = { bind, send, resolve, close };
