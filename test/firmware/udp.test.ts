// Datagrams on every engine: a device that asks a name, sends to its address, and takes the answer of whom it
// asked alone.
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { espOf } from "../../boards/chips/chip.ts";
import { NodeUdp } from "../../src/platform/node/buses/udp.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { emit, linkEntry } from "../../tools/image/build.ts";
import { readBoard, readFirmware } from "../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { espruinoBinaries } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { hostLinux } from "../../tools/laboratory/hosts/linux/host.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { FIXTURES, GLOBALS } from "../../tools/laboratory/programs/engines.ts";
import { type DatagramOptions, SimulatedDatagrams } from "../../tools/sim/worlds/datagrams.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { ESPRUINO, needs } from "../needs.ts";

vi.setConfig({ testTimeout: 180_000 });

const CHIPS = ["esp8266-nodemcu", "esp32-nodemcu", "d1-mini-espruino"] as const;
const BOARDS = [...CHIPS, "raspberry-pi-zero-2-w"] as const;
const [NAME, ADDRESS, PORT] = ["time.home", "192.168.1.5", 123];

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-asker-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));
const FILES = {
  "asker.ts": `import { newPart, type Part, type Ports, type Quantity, setReading, type Wires } from "ringmote/driver.ts";
interface Asker extends Part { ports: Ports | undefined; address: string; first: number; answer: Quantity }
export function asker(): Asker {
  const part = newPart<Asker>("asker", "none", begin, request, collect);
  part.address = "";
  part.first = -1;
  part.answer = { part, decimals: 0, value: undefined };
  return part;
}
function begin(part: Asker, ports: Ports, _: Wires): void {
  part.ports = ports;
}
function request(part: Asker): number {
  const udp = (part.ports as Ports).udp;
  part.first = -1;
  part.address = "";
  udp.bind(4123, (bytes, address, port) => {
    if (bytes.length === 48 && address === part.address && port === ${PORT}) part.first = bytes.charCodeAt(0);
  });
  udp.resolve("${NAME}", (address) => {
    if (address === undefined) return;
    part.address = address;
    udp.send("\\x1b${"0".repeat(47)}", address, ${PORT});
  });
  return 2000;
}
function collect(part: Asker): string {
  (part.ports as Ports).udp.close();
  setReading(part.answer, undefined);
  if (part.address === "") return "unknown name";
  if (part.first < 0) return "no answer";
  setReading(part.answer, part.first);
  return "";
}
`,
  "device.ts": `import { device, seconds, sensor } from "ringmote";
import { asker } from "./asker.ts";
export default device({ name: "asker", sensors: [sensor("answer", asker().answer, { every: seconds(10) })] });
`,
  "wiring.ts": `import { wire } from "ringmote/boards/board.ts";
import d1MiniEspruino from "ringmote/boards/d1-mini-espruino.ts";
import esp32 from "ringmote/boards/esp32-nodemcu.ts";
import esp8266 from "ringmote/boards/esp8266-nodemcu.ts";
import pi from "ringmote/boards/raspberry-pi-zero-2-w.ts";
export default { "esp8266-nodemcu": wire(esp8266, {}), "esp32-nodemcu": wire(esp32, {}), "d1-mini-espruino": wire(d1MiniEspruino, {}), "raspberry-pi-zero-2-w": wire(pi, {}) };
`,
};
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);

const answer = (bytes: string) => `\x1c${bytes.slice(1)}`;

/**
 * NodeMCU's `net` as far as datagrams go: app/modules/net.c:520, :523 and :901 of release,
 * components/modules/net.c:618 of dev-esp32.
 */
