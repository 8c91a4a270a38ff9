// A board under NodeMCU as it was flashed with a device that takes updates, in a world with a broker that
// serves one.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { HASHES } from "../../src/platform/node/hash.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { KEY_RECORD, type KeyKind } from "../../src/update/key.ts";
import { readManifest } from "../../src/update/manifest.ts";
import { slotRecord } from "../../src/update/standing.ts";
import type { FlashImage } from "../../tools/flash/device-console.ts";
import { flashImage, updateImage } from "../../tools/flash/flash-image.ts";
import { imageInLfs } from "../../tools/flash/nodemcu/image-in-lfs.ts";
import { storedImage } from "../../tools/flash/nodemcu/stored-image.ts";
import { makeLfs } from "../../tools/flash/nodemcu/terminal-lfs.ts";
import { buildImage } from "../../tools/image/build.ts";
import { hostNodeMcu, type NodeMcuDevice } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import type { LfsOfChip } from "../../tools/targets/nodemcu/lfs/lfs-target.ts";
import { LONG_NUMBERS, SHORT_NUMBERS } from "../../tools/targets/nodemcu/lfs/numbers-53.ts";
import { startListIn } from "../../tools/targets/nodemcu/lua/init.ts";
import {
  hmacSigner,
  type SignedUpdate,
  type Signer,
  signedUpdate,
  sliceFor,
} from "../../tools/update/signed-update.ts";
import { hexOf } from "./everywhere.ts";

export const KEY = "\x07".repeat(32);
const DEVICE = "porch-1";
const ROOT = `home/${DEVICE}`;
export const MINUTE = 60_000;
/** Cut in the middle, a write leaves so many bytes. */
const KEPT_BYTES = 5;
/** Three starts of two seconds, that of the old image, and its way to the broker. */
export const TAKEN_BACK_MS = 20_000;
export const PINS = {
  "esp8266-nodemcu": { relay: "D5", probe: "A0" },
  "esp32-nodemcu": { relay: "IO4", probe: "IO34" },
} as const;
export type BoardName = keyof typeof PINS;

const awake = (name: string) => `actuators: [powerSwitch("${name}", relay("relay"))]`;
const asleep = (name: string) => `sleep: { every: minutes(15) },
sensors: [sensor("${name}", soilMoisture("probe").percent, { every: minutes(15), unit: "%" })]`;

function folderOf(parts: string, role: "relay" | "probe", key: KeyKind = "hmac"): string {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-updates-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, "device.ts"),
    `import { device, minutes, powerSwitch, sensor } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";
import { soilMoisture } from "ringmote/drivers/soil-moisture.ts";
export default device({ name: "porch", update: { key: "${key}" }, ${parts} });
`,
  );
  const wirings = Object.entries(PINS).map(([name, pins], i) => ({
    head: `import board${i} from "ringmote/boards/${name}.ts";\n`,
    row: `"${name}": wire(board${i}, { ${role}: "${pins[role]}" }),\n`,
  }));
  writeFileSync(
    join(folder, "wiring.ts"),
    `import { wire } from "ringmote/boards/board.ts";
${wirings.map(({ head }) => head).join("")}export default {\n${wirings.map(({ row }) => row).join("")}};\n`,
  );
  return folder;
}

const folders = {
  old: folderOf(awake("lamp"), "relay"),
  new: folderOf(awake("light"), "relay"),
  "old sleeper": folderOf(asleep("moisture"), "probe"),
  "new sleeper": folderOf(asleep("wetness"), "probe"),
  "old of its maker": folderOf(awake("lamp"), "relay", "lms"),
  "new of its maker": folderOf(awake("light"), "relay", "lms"),
};
const builds = new Map<string, Promise<FlashImage>>();

export function built(which: keyof typeof folders, board: BoardName): Promise<FlashImage> {
  const key = `${which} ${board}`;
  const image = builds.get(key) ?? buildImage({ firmware: folders[which], board }).then(flashImage);
  builds.set(key, image);
  return image;
}

const OWNER: Signer = hmacSigner("hmac-sha256", HASHES.sha256, KEY);

/** The LFS of a board as NodeMCU is built with. */
export const LFS_OF: Readonly<Record<BoardName, LfsOfChip>> = {
  "esp8266-nodemcu": { lua: "5.1", numbers: LONG_NUMBERS, lfsBytes: 131_072 },
  "esp32-nodemcu": { lua: "5.3", numbers: SHORT_NUMBERS, lfsBytes: 131_072 },
};

