// A simulated device in virtual time that takes updates from a broker, its parts in a folder of this
// computer: power may go at any write, the link at any byte, and an image may throw as it is read.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seconds } from "../../src/bytes/milliseconds.ts";
import { powerSwitch } from "../../src/device/declare/actuators/switch.ts";
import { type DeviceDeclaration, device } from "../../src/device/declare/device.ts";
import { sensor } from "../../src/device/declare/sensor.ts";
import { relay } from "../../src/drivers/relay.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { HASHES } from "../../src/platform/node/hash.ts";
import { UpdateFolder } from "../../src/platform/node/update-folder.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { KEY_RECORD } from "../../src/update/key.ts";
import { type Manifest, readManifest } from "../../src/update/manifest.ts";
import { readStanding, slotRecord } from "../../src/update/standing.ts";
import {
  FaultyStorage,
  PowerLost,
  survivingPowerLoss,
} from "../../tools/laboratory/worlds/faulty-storage.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { powerUpdated, simulatedFirmware } from "../../tools/sim/devices/powered-device.ts";
import { SIMULATED_BOARD, SIMULATED_TARGET, UpdateLoader } from "../../tools/sim/devices/update-loader.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import type { LinkPlan } from "../../tools/sim/worlds/link.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import {
  type Addressee,
  hmacSigner,
  type SignedUpdate,
  signedUpdate,
  sliceFor,
  type UpdateImage,
  unsignedManifest,
} from "../../tools/update/signed-update.ts";

export const KEY = "\x07".repeat(32);
const DEVICE = "porch-00112233aabb";
export const ROOT = `home/${DEVICE}`;
const SETTINGS_THERE = settingsRecord({ host: "broker" });
const SIGNER = hmacSigner("hmac-sha256", HASHES.sha256, KEY);

/**
 * What an image does as it is read, or behind that; one that breaks has a driver that throws from the second
 * start on.
 */
export type Behaviour = "runs" | "throws" | "breaks" | "stays away" | "takes no settings";

/** An image of some parts, the last of which says what it does. The others are those of each image. */
export function imageOf(version: string, behaviour: Behaviour = "runs", bytes = 700): UpdateImage {
  const contents = ["core ".repeat(120), "x".repeat(bytes) + version, behaviour];
  return {
    id: "porch",
    board: SIMULATED_BOARD,
    target: SIMULATED_TARGET,
    version,
    parts: contents.map((content) => ({
      name: `rm-${HASHES.sha256(content).slice(0, 6).replaceAll(/./gs, hexDigits)}`,
      content,
    })),
  };
}

function hexDigits(byte: string): string {
  return byte.charCodeAt(0).toString(16).padStart(2, "0");
}

export function updateTo(
  image: UpdateImage,
  changed: Partial<Addressee> = {},
  signer = SIGNER,
): SignedUpdate {
  return signedUpdate(image, { device: DEVICE, counter: 2, ...changed }, signer);
}

/** Where power goes: so many writes from now, and what it leaves of that one. */
interface Cut {
  write: number;
  leaves: "old" | "half" | "new";
}

/** Parts in the folder; power may go while one is written. */
class CuttableFolder extends UpdateFolder {
  before: (write: () => void, half: () => void) => void = (write) => write();

  override readonly append = (name: string, at: number, bytes: string): boolean => {
    let isWritten = false;
    this.before(
      () => {
        isWritten = this.whole.append(name, at, bytes);
      },
      () => this.whole.append(name, at, bytes.slice(0, bytes.length >> 1)),
    );
    return isWritten;
  };

  override readonly remove = (name: string): void => {
    this.before(
      () => this.whole.remove(name),
      () => {},
    );
  };

  constructor(
    folder: string,
    private readonly whole: UpdateFolder,
  ) {
    super(folder);
  }
}

export interface UpdatedOptions {
  key?: string;
  /** What the image does that the cable has brought. */
  first?: Behaviour;
  declaration?: Partial<DeviceDeclaration>;
  plan?: (connection: number) => LinkPlan;
}

