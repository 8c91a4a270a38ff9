// The loader of a device under Linux: which image starts, whatever was done to the files of its state before.
// The device is the real one in virtual time, with its records and parts on this computer's disk.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { relay } from "../../../src/drivers/relay.ts";
import { device, powerSwitch } from "../../../src/index.ts";
import { chooseImage } from "../../../src/platform/linux/loader.ts";
import { DiskRecords } from "../../../src/platform/linux/records.ts";
import { partsIn } from "../../../src/platform/linux/state-folder.ts";
import { HASHES } from "../../../src/platform/node/hash.ts";
import type { NodeFirmware } from "../../../src/platform/node/run-device.ts";
import type { World } from "../../../src/platform/node/world.ts";
import { SETTINGS } from "../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../src/runtime/settings-record.ts";
import { KEY_RECORD } from "../../../src/update/key.ts";
import { PowerLost, survivingPowerLoss } from "../../../tools/laboratory/worlds/faulty-storage.ts";
import { createBroker } from "../../../tools/sim/broker/broker.ts";
import { powerUpdated, simulatedFirmware } from "../../../tools/sim/devices/powered-device.ts";
import { storageOf, UpdateLoader } from "../../../tools/sim/devices/update-loader.ts";
import { createVirtualClock } from "../../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../../tools/sim/worlds/virtual-world.ts";
import { programPart } from "../../../tools/targets/linux/update-parts.ts";
import {
  hmacSigner,
  signedUpdate,
  sliceFor,
  type UpdateImage,
  unsignedManifest,
} from "../../../tools/update/signed-update.ts";
import { type CutFiles, cutFiles, type Leaves } from "./cut-files.ts";

const DEVICE = "porch-00112233aabb";
const ROOT = `home/${DEVICE}`;
const KEY = "\x07".repeat(32);
const SIGNER = hmacSigner("hmac-sha256", HASHES.sha256, KEY);
const [BOARD, TARGET] = ["raspberry-pi-zero-2-w", "linux"];
const LIMITS = { slots: 8, bytes: 1000, packetBytes: 1000, linkBytes: 2000 };
const DECLARATION = device({
  name: "porch",
  update: { key: "hmac" },
  actuators: [powerSwitch("lamp", relay("lamp"))],
});
const STEP_MS = 100;
const MINUTE = 60_000;

function imageOf(version: string, program = `runs ${version} `.repeat(150)): UpdateImage {
  return { id: "porch", board: BOARD, target: TARGET, version, parts: [programPart(program)] };
}

const FIRST = imageOf("1.0.0");
const NEXT = signedUpdate(imageOf("1.1.0"), { device: DEVICE, counter: 2 }, SIGNER);

/** What the loader has beside it. */
function cabledOf(image: UpdateImage) {
  return {
    manifest: unsignedManifest(image, "porch", HASHES.sha256),
    content: () => image.parts[0]?.content ?? "",
  };
}

class LinuxLoader extends UpdateLoader {
  /** The versions that have started, in their order. */
  readonly started: string[] = [];
  cabled = cabledOf(FIRST);

  constructor(
    private readonly machine: World,
    private readonly folder: string,
    private readonly files: CutFiles,
  ) {
    super(machine, partsIn(folder), () => simulatedFirmware(DECLARATION, LIMITS));
  }

  override atStart(): NodeFirmware | undefined {
    const { machine, folder, files } = this;
    machine.storage = new DiskRecords(folder);
    const store = partsIn(folder);
    let chosen: ReturnType<typeof chooseImage> | undefined;
    try {
      chosen = chooseImage(storageOf(machine), store, this.cabled);
    } catch (error) {
      machine.log((error as Error).message);
    }
    if (files.isCut()) throw new PowerLost();
    if (chosen === undefined) return undefined;
    this.started.push(chosen.version);
    expect(chosen.program, chosen.version).toBe(`runs ${chosen.version} `.repeat(150));
    machine.updates = { board: BOARD, target: TARGET, hashes: HASHES, store, started: chosen.slot };
    return simulatedFirmware(DECLARATION, LIMITS);
  }
}