const NET = `
function net.createUDPSocket()
  local socket = {}
  function socket:on(_, receive) self.receive = receive end
  function socket:listen(port) self.port = port end
  function socket:close() if not self.port then error("not connected") end self.port = nil end
  function socket:send(port, address, bytes)
    if not address:match("^%d+%.%d+%.%d+%.%d+$") then error("invalid IP address") end
    if bytes == "" then error("no data to send") end
    tmr.create():alarm(20, tmr.ALARM_SINGLE, function()
      if self.port then self.receive(self, "\\28" .. bytes:sub(2), port, address) end
    end)
  end
  return socket
end
net.dns = { resolve = function(name, found) found(nil, name == "${NAME}" and "${ADDRESS}" or nil) end }
`;

/**
 * Espruino's `dgram` on an ESP8266: libs/network/esp8266/network_esp8266.c:919 (one that is not bound sends
 * nothing) and :1013 (a name is everybody).
 */
const DGRAM = `
var $require=require,$dgram={createSocket:function(){
  var listener,bound=false;
  return {on:function(_,f){listener=f;},bind:function(){bound=true;},close:function(){bound=false;},
    send:function(bytes,port,address){
      if(!bound||address!="${ADDRESS}")return;
      setTimeout(function(){if(bound)listener("\\x1c"+bytes.substr(1),{address:address,port:port,size:bytes.length});},20);}};}};
$require("Wifi").getHostByName=function(n,f){setTimeout(function(){f(n=="${NAME}"?"${ADDRESS}":null);},20);};
global.require=function(n){return n=="dgram"?$dgram:$require(n);};
`;

async function scene(options?: DatagramOptions) {
  const { declaration } = await readFirmware(FOLDER);
  const run = partsInWorld(declaration);
  const datagrams = new SimulatedDatagrams(run.world, {
    peers: { [`${ADDRESS}:${PORT}`]: answer },
    names: { [NAME]: ADDRESS },
    ...options,
  });
  return { ...run, declaration, datagrams, world: { ...run.world, datagrams } };
}

test("a device in Node accepts the answer of the queried host only", async () => {
  const { world, declaration, datagrams, pass, said } = await scene();
  const device = startNodeDevice(world, declaration, {});
  pass(5000);
  expect(said()).toContain("answer=28");
  expect(datagrams.sent[0]).toEqual({
    bytes: `\x1b${"0".repeat(47)}`,
    address: ADDRESS,
    port: PORT,
    from: 4123,
  });
  device.kill();
});

test.each([
  ["lost", "asker: no answer"],
  ["late", "asker: no answer"],
  ["foreign", "asker: no answer"],
  ["unknown", "asker: unknown name"],
  ["silent", "asker: unknown name"],
  ["doubled", "none"],
] as const)("a network where datagrams are %s brings the problem %s", async (fault, problem) => {
  const { world, declaration, datagrams, pass, said, problem: newest } = await scene();
  const device = startNodeDevice(world, declaration, {});
  pass(5000);
  datagrams.fault = fault;
  pass(60_000);
  expect(newest() ?? "none").toContain(problem);
  datagrams.fault = "none";
  said();
  pass(60_000);
  expect(newest() ?? "none").toBe("none");
  device.kill();
});

test.each(["", "x".repeat(49), "x".repeat(268), "x".repeat(1400)])(
  "the answer %# is ignored",
  async (bytes) => {
    const peers = { [`${ADDRESS}:${PORT}`]: () => bytes };
    const { world, declaration, pass, problem } = await scene({ peers, isPoor: true });
    const device = startNodeDevice(world, declaration, {});
    pass(30_000);
    expect(problem()).toContain("asker: no answer");
    device.kill();
  },
);

test.each(BOARDS)("an image for %s accepts the answer of the queried host only", async (boardName) => {
  const { world, pass, said } = await scene();
  const board = await readBoard(boardName);
  const { files } = await keptImage({ firmware: FOLDER, board: boardName });
  const image = Object.fromEntries(files.map(({ name, content }) => [name, content.text]));
  if (board.target === "linux") hostLinux({ program: files[0]?.content.text ?? "", board, world });
  else if (board.target === "espruino")
    hostEspruino({ script: DGRAM + image[`${basename(FOLDER)}.js`], world, board, chunkBytes: 268 });
  else {
    image["init.lua"] = NET + image["init.lua"];
    hostNodeMcu({ image, chip: espOf(board.chip), variant: board.variant, world }).boot();
  }
  pass(30_000);
  expect(said()).toContain("answer=28");
});

