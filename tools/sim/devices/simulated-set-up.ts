// The set-up of a simulated device: its page at an address of this computer, as a phone has it that has joined
// the access point; and a Wi-Fi network that lets in whoever has its password.
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { textOf } from "../../../src/client/text.ts";
import type { SetUpOptions } from "../../../src/device/declare/device.ts";
import { NodeTcpServer } from "../../../src/platform/node/tcp-server.ts";
import type { SimulatedDevice, World } from "../../../src/platform/node/world.ts";
import {
  type AccessPoint,
  type Admission,
  BY_PASSWORD,
  ENTERPRISE,
  OPEN,
} from "../../../src/ports/access-point.ts";
import type { Udp } from "../../../src/ports/udp.ts";
import { SETTINGS, setting, settingsAreWhole } from "../../../src/runtime/settings.ts";
import { TRIED } from "../../../src/runtime/settings-trial.ts";
import { STARTS } from "../../../src/runtime/starts.ts";
import { ACCESS_PASSWORD } from "../../../src/setup/access-names.ts";
import { type ChoosingChip, QUICK_MS, startsSetUp } from "../../../src/setup/power-ups.ts";
import { type BoardPorts, runSetUp } from "../../../src/setup/run-set-up.ts";
import { wakeSetUp } from "../../../src/setup/set-up-program.ts";
import type { Instead } from "./powered-device.ts";

/** Where a clock of the ports wraps (src/platform/node/node-device.ts). */
const LATEST_MOMENT = 0x7fffffff;

interface Network {
  name: string;
  dBm: number;
  admission: Admission;
  password: string;
}

/** Those in reach. */
const NETWORKS: readonly Network[] = [
  { name: "Home", dBm: -48, admission: BY_PASSWORD, password: "sunflower" },
  { name: "Guests", dBm: -62, admission: OPEN, password: "" },
  { name: "Office", dBm: -70, admission: ENTERPRISE, password: "" },
];

/** Nobody has to be led to the page here: its address is printed. */
const NO_DNS: Udp = { bind: () => true, send: () => true, resolve: () => {}, close: () => {} };

const HOST = "127.0.0.1";

/** A port of this computer that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** The page of a device that is set up. */
export class SetUpPage {
  private isAsked = true;

  /** Where this computer shows it. */
  constructor(readonly port: number) {}

  /** Does somebody hold the button that asks for it? As the run begins. */
  takeAsked(): boolean {
    const { isAsked } = this;
    this.isAsked = false;
    return isAsked;
  }
}

/** The network of its device's world comes and goes. */
type Reach = World & { setNetwork: (up: boolean) => void };

/**
 * What runs in the place of a device of `world` as the run begins, and later as on a board. Else the device
 * is to run, in the network that its settings name. `options`: of its declaration.
 */
export function setUpIn(world: Reach, options: SetUpOptions | true, page: SetUpPage): Instead {
  return () => {
    if (startsSetUp(chipOf(world), page.takeAsked()))
      return open(world, options === true ? {} : options, page.port);
    const fault = joinFault(world.storage);
    if (fault !== "") world.log(`Wi-Fi: ${fault}`);
    world.setNetwork(fault === "");
    return undefined;
  };
}

function open(world: World, options: SetUpOptions, port: number): SimulatedDevice {
  const tcp = new NodeTcpServer(HOST, port);
  const waiting = new Set<() => void>();
  const after = (ms: number, then: () => void) => {
    const cancel = world.after(ms, () => {
      waiting.delete(cancel);
      then();
    });
    waiting.add(cancel);
  };
  const ports: BoardPorts = {
    ...airOf(world, port, after),
    ...recordsOf(world),
    listen: (wanted, events) => tcp.listen(wanted, events),
    writeSocket: (socket, bytes) => tcp.writeSocket(socket, bytes),
    endSocket: (socket) => tcp.endSocket(socket),
    closeServer: () => tcp.closeServer(),
    udp: NO_DNS,
    milliseconds: () => world.now() & LATEST_MOMENT,
    wake: (ms) => after(ms, () => program !== undefined && wakeSetUp(program)),
    chipId: () => world.chipId,
    // A world may draw the same for each device, and the page's token is a secret.
    draw: (below) => randomInt(below),
    log: (line) => world.log(textOf(line)),
    restartIn: (ms) => after(ms, () => world.chip.restart()),
  };
  const program = runSetUp(ports, options.open === true, options.findBroker === true);
  const end = () => {
    for (const cancel of waiting) cancel();
    tcp.closeServer();
  };
  return {
    engine: "node",
    stop(done) {
      end();
      world.after(0, done);
    },
    kill: end,
  };
}

/** Its networks, and an access point that is the page's address: this computer has joined it. */
function airOf(world: World, port: number, after: (ms: number, then: () => void) => void): AccessPoint {
  return {
    scanNetworks(found, done) {
      after(0, () => {
        for (const { name, dBm, admission } of NETWORKS) found(name, dBm, admission);
        done();
      });
    },
    openAccessPoint(name, _password, opened) {
      after(0, () => {
        opened(`${HOST}:${port}`);
        world.log(
          `set-up: open http://${HOST}:${port}/ (on a board: join its Wi-Fi ${name}, and the page opens)`,
        );
        world.log(`set-up: ${NETWORKS.map(inWords).join(", ")}`);
      });
    },
    closeAccessPoint: () => {},
  };
}

function chipOf(world: World): ChoosingChip {
  const forgetPowerUps = () => void world.storage.delete(STARTS);
  return {
    ...recordsOf(world),
    isPowerUp: () => world.chip.resetReason === "power",
    forgetPowerUps,
    forgetPowerUpsLater: () => void world.after(QUICK_MS, forgetPowerUps),
  };
}

function recordsOf({ storage }: Pick<World, "storage">): Pick<BoardPorts, "readRecord" | "writeRecord"> {
  return {
    // On a board flash draws one; here nobody joins.
    readRecord: (name) => (name === ACCESS_PASSWORD ? "simulated" : storage.get(name)),
    writeRecord(name, bytes) {
      storage.set(name, bytes);
      return storage.get(name) === bytes;
    },
  };
}

/** Why a device with these records is in no network, in words; "" where it is in one. */
function joinFault(storage: World["storage"]): string {
  const tried = storage.get(TRIED);
  const record = tried !== undefined && settingsAreWhole(tried) ? tried : (storage.get(SETTINGS) ?? "");
  const name = textOf(setting(record, "ssid"));
  const network = NETWORKS.find((known) => known.name === name);
  if (network === undefined) return `no network "${name}" is in reach`;
  if (network.admission === ENTERPRISE) return `"${name}" lets in only whoever has an account`;
  const given = textOf(setting(record, "password"));
  return network.admission === OPEN || given === network.password ? "" : `the password of "${name}" is wrong`;
}

function inWords({ name, admission, password }: Network): string {
  if (admission === ENTERPRISE) return `"${name}" asks for an account`;
  return admission === OPEN
    ? `"${name}" has no password`
    : `the Wi-Fi "${name}" has the password ${password}`;
}
