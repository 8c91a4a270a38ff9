// Datagrams (Espruino 2v29 reference, dgram and Wifi.getHostByName; libs/network). On the ESP8266 a socket
// that is not bound never sends: it is connecting for ever (esp8266/network_esp8266.c:1149), and sends at
// rest only (:919). A name as address is 255.255.255.255 there, everybody (:1013, socketserver.c:999); on the
// ESP32 the program stands until DNS answers. So one asks `resolve`, and sends to addresses.
import type { Udp } from "../../ports/udp.ts";

let socket: DatagramSocket | undefined;

function bind(
  port: number,
  heard: (this: void, bytes: string, address: string, port: number) => void,
): boolean {
  close();
  try {
    // biome-ignore lint/style/useNodejsImportProtocol: it is a module of the firmware.
    const bound = require("dgram").createSocket("udp4");
    bound.on("message", (bytes, from) => {
      if (bound === socket) heard(bytes, from.address, from.port);
    });
    bound.bind(port);
    socket = bound;
    return true;
  } catch {
    return false;
  }
}

function send(bytes: string, address: string, port: number): boolean {
  if (socket === undefined) return false;
  try {
    socket.send(bytes, port, address);
    return true;
  } catch {
    return false;
  }
}

function resolve(name: string, found: (this: void, address: string | undefined) => void): void {
  const answered = (address: string | null) => found(address === null ? undefined : address);
  try {
    require("Wifi").getHostByName(name, answered);
  } catch {
    setTimeout(() => found(undefined), 1);
  }
}

function close(): void {
  const old = socket;
  socket = undefined;
  try {
    if (old !== undefined) old.close();
  } catch {
    // It is closed already.
  }
}

export const UDP: Udp = { bind, send, resolve, close };
