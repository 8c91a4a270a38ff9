// A set-up that this computer serves on loopback, as a person and a phone meet it.

import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { onTestFinished } from "vitest";
import { NodeUdp } from "../../src/platform/node/buses/udp.ts";
import { createRealTimers } from "../../src/platform/node/real-timers.ts";
import { NodeTcpServer } from "../../src/platform/node/tcp-server.ts";
import type { Datagrams } from "../../src/platform/node/world.ts";
import { BY_PASSWORD, ENTERPRISE, OPEN } from "../../src/ports/access-point.ts";
import { type SetUpPorts, startSetUp, wakeSetUp } from "../../src/setup/set-up-program.ts";

export const LOOPBACK = "127.0.0.1";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, LOOPBACK);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Datagrams of loopback; `port` is that of the one socket, in place of DNS's. */
function loopbackDatagrams(bound: (port: number) => void): Datagrams {
  return {
    bind: (_, heard) => {
      const socket = createSocket("udp4");
      socket.on("message", (bytes, from) => heard(bytes.toString("latin1"), from.address, from.port));
      socket.bind(0, LOOPBACK, () => bound(socket.address().port));
      return {
        send: (bytes, address, port) => {
          socket.send(Buffer.from(bytes, "latin1"), port, address);
          return true;
        },
        close: () => socket.close(),
      };
    },
    resolve: () => {},
  };
}

/** Starts it. Its clock is ours, and is put forward by `pass`. */
export async function serveSetUp({ report = "", records = new Map<string, string>() } = {}) {
  const port = await freePort();
  const address = `${LOOPBACK}:${port}`;
  const timers = createRealTimers();
  onTestFinished(() => timers.end());
  const lines: string[] = [];
  let stopWaiting = () => {};
  let isOpen = false;
  let ahead = 0;
  let ended: (record: string) => void = () => {};
  const record = new Promise<string>((resolve) => {
    ended = resolve;
  });
  let bound: (port: number) => void = () => {};
  const dnsPort = new Promise<number>((resolve) => {
    bound = resolve;
  });
  const tcp = new NodeTcpServer(LOOPBACK, port);
  const ports: SetUpPorts = {
    listen: (wanted, events) => tcp.listen(wanted, events),
    writeSocket: (socket, bytes) => tcp.writeSocket(socket, bytes),
    endSocket: (socket) => tcp.endSocket(socket),
    closeServer: () => tcp.closeServer(),
    udp: new NodeUdp(loopbackDatagrams(bound)),
    milliseconds: () => timers.now() + ahead,
    wake: (ms) => {
      stopWaiting();
      stopWaiting = timers.after(ms, () => wakeSetUp(program));
    },
    readRecord: (name) => records.get(name),
    draw: (below) => Math.floor(Math.random() * below),
    log: (line) => lines.push(line),
    scanNetworks: (found, done) =>
      timers.after(1, () => {
        found("Fjord & Forest", -48, BY_PASSWORD);
        found('"><script>alert(1)</script>', -58, OPEN);
        found("office", -70, ENTERPRISE);
        done();
      }),
    openAccessPoint: (_name, _password, opened) =>
      timers.after(1, () => {
        isOpen = true;
        opened(address);
      }),
    closeAccessPoint: () => {
      isOpen = false;
    },
  };
  const program = startSetUp(
    ports,
    "ringmote-a1b2c3",
    "a password",
    report,
    undefined,
    2048,
    false,
    (tried) => ended(tried),
  );
  onTestFinished(() => {
    ports.closeServer();
    ports.udp.close();
  });
  return {
    url: `http://${address}/`,
    address,
    dnsPort: await dnsPort,
    record,
    lines,
    isOpen: () => isOpen,
    pass: (ms: number) => {
      ahead += ms;
      wakeSetUp(program);
    },
  };
}
