// Sealed commands on hosted boards, as built and flashed: what is sealed opens, and nothing else does, behind
// a restart too.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { espOf } from "../../boards/chips/chip.ts";
import { HASHES } from "../../src/platform/node/hash.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { FORGED, PAST } from "../../src/sealed/opening.ts";
import { sealOf } from "../../src/sealed/seal.ts";
import { CEILING_RECORD, CEILING_STEP } from "../../src/sealed/taken-counters.ts";
import { KEY_RECORD } from "../../src/update/key.ts";
import { slotRecord } from "../../src/update/standing.ts";
import { readNewest } from "../../src/update/two-copies.ts";
import type { FlashImage } from "../../tools/flash/device-console.ts";
import { UPDATE_LOADER } from "../../tools/flash/espruino/stored-image.ts";
import { flashImage, updateImage } from "../../tools/flash/flash-image.ts";
import { storedImage } from "../../tools/flash/nodemcu/stored-image.ts";
import { buildImage } from "../../tools/image/build.ts";
import { readBoard } from "../../tools/image/firmware/firmware.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { hexOf } from "../update/everywhere.ts";

vi.setConfig({ testTimeout: 120_000 });

const KEY = "\x07".repeat(32);
const ROOT = "home/gate-1";
const BOLT = `${ROOT}/bolt/set`;
const PINS = { "esp32-espruino": "D4", "esp8266-nodemcu": "D5", "esp32-nodemcu": "IO4" } as const;
type BoardName = keyof typeof PINS;
const NAMES = Object.keys(PINS) as BoardName[];

