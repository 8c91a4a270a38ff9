// The program that runs in a device's place while it is set up: it looks for networks, opens the access
// point, and serves the page until a form was taken, or ten minutes are over, whoever is on it (EN 18031 asks
// for a window).
import { elapsed } from "../bytes/milliseconds.ts";
import {
  createHttpServer,
  type HttpServer,
  pollHttpServer,
  socketClosed,
  socketDrained,
  socketOpened,
  socketReceived,
} from "../http/http-server.ts";
import type { AccessPoint } from "../ports/access-point.ts";
import type { Clock } from "../ports/clock.ts";
import type { Storage } from "../ports/storage.ts";
import type { System } from "../ports/system.ts";
import type { TcpServer } from "../ports/tcp-server.ts";
import type { Udp } from "../ports/udp.ts";
import { AUTHORITY, SETTINGS } from "../runtime/settings.ts";
import { addressBytes, captiveAnswer } from "./captive-dns.ts";
import { createSetUp, networkFound, reachAt, type SetUp } from "./set-up.ts";

const HTTP_PORT = 80;
const DNS_PORT = 53;

/** It looks for networks, opens, serves, shows what comes now; it has ended. */
const SCANNING = 0;
const OPENING = 1;
const SERVING = 2;
const TAKEN = 3;
const ENDED = 4;
type Stage = typeof SCANNING | typeof OPENING | typeof SERVING | typeof TAKEN | typeof ENDED;

/**
 * How long each may last: a scan that never ends finds nothing, and a page that says what comes now has to
 * arrive.
 */
const SCAN_MS = 10000;
const OPEN_MS = 10000;
const WINDOW_MS = 600000;
const GOODBYE_MS = 3000;
/** Deadlines are looked at so often. */
const LOOK_MS = 1000;

export interface SetUpPorts
  extends AccessPoint,
    TcpServer,
    Clock,
    Pick<Storage, "readRecord">,
    Pick<System, "draw" | "log"> {
  udp: Udp;
}

export interface SetUpProgram {
  ports: SetUpPorts;
  stage: Stage;
  /** Since when. */
  since: number;
  password: string;
  setUp: SetUp;
  server: HttpServer;
  /** The access point's address as DNS has it. */
  address: string;
  /**
   * It is over: with the settings to try and what was sent, without secrets; "" where none were sent. The
   * access point is closed.
   */
  ended: (this: void, record: string, form: string) => void;
}

/**
 * Begins. `name` and `password` are the access point's; `report` and `sent` as `createSetUp` takes them;
 * `mostHead`: the most bytes of a request's head; `findsBroker`: the form may leave the broker out. @cold
 */
export function startSetUp(
  ports: SetUpPorts,
  name: string,
  password: string,
  report: string,
  sent: string | undefined,
  mostHead: number,
  findsBroker: boolean,
  ended: SetUpProgram["ended"],
): SetUpProgram {
  const before = ports.readRecord(SETTINGS);
  const hasAuthority = ports.readRecord(AUTHORITY) !== undefined;
  const setUp = createSetUp(
    name,
    "",
    before,
    hasAuthority,
    drawnToken(ports),
    report,
    sent,
    password === "",
    findsBroker,
  );
  const program: SetUpProgram = {
    ports,
    stage: SCANNING,
    since: ports.milliseconds(),
    password,
    setUp,
    server: createHttpServer(ports, setUp, mostHead),
    address: "",
    ended,
  };
  ports.scanNetworks(
    (found, dBm, admission) => networkFound(setUp, found, dBm, admission),
    () => scanned(program),
  );
  ports.wake(LOOK_MS);
  return program;
}

/** 64 bits in hexadecimal digits. */
function drawnToken(ports: SetUpPorts): string {
  let token = "";
  while (token.length < 16) {
    const digit = ports.draw(16);
    token = token + "0123456789abcdef".substring(digit, digit + 1);
  }
  return token;
}

function become(program: SetUpProgram, stage: Stage): void {
  program.stage = stage;
  program.since = program.ports.milliseconds();
}

/** @cold */
function scanned(program: SetUpProgram): void {
  if (program.stage !== SCANNING) return;
  become(program, OPENING);
  program.ports.openAccessPoint(program.setUp.shown.name, program.password, (address) =>
    opened(program, address),
  );
}

/** @cold */
function opened(program: SetUpProgram, address: string): void {
  if (program.stage !== OPENING) return;
  const { ports, server, setUp } = program;
  reachAt(setUp, address);
  program.address = addressBytes(address);
  const listens = ports.listen(HTTP_PORT, {
    opened: () => socketOpened(server, ports.milliseconds()),
    received: (socket, bytes) => received(program, socket, bytes),
    drained: (socket) => socketDrained(server, socket, ports.milliseconds()),
    closed: (socket) => socketClosed(server, socket),
  });
  if (!listens) {
    end(program, "set-up: the page could not be opened");
    return;
  }
  become(program, SERVING);
  // Without it a person has to type in the address.
  if (!ports.udp.bind(DNS_PORT, (bytes, from, port) => asked(program, bytes, from, port)))
    ports.log("set-up: no DNS, open http://" + address + "/");
}

/** @cold */
function received(program: SetUpProgram, socket: number, bytes: string): void {
  socketReceived(program.server, socket, bytes, program.ports.milliseconds());
  if (program.stage === SERVING && program.setUp.record !== "") become(program, TAKEN);
}

/** @cold */
function asked(program: SetUpProgram, query: string, from: string, port: number): void {
  const answer = captiveAnswer(query, program.address);
  if (answer !== "") program.ports.udp.send(answer, from, port);
}

/** The time that was asked for has come. @cold */
export function wakeSetUp(program: SetUpProgram): void {
  const { ports } = program;
  const now = ports.milliseconds();
  if (program.stage === SCANNING && elapsed(now, program.since) >= SCAN_MS) scanned(program);
  const line = endOf(program, elapsed(now, program.since));
  if (line !== "") end(program, line);
  else if (program.stage !== ENDED) ports.wake(Math.min(LOOK_MS, pollHttpServer(program.server, now)));
}

/** Why it is over when its stage has lasted so long, in words; "" while it goes on. @cold */
function endOf({ stage }: SetUpProgram, passed: number): string {
  if (stage === OPENING && passed >= OPEN_MS) return "set-up: the access point did not open";
  if (stage === SERVING && passed >= WINDOW_MS)
    return "set-up: ten minutes are over, and the access point is closed until the next start";
  return stage === TAKEN && passed >= GOODBYE_MS ? "set-up: the settings are tried" : "";
}

/** @cold */
function end(program: SetUpProgram, line: string): void {
  const { ports } = program;
  become(program, ENDED);
  ports.closeServer();
  ports.udp.close();
  ports.closeAccessPoint();
  ports.log(line);
  program.ended(program.setUp.record, program.setUp.shown.values);
}