test("an image that sends no datagram has nothing of them", async () => {
  for (const board of CHIPS) {
    const { files } = await keptImage({ firmware: "climate", board });
    expect(files.map(({ content }) => content.text).join()).not.toMatch(/dgram|UDP|getHostByName|dns/);
  }
});

/** A peer on loopback that answers each datagram with "pong". */
async function ponging() {
  const peer = createSocket("udp4");
  peer.on("message", (_, { port, address }) => peer.send("pong", port, address));
  peer.bind(0, "127.0.0.1");
  await once(peer, "listening");
  return peer;
}

/** A port that nobody has. */
async function freePort(): Promise<number> {
  const socket = createSocket("udp4");
  socket.bind(0);
  await once(socket, "listening");
  const { port } = socket.address();
  socket.close();
  return port;
}

test("a device of this computer sends and hears by its sockets", async () => {
  const peer = await ponging();
  const udp = new NodeUdp();
  const port = await freePort();
  expect(await new Promise((found) => udp.resolve("localhost", found))).toBe("127.0.0.1");
  const heard = await new Promise((resolve) => {
    expect(udp.bind(port, (bytes, address) => resolve(`${bytes} ${address}`))).toBe(true);
    expect(udp.send("ping", "127.0.0.1", peer.address().port)).toBe(true);
  });
  expect(heard).toBe("pong 127.0.0.1");
  udp.end();
  peer.close();
});

test.each(espruinoBinaries())("$name sends and hears by the port", needs(ESPRUINO), async ({ path }) => {
  const peer = await ponging();
  const text = `import { UDP } from "../../../src/platform/espruino/udp.ts";
    UDP.bind(${await freePort()}, (bytes, address) => emit(bytes + " " + address));
    UDP.send("ping", "127.0.0.1", ${peer.address().port});`;
  const globals = join(import.meta.dirname, "../../src/platform/espruino/globals.d.ts");
  const program = linkEntry({ file: join(FIXTURES, "case.ts"), text }, [...GLOBALS, globals], "espruino", {});
  const [script] = await emit(program, "espruino", "case");
  const file = join(FOLDER, "case.js");
  writeFileSync(file, `function emit(t){print("<<"+t+">>");}\n${script?.content.text}`, "latin1");
  const child = spawn(path, [file], { cwd: FOLDER, stdio: ["pipe", "pipe", "ignore"] });
  let output = "";
  for await (const chunk of child.stdout) {
    output += chunk;
    if (output.includes(">>")) break;
  }
  child.kill();
  peer.close();
  expect(output).toContain("<<pong 127.0.0.1>>");
});

test.each([
  ["nothing", "", ADDRESS, PORT, "a datagram has 1 to 260"],
  ["261 bytes", "x".repeat(261), ADDRESS, PORT, "a datagram has 1 to 260"],
  ["a name", "x", NAME, PORT, "ask udp.resolve"],
  ["an address of five numbers", "x", "1.2.3.4.5", PORT, "ask udp.resolve"],
  ["a number above 255", "x", "1.2.3.256", PORT, "ask udp.resolve"],
  ["the port 0", "x", ADDRESS, 0, "a port is 1 to 65535"],
])("sending %s throws in words", (_, bytes, address, port, words) => {
  const udp = new NodeUdp(new SimulatedDatagrams({ after: () => () => {} }));
  expect(() => udp.send("x", ADDRESS, PORT)).toThrow("not bound");
  udp.bind(4123, () => {});
  expect(() => udp.send(bytes, address, port)).toThrow(words);
});