const folder = mkdtempSync(join(tmpdir(), "ringmote-sealed-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A gate with a sealed bolt, and with these options; its folder. */
function firmwareWith(name: string, options: string): string {
  const own = join(folder, name);
  mkdirSync(own);
  writeFileSync(
    join(own, "device.ts"),
    `import { device, lock } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";
export default device({ name: "gate", ${options}update: { key: "hmac" }, actuators: [lock("bolt", relay("bolt"), { sealed: true })] });
`,
  );
  writeFileSync(
    join(own, "wiring.ts"),
    `import { wire } from "ringmote/boards/board.ts";
${NAMES.map((name, i) => `import board${i} from "ringmote/boards/${name}.ts";`).join("\n")}
export default {
${NAMES.map((name, i) => `  "${name}": wire(board${i}, { bolt: "${PINS[name]}" }),`).join("\n")}
};
`,
  );
  return own;
}

const GATE = firmwareWith("gate", "");
const WITH_SETTINGS = firmwareWith("with-settings", 'settings: "sealed", ');

function sealed(payload: string, counter: number, topic = BOLT): string {
  const words = `${payload} ${counter}`;
  return `${words} ${sealOf(HASHES.sha256, KEY, topic, words)}`;
}

/** What a cable has left on the board. */
function recordsOf(image: FlashImage): [string, string][] {
  if (image.target === "espruino")
    return [
      ...updateImage(image).parts.map(({ name, content }): [string, string] => [name, content]),
      [".bootcde", UPDATE_LOADER],
    ];
  const { loader, list, files } = storedImage(image);
  return [
    ...files.map(({ name, content }): [string, string] => [name, content]),
    ["init.lua", loader],
    ["ringmote.lua", list],
  ];
}

const images = new Map<string, Promise<FlashImage>>();

function built(board: BoardName, firmware: string): Promise<FlashImage> {
  const which = `${board} ${firmware}`;
  const image = images.get(which) ?? buildImage({ firmware, board }).then(flashImage);
  images.set(which, image);
  return image;
}

/** The board as it starts with these records, beside those that its cable has left. */
async function started(name: BoardName, records: Iterable<readonly [string, string]> = [], firmware = GATE) {
  const board = await readBoard(name);
  const image = await built(name, firmware);
  const storage = new Map([
    ...recordsOf(image),
    [slotRecord(0), image.manifest ?? ""],
    [SETTINGS, settingsRecord({ ssid: "net", host: "broker", id: "gate-1" })],
    [KEY_RECORD, `hmac-sha256 ${hexOf(KEY)}\n`],
    ...records,
  ]);
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const world = createVirtualWorld({ clock, storage, peer: broker.peer, log });
  if (board.target === "espruino") hostEspruino({ world, board, chunkBytes: 536 });
  else {
    const chip = espOf(board.chip);
    hostNodeMcu({ image: {}, chip, world, joinsWithWorld: true, hasCrypto: true }).boot();
  }
  clock.advance(15_000);
  const files = { readRecord: (file: string) => storage.get(file), writeRecord: () => false };
  return {
    lines,
    storage,
    send: (message: string, topic = BOLT) => {
      broker.publish(topic, message, { qos: 1 });
      clock.advance(1000);
    },
    deliverKept: (message: string) => {
      broker.deliver(BOLT, message, { retain: true });
      clock.advance(1000);
    },
    bolt: () => broker.kept(`${ROOT}/bolt`),
    lowest: () => Number(broker.kept(`${ROOT}/sealed`)),
    problem: () => broker.kept(`${ROOT}/problem`)?.trim(),
    ceilingFiles: () => [...storage].filter(([file]) => file.startsWith(CEILING_RECORD)),
    ceiling: () =>
      board.target === "espruino" ? readNewest(files, CEILING_RECORD) : storage.get(CEILING_RECORD),
  };
}

test.each(NAMES)("on %s only a sealed command opens, once", async (name) => {
  const gate = await started(name);
  expect({ bolt: gate.bolt(), lowest: gate.lowest(), lines: gate.lines }).toMatchObject({
    bolt: "locked",
    lowest: 1,
  });
  const genuine = sealed("unlock", 3);
  for (const wrong of [
    "unlock",
    genuine.slice(0, -1),
    genuine.replace(" 3 ", " 4 "),
    sealed("unlock", 3, `${ROOT}/valve/set`),
    `unlock 3 ${"0".repeat(64)}`,
  ])
    gate.send(wrong);
  gate.deliverKept(genuine);
  expect([gate.bolt(), gate.lowest(), gate.ceiling()]).toEqual(["locked", 1, "1\n"]);
  expect(gate.problem()).toMatch(/^a sealed command was refused, to bolt: /);
  gate.send(genuine);
  expect([gate.bolt(), gate.lowest(), gate.problem()]).toEqual(["unlocked", 4, "none"]);
  expect(gate.ceiling()).toBe(`${3 + CEILING_STEP}\n`);
  gate.send(sealed("lock", 4));
  gate.send(genuine);
  expect([gate.bolt(), gate.problem()]).toEqual(["locked", expect.stringContaining(PAST)]);
  for (let counter = 5; counter < 200; counter++) gate.send(`unlock ${counter} ${"a".repeat(64)}`);
  expect([gate.bolt(), gate.lowest()]).toEqual(["locked", 5]);
  gate.send(sealed("unlock", 999_999_999));
  expect([gate.bolt(), gate.lowest()]).toEqual(["unlocked", 1_000_000_000]);
  expect(gate.lines.join("\n")).not.toContain(hexOf(KEY));
  expect(gate.lines.filter((line) => line.includes(FORGED)).length).toBeLessThan(3);
});

test.each(NAMES)("on %s a restart continues at the counter's ceiling", async (name) => {
  const before = await started(name);
  before.send(sealed("unlock", 7));
  expect(before.bolt()).toBe("unlocked");
  const gate = await started(name, before.ceilingFiles());
  expect([gate.bolt(), gate.lowest()]).toEqual(["locked", 7 + CEILING_STEP]);
  gate.send(sealed("unlock", 7));
  gate.send(sealed("unlock", 6 + CEILING_STEP));
  expect(gate.bolt()).toBe("locked");
  gate.send(sealed("unlock", 7 + CEILING_STEP));
  expect(gate.bolt()).toBe("unlocked");
});

test("a power cut in a write of Espruino's Storage opens nothing twice", async () => {
  const before = await started("esp32-espruino");
  const recorded = sealed("unlock", 5);
  before.send(recorded);
  before.send(sealed("lock", 5 + CEILING_STEP));
  const [first, second] = before.ceilingFiles();
  if (first === undefined || second === undefined) throw new Error("The ceiling is not in two files.");
  // The write that comes next would have removed the older file, or left some of its bytes.
  for (const left of [[], [[first[0], first[1].slice(0, 2)]], [[first[0], "\xff"]]] as [string, string][][]) {
    const gate = await started("esp32-espruino", [second, ...left]);
    expect(gate.lowest()).toBe(5 + 2 * CEILING_STEP);
    gate.send(recorded);
    expect(gate.bolt()).toBe("locked");
  }
});

// An ESP8266 has no room for both.
test.each(["esp32-espruino", "esp32-nodemcu"] as const)(
  "on %s settings are changed by sealed messages alone",
  async (name) => {
    const gate = await started(name, [], WITH_SETTINGS);
    const SET = `${ROOT}/settings/set`;
    const change = "keepalive=77\nlog=";
    for (const wrong of [change, sealed("keepalive=77", 1), `keepalive=77 1 ${"0".repeat(64)}`])
      gate.send(wrong, SET);
    expect([gate.problem(), gate.lowest()]).toEqual([expect.stringContaining("to settings: "), 1]);
    expect([...gate.storage.values()].join()).not.toContain("keepalive=77");
    gate.send(sealed("keepalive=77\nport=1883", 1, SET), SET);
    expect([...gate.storage.values()].join()).toContain("keepalive=77");
  },
);