/** Starts it with an image that the cable has brought, version 1.0.0, and lets it connect. */
export function startUpdated({ key = KEY, first: behaviour, declaration, plan }: UpdatedOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-update-"));
  const clock = survivingPowerLoss(createVirtualClock());
  const broker = createBroker({ timers: clock });
  const whole = new UpdateFolder(join(folder, "parts"));
  const store = new CuttableFolder(join(folder, "parts"), whole);
  const first = imageOf("1.0.0", behaviour);
  for (const { name, content } of first.parts) whole.append(name, 0, content);
  const records: [string, string][] = [
    [SETTINGS, SETTINGS_THERE],
    [slotRecord(0), unsignedManifest(first, DEVICE, HASHES.sha256)],
  ];
  if (key !== "") records.push([KEY_RECORD, `hmac-sha256 ${Buffer.from(key, "latin1").toString("hex")}\n`]);
  const storage = new FaultyStorage(records);
  const console: string[] = [];
  const started: string[] = [];
  let isReachable = true;
  const world = createVirtualWorld({
    clock,
    storage,
    chipId: "00112233aabb",
    log: (line) => console.push(line),
    ...(plan !== undefined && { plan }),
    peer: (end, to) => (isReachable ? broker.peer(end, to) : { received: () => {}, closed: () => {} }),
  });
  const read = (manifest: Manifest) => {
    const behaviour = whole.contentOf(manifest.parts.at(-1)?.name ?? "");
    started.push(manifest.version);
    for (const { name, bytes } of manifest.parts)
      if (whole.lengthOf(name) !== bytes) throw new Error(`${name} is not whole.`);
    isReachable = behaviour !== "stays away";
    storage.set(SETTINGS, behaviour === "takes no settings" ? "" : SETTINGS_THERE);
    if (behaviour === "throws") throw new Error("undefined is not a function");
    const isBroken = behaviour === "breaks" && started.length > 1;
    return simulatedFirmware(declared(declaration, isBroken), LIMITS);
  };
  const powered = powerUpdated(world, new UpdateLoader(world, store, read));
  let writes = 0;
  let cut: Cut | undefined;
  const isCut = () => {
    writes += 1;
    return cut !== undefined && writes > cut.write;
  };
  let hasGone = false;
  const losePower = () => {
    hasGone ||= cut !== undefined;
    cut = undefined;
    powered.cutPower();
    clock.after(1000, () => powered.givePower());
  };
  store.before = (write, half) => {
    if (!isCut()) {
      write();
      return;
    }
    if (cut?.leaves === "new") write();
    if (cut?.leaves === "half") half();
    losePower();
    throw new PowerLost();
  };
  storage.plan = () => {
    const leaves = cut?.leaves === "new" ? "new" : "old";
    return isCut() ? { powerGoesLeaving: leaves } : "done";
  };
  storage.powerGoes = losePower;
  let heard = 0;
  let served: SignedUpdate | undefined;
  let answer = sliceFor;

  /** Lets time pass, and answers meanwhile what the device lacks, as whoever offers the update does. */
  function pass(ms: number): void {
    for (let left = ms; left > 0; left -= STEP_MS) {
      clock.advance(STEP_MS);
      for (; heard < broker.received.length; heard++) {
        const message = broker.received[heard];
        if (served === undefined || message?.topic !== `${ROOT}/update/want`) continue;
        const slice = answer(served, message.payload);
        if (slice !== undefined) broker.publish(`${ROOT}/update/slice`, slice, { qos: 1 });
      }
    }
  }

  pass(5000);
  return {
    world,
    broker,
    whole,
    console,
    started,
    storage,
    powered,
    pass,
    /** Has the power gone where `cutPowerAt` said? */
    isCut: () => hasGone,
    standing: () => readStanding({ readRecord: (name) => storage.get(name), writeRecord: () => false }),
    /** Offers it from now on. `serve`: in place of its right slices. */
    offer(update: SignedUpdate, serve = sliceFor) {
      served = update;
      answer = serve;
      broker.publish(`${ROOT}/update/set`, update.offer, { qos: 1, retain: true });
    },
    withdraw: () => broker.publish(`${ROOT}/update/set`, "", { qos: 1, retain: true }),
    cutPowerAt(at: Cut) {
      cut = { ...at, write: writes + at.write };
    },
    cutPower: losePower,
    /** A line of what the device tells of its updates: "version", "state", "percent", "says". */
    told: (key: string) => lineIn(broker.kept(`${ROOT}/update`) ?? "", key),
    runs: () => readManifest(storage.get(slotRecord(world.updates?.started ?? 0)) ?? "").version,
    end() {
      powered.cutPower();
      rmSync(folder, { recursive: true });
    },
  };
}

export type UpdatedDevice = ReturnType<typeof startUpdated>;

const STEP_MS = 20;
const LIMITS = { slots: 8, bytes: 1000, packetBytes: 256, linkBytes: 1000 };

function lineIn(text: string, key: string): string {
  return new RegExp(`^${key}=(.*)$`, "m").exec(text)?.[1] ?? "";
}

function declared(changed: Partial<DeviceDeclaration> = {}, isBroken = false): DeviceDeclaration {
  const { temperature } = sht3x("air");
  if (isBroken)
    temperature.part.begin = () => {
      // Behind it the clock goes on, as the interpreter of a board does.
      throw new PowerLost();
    };
  return device({
    name: "porch",
    update: { key: "hmac" },
    sensors: [sensor("temperature", temperature, { every: seconds(10), decimals: 1 })],
    actuators: [powerSwitch("lamp", relay("lamp"))],
    ...changed,
  });
}