interface Next {
  /** What becomes of its first module. */
  spoil?: (content: string) => string;
  next?: keyof typeof folders;
  /** Its code is for this LFS. */
  lfs?: LfsOfChip;
  signer?: Signer;
}

export async function updateFor(
  board: BoardName,
  { spoil = (content) => content, next = "new", lfs, signer = OWNER }: Next = {},
): Promise<SignedUpdate> {
  const image = await built(next, board);
  const [first] =
    startListIn(image.files.find(({ name }) => name === "ringmote.lua")?.content ?? "")?.modules ?? [];
  const files = image.files.map(({ name, content }) => ({
    name,
    content: name === `${first}.lua` ? spoil(content) : content,
  }));
  const spoiled = await stored({ ...image, files }, lfs);
  const target = readManifest(spoiled.manifest ?? "").target;
  const update = { ...updateImage(spoiled, "1.1.0"), id: "porch", target };
  return signedUpdate(update, { device: DEVICE, counter: 2 }, signer);
}

async function stored(image: FlashImage, lfs: LfsOfChip | undefined): Promise<FlashImage> {
  return lfs === undefined ? image : imageInLfs(image, await makeLfs(image, lfs), lfs);
}

interface Before {
  /** The record of its key; "": it has none. */
  key?: string;
  old?: keyof typeof folders;
  lfs?: LfsOfChip;
  /** What lies on its flash in place of the old image. */
  files?: ReadonlyMap<string, string>;
  flashBytes?: number;
  /** Power goes at this change of the flash of this start, counted from 0. */
  cut?: { start: number; changes: number };
}

async function filesOf(image: FlashImage, key: string): Promise<[string, string][]> {
  const { loader, list, files, manifest = "" } = storedImage(image);
  return [
    ...files.map(({ name, content }): [string, string] => [name, content]),
    ["init.lua", loader],
    ["ringmote.lua", list],
    [slotRecord(0), manifest],
    [SETTINGS, settingsRecord({ ssid: "net", host: "broker", id: DEVICE })],
    ...(key === "" ? [] : [[KEY_RECORD, key] as [string, string]]),
  ];
}

/** The board as it was flashed, with the old image, in a world with a broker that serves an update. */
export async function flashed(
  board: BoardName,
  { key = `hmac-sha256 ${hexOf(KEY)}\n`, old = "old", lfs, files, flashBytes, cut }: Before = {},
) {
  const storage = new Map(files ?? (await filesOf(await stored(await built(old, board), lfs), key)));
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const lines: string[] = [];
  const world = createVirtualWorld({ clock, storage, peer: broker.peer, log: (line) => lines.push(line) });
  const chip = board === "esp32-nodemcu" ? "esp32" : "esp8266";
  let starts = -1;
  const host: NodeMcuDevice = hostNodeMcu({
    image: {},
    chip,
    world,
    joinsWithWorld: true,
    hasCrypto: true,
    lfsBytes: lfs?.lfsBytes ?? 0,
    ...(flashBytes !== undefined && { flashBytes }),
    booted: () => {
      starts += 1;
      if (starts === cut?.start) host.files.cutPower(cut.changes, KEPT_BYTES);
    },
  });
  let answered = 0;
  let offered: SignedUpdate | undefined;
  /** Passes, while whoever serves the update answers. */
  const pass = (ms: number) => {
    for (let passed = 0; passed < ms; passed += 100) {
      clock.advance(100);
      const wants = broker.received.filter(({ topic }) => topic === `${ROOT}/update/want`);
      for (; answered < wants.length; answered += 1) {
        const slice = offered && sliceFor(offered, wants[answered]?.payload ?? "");
        if (slice !== undefined) broker.publish(`${ROOT}/update/slice`, slice, { qos: 1 });
      }
    }
  };
  host.boot();
  pass(15_000);
  return {
    host,
    lines,
    storage,
    pass,
    offer: (update: SignedUpdate) => {
      offered = update;
      broker.publish(`${ROOT}/update/set`, update.offer, { qos: 1, retain: true });
    },
    status: () => broker.kept(`${ROOT}/status`),
    told: (key: string) =>
      new RegExp(`^${key}=(.*)$`, "m").exec(broker.kept(`${ROOT}/update`) ?? "")?.[1] ?? "",
  };
}
