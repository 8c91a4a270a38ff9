// The page of a device at its own address, for whoever is in its network: what it measures, what its actuators
// are, and what is wrong. It can only be read, and asks for nothing of the device's time beside the turns in
// which a phone's bytes come or leave.
import { elapsed, later } from "../bytes/milliseconds.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import { INFO, WARNING } from "../device/run/log.ts";
import { type HttpAnswer, NO_PAGE, textAnswer } from "../http/http-answer.ts";
import type { HttpRequest } from "../http/http-request.ts";
import {
  createHttpServer,
  type HttpServer,
  type HttpSite,
  pollHttpServer,
  socketClosed,
  socketDrained,
  socketOpened,
  socketReceived,
} from "../http/http-server.ts";
import type { TcpServer } from "../ports/tcp-server.ts";
import { pagePart, type ShownDevice } from "./device-page-text.ts";
import { say } from "./problems.ts";
import type { Runtime } from "./runtime.ts";

const HTTP_PORT = 80;
/** The most bytes of a request's head: browsers send some 500. */
const MOST_HEAD = 2048;
const THE_PAGE = 1;
const MINUTE_MS = 60000;

export interface DevicePage extends HttpSite, ShownDevice {
  server: HttpServer;
  isOpen: boolean;
  /** Up to when `minutes` are counted. */
  countedTo: number;
}

/** A page that is not open yet. `undefined`: the target has no server. @cold */
export function createPage(
  device: ShownDevice["device"],
  declaration: DeviceDeclaration,
  tcp: TcpServer | undefined,
  now: number,
): DevicePage | undefined {
  if (tcp === undefined) return undefined;
  const page: Omit<DevicePage, "server"> = {
    respond,
    part: part as HttpSite["part"],
    device,
    declaration,
    minutes: 0,
    isOpen: false,
    countedTo: now,
  };
  // Each needs the other.
  const whole = page as DevicePage;
  whole.server = createHttpServer(tcp, whole, MOST_HEAD);
  return whole;
}

/** There is a network. The server is opened once: it stays while the network goes and comes. @cold */
export function openPage(runtime: Runtime, page: DevicePage): void {
  const { ports } = runtime;
  const { server } = page;
  if (!page.isOpen && ports.tcpServer !== undefined)
    page.isOpen = ports.tcpServer.listen(HTTP_PORT, {
      opened: () => called(server, ports.milliseconds()),
      received: (socket, bytes) => socketReceived(server, socket, bytes, ports.milliseconds()),
      drained: (socket) => socketDrained(server, socket, ports.milliseconds()),
      closed: (socket) => socketClosed(server, socket),
    });
  if (page.isOpen) say(runtime, INFO, "page: http://" + ports.address() + "/");
  else say(runtime, WARNING, "page: it could not be opened");
}

/**
 * Places are taken from whoever was too slow when somebody else calls, so that no deadline of theirs wakes the
 * device. @cold
 */
function called(server: HttpServer, now: number): number {
  pollHttpServer(server, now);
  return socketOpened(server, now);
}

/** Counts the time since the start, whose milliseconds begin again after weeks. */
export function pollPage(page: DevicePage, now: number): void {
  while (elapsed(now, page.countedTo) >= MINUTE_MS) {
    page.countedTo = later(page.countedTo, MINUTE_MS);
    page.minutes += 1;
  }
}

/** Nothing of a request comes back in its answer. @cold */
function respond(_site: HttpSite, { method, host, path }: HttpRequest): HttpAnswer {
  if (!isAddress(host)) return textAnswer(421, "Open this page by the device's address, in numbers.");
  if (path !== "/") return textAnswer(404, "");
  if (method === "POST")
    return {
      status: 405,
      fields: "Allow: GET, HEAD\r\n",
      page: NO_PAGE,
      text: "This page can only be read.",
    };
  return { status: 200, fields: "", page: THE_PAGE, text: "" };
}

/**
 * A name that others have given to this address would let their pages read ours, from anywhere: only numbers
 * are nobody's. HTTP/1.0 may come without any, and from no browser.
 */
function isAddress(host: string): boolean {
  for (let i = 0; i < host.length; i++) {
    const byte = host.charCodeAt(i);
    // Digits, a dot, and the colon in front of a port.
    if ((byte < 48 || byte > 58) && byte !== 46) return false;
  }
  return true;
}

function part(page: DevicePage, _page: number, number: number): string | undefined {
  return pagePart(page, number);
}
