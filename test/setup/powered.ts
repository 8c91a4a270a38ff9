// A board with a device that is set up over the air, as it was flashed, in a world with a network, a broker and phones.
import { espOf } from "../../boards/chips/chip.ts";
import type { Stream } from "../../src/client/transport/stream.ts";
import type { FoundNetwork } from "../../src/platform/node/world.ts";
import { BY_PASSWORD, OPEN } from "../../src/ports/access-point.ts";
import { ACCESS_PASSWORD } from "../../src/setup/access-names.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import type { NodeMcuDevice } from "../../tools/laboratory/hosts/nodemcu/device.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { SimulatedAir } from "../../tools/sim/worlds/air.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { SimulatedDatagrams } from "../../tools/sim/worlds/datagrams.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import type { LuaVersion } from "../../tools/targets/nodemcu/lua-wasm.ts";
import { type BoardName, firmwareWith, flashed, keyPin } from "./built.ts";

/** Of the access point, and of the network "home". */
export const PASSWORD = "pass-phrase-1";
export const HOME = { ssid: "home", password: "pass-word" };
/** Of the access point. */
const ADDRESS = "192.168.4.1";
const NETWORKS: readonly FoundNetwork[] = [
  { name: "far, away", dBm: -80, admission: BY_PASSWORD },
  { name: HOME.ssid, dBm: -40, admission: BY_PASSWORD },
  { name: HOME.ssid, dBm: -70, admission: BY_PASSWORD },
  { name: "guests", dBm: -66, admission: OPEN },
];
export const GET = `GET / HTTP/1.1\r\nHost: ${ADDRESS}\r\n\r\n`;

/** The request that sends the form of a page, filled with these fields. */
export function formOf(page: string, fields: Readonly<Record<string, string>>): string {
  const [, token = ""] = /name="token" value="([0-9a-f]{16})"/.exec(page) ?? [];
  const body = new URLSearchParams({ token, ...fields }).toString();
  return `POST / HTTP/1.1\r\nHost: ${ADDRESS}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

interface Phone {
  stream: Stream;
  heard: string;
  ended: string | undefined;
}

const builds = new Map<string, ReturnType<typeof flashed>>();
const folders = new Map<string, string>();

/** One build for each device and board. */
function flashedOnce(options: string, boardName: BoardName) {
  const folder = folders.get(options) ?? firmwareWith(options);
  folders.set(options, folder);
  const key = `${options} ${boardName}`;
  const built = builds.get(key) ?? flashed(folder, boardName);
  builds.set(key, built);
  return built;
}

type Files = Readonly<Record<string, string>>;

/**
 * Ten seconds after power came. `records` are stored there; `options` are the device's; `stored`: its image's files
 * as they are on the board; `lua`: the version NodeMCU was built with, by default the chip's usual one.
 */
export async function powered(
  boardName: BoardName,
  {
    records = { [ACCESS_PASSWORD]: PASSWORD } as Readonly<Record<string, string>>,
    options = "setUp: true,",
    stored = (files: Files): Files => files,
    lua = undefined as LuaVersion | undefined,
  } = {},
) {
  const { board, files: built } = await flashedOnce(options, boardName);
  const files = stored(built);
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const lines: string[] = [];
  const air = new SimulatedAir(clock, NETWORKS);
  const datagrams = new SimulatedDatagrams(clock);
  const storage = new Map(Object.entries(records));
  const made = createVirtualWorld({
    clock,
    datagrams,
    storage,
    peer: broker.peer,
    log: (line) => lines.push(line),
  });
  const world = { ...made, air };
  if (board.target === "espruino") for (const [name, text] of Object.entries(files)) storage.set(name, text);
  /** Power goes, where there was some, and comes. */
  let powerOff = () => {};
  let nodeMcu: NodeMcuDevice | undefined;
  const powerOn = () => {
    powerOff();
    if (board.target === "espruino") {
      const chunkBytes = espOf(board.chip) === "esp8266" ? 268 : 536;
      powerOff = hostEspruino({ world, board, chunkBytes, wifi: HOME }).kill;
    } else {
      const chip = hostNodeMcu({
        image: files,
        chip: espOf(board.chip),
        variant: board.variant,
        world,
        wifi: HOME,
        ...(lua !== undefined && { lua, loadBytecode: true }),
      });
      chip.boot();
      powerOff = chip.kill;
      nodeMcu = chip;
    }
  };
  const pass = (ms: number) => clock.advance(ms);
  powerOn();
  pass(10_000);
  const call = (takes?: () => boolean): Phone => {
    const phone: Phone = { stream: undefined as unknown as Stream, heard: "", ended: undefined };
    phone.stream = air.call(
      80,
      {
        opened: () => {},
        received: (bytes) => {
          phone.heard += bytes;
        },
        drained: () => {},
        closed: (reason) => {
          phone.ended = reason;
        },
      },
      takes,
    );
    pass(100);
    return phone;
  };
  const ask = (request: string): Phone => {
    const phone = call();
    phone.stream.write(request);
    pass(3000);
    return phone;
  };
  /** Bytes of Lua's heap that are in use. */
  const heap = () => nodeMcu?.heapBytes() ?? Number.NaN;
  /** The most that were, where its files look at that (`WATCH`). */
  const worstHeap = () =>
    nodeMcu === undefined ? Number.NaN : Number(nodeMcu.evaluate("return WORST")) - nodeMcu.hostBytes;
  /** The key is pressed, or let go. */
  const press = (isHeld: boolean) =>
    made.circuit.drive(board.pins[keyPin(boardName)]?.id ?? "", isHeld ? 0 : undefined);
  return {
    air,
    datagrams,
    lines,
    pass,
    call,
    ask,
    storage,
    broker,
    setNetwork: made.setNetwork,
    powerOn,
    heap,
    worstHeap,
    press,
  };
}