function start() {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-loader-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "state"));
  const put = (name: string, text: string) => writeFileSync(join(folder, "state", name), text, "latin1");
  put(SETTINGS, settingsRecord({ host: "broker" }));
  put(KEY_RECORD, `hmac-sha256 ${Buffer.from(KEY, "latin1").toString("hex")}\n`);
  const files = cutFiles(join(folder, "state"));
  onTestFinished(files.end);
  const clock = survivingPowerLoss(createVirtualClock());
  const broker = createBroker({ timers: clock });
  const world = createVirtualWorld({ clock, chipId: "00112233aabb", peer: broker.peer });
  const loader = new LinuxLoader(world, join(folder, "state"), files);
  const powered = powerUpdated(world, loader);
  let heard = 0;
  let hasEnded = false;
  const pass = (ms: number) => {
    for (let left = ms; left > 0; left -= STEP_MS) {
      clock.advance(STEP_MS);
      for (; heard < broker.received.length; heard++) {
        const message = broker.received[heard];
        const slice = message?.topic === `${ROOT}/update/want` && sliceFor(NEXT, message.payload);
        if (slice) broker.publish(`${ROOT}/update/slice`, slice, { qos: 1 });
      }
    }
  };
  pass(2000);
  return {
    loader,
    put,
    store: partsIn(join(folder, "state")),
    pass,
    offer: () => broker.publish(`${ROOT}/update/set`, NEXT.offer, { qos: 1, retain: true }),
    told: (key: string) =>
      new RegExp(`^${key}=(.*)$`, "m").exec(broker.kept(`${ROOT}/update`) ?? "")?.[1] ?? "",
    restart() {
      powered.cutPower();
      clock.after(0, () => powered.givePower());
    },
    cutAt(operation: number, leaves: Leaves) {
      files.cutAt(operation, leaves, () => {
        hasEnded = true;
        powered.cutPower();
        clock.after(0, () => {
          files.begin();
          powered.givePower();
        });
      });
    },
    hasEnded: () => hasEnded,
    end() {
      powered.cutPower();
      files.end();
    },
  };
}

test.each<Leaves>(["nothing", "half", "all"])(
  "an update interrupted at each file operation, leaving %s, continues",
  (leaves) => {
    let operation = -1;
    let isEnded = true;
    while (isEnded) {
      operation += 1;
      const run = start();
      run.cutAt(operation, leaves);
      run.offer();
      run.pass(3 * MINUTE);
      isEnded = run.hasEnded();
      const [old, ...others] = run.loader.started;
      expect([old, others.at(-1)], `at ${operation}`).toEqual(["1.0.0", "1.1.0"]);
      expect([run.told("version"), run.told("state")], `at ${operation}`).toEqual(["1.1.0", "idle"]);
      run.end();
    }
    // Three slices, the manifest, the switch, the start and the confirmation, each of some operations.
    expect(operation).toBeGreaterThan(12);
  },
);

test.each<Leaves>(["nothing", "half", "all"])(
  "an image by cable interrupted at each file operation, leaving %s",
  (leaves) => {
    let operation = -1;
    let isEnded = true;
    while (isEnded) {
      operation += 1;
      const run = start();
      run.loader.cabled = cabledOf(imageOf("2.0.0"));
      run.cutAt(operation, leaves);
      run.restart();
      run.pass(5000);
      isEnded = run.hasEnded();
      expect(run.loader.started, `at ${operation}`).toEqual(["1.0.0", "2.0.0"]);
      expect(run.told("version"), `at ${operation}`).toBe("2.0.0");
      run.end();
    }
    // The part, the slot's manifest, the switch, and which one the cable has brought.
    expect(operation).toBeGreaterThan(10);
  },
);

test("a damaged image on trial fails three starts", () => {
  const run = start();
  run.offer();
  while (run.told("state") !== "on trial") run.pass(STEP_MS);
  const [part = ""] = NEXT.parts.map(({ name }) => name);
  run.store.remove(part);
  run.store.append(part, 0, "damaged");
  run.restart();
  run.pass(2 * MINUTE);
  expect(run.loader.started).toEqual(["1.0.0", "1.1.0", "1.0.0"]);
  expect([run.told("version"), run.told("state"), run.told("counter")]).toEqual(["1.0.0", "idle", "2"]);
});

test("the cable's image starts in place of a damaged confirmed one", () => {
  const run = start();
  run.offer();
  run.pass(2 * MINUTE);
  expect([run.told("version"), run.told("state")]).toEqual(["1.1.0", "idle"]);
  for (const { name } of NEXT.parts) run.store.remove(name);
  run.restart();
  run.pass(5000);
  expect([run.told("version"), run.told("counter")]).toEqual(["1.0.0", "2"]);
});
