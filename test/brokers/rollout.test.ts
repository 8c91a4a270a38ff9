// A rollout to a fleet at a real Mosquitto: simulated devices, their time faster than the wall's, some of
// which die with the new version, and others that are connected and say nothing.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test, vi } from "vitest";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import type { NodeFirmware } from "../../src/platform/node/run-device.ts";
import { contentOf } from "../../src/platform/node/stored-image.ts";
import type { World } from "../../src/platform/node/world.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { KEY_RECORD } from "../../src/update/key.ts";
import { readManifest } from "../../src/update/manifest.ts";
import { slotRecord } from "../../src/update/standing.ts";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { MemoryParts } from "../../tools/sim/devices/memory-parts.ts";
import {
  type PoweredDevice,
  powerUpdated,
  simulatedFirmware,
} from "../../tools/sim/devices/powered-device.ts";
import { deviceIn, flashImage, simulatedImage } from "../../tools/sim/devices/simulated-image.ts";
import { storageOf, UpdateLoader } from "../../tools/sim/devices/update-loader.ts";
import { createPacedTimers } from "../../tools/sim/worlds/paced-timers.ts";
import { KeyStore } from "../../tools/update/key-store.ts";
import { ringmoteHere } from "../cli/in-process.ts";
import { writeUpdatedFirmware } from "../cli/updated-firmware.ts";
import { atGate } from "../everything.ts";
import { MOSQUITTO, needs } from "../needs.ts";

const COUNT = atGate(50, 1000);
/** Two in a hundred of each kind, and one at least. */
const FEW = Math.max(1, COUNT / 50);
const SPEED = 60;
const ALL_KEY = "all-porches";
/** A device that says nothing for so long is waited for no longer. */
const SECONDS = String(atGate(8, 120));
const PATIENCE = { timeout: 120_000, interval: 100 };

// The devices' minute takes longer where all of them have this computer.
vi.setConfig({ testTimeout: atGate(300_000, 1_200_000) });

/** An image that kills its device where it is to die. */
class FleetLoader extends UpdateLoader {
  die: (() => void) | undefined;

  constructor(
    private readonly machine: World,
    parts: MemoryParts,
    firmwareOf: (content: string) => NodeFirmware,
  ) {
    super(machine, parts, (manifest) => firmwareOf(contentOf(manifest, parts.contentOf)));
  }

  override atStart(): NodeFirmware | undefined {
    const firmware = super.atStart();
    const started = slotRecord(this.machine.updates?.started ?? 0);
    const { version } = readManifest(this.machine.storage.get(started) ?? "");
    if (version !== "1.0.0" && this.die !== undefined) this.machine.after(0, this.die);
    return firmware;
  }
}

function identityOf(place: number): string {
  return `porch-${String(place).padStart(4, "0")}`;
}

/** A fleet whose devices at these places die, and say nothing. */
async function setUp(dying: readonly number[], silent: readonly number[]) {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-rollout-"));
  const broker = await startMosquitto();
  const [first, next, keys] = ["first", "next", "keys"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeUpdatedFirmware(first, "porch");
  writeUpdatedFirmware(next, "porch", "lantern");
  const store = new KeyStore(keys);
  store.make(ALL_KEY, "hmac");
  const image = await simulatedImage("porch", first, "1.0.0");
  const made = new Map<string, NodeFirmware>();
  const firmwareOf = (content: string) => {
    const firmware = made.get(content) ?? simulatedFirmware(deviceIn(content));
    made.set(content, firmware);
    return firmware;
  };
  const timers = createPacedTimers(SPEED);
  const devices: PoweredDevice[] = [];
  const worlds: { end: () => Promise<void> }[] = [];
  const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  const topics = new Map<string, string>();
  client.on("message", (topic, payload) => void topics.set(topic, payload.toString()));
  await client.subscribeAsync("home/+/update", { qos: 1 });
  for (let place = 0; place < COUNT; place++) {
    const id = identityOf(place);
    if (silent.includes(place)) {
      const standing = "version=1.0.0\nboard=simulated\ntarget=node\ncounter=0\nruns=\nstate=idle\n";
      await client.publishAsync(`home/${id}/update`, standing, { retain: true });
      continue;
    }
    const world = createRealWorld({
      timers,
      seed: place + 1,
      storage: new Map([
        [SETTINGS, settingsRecord({ host: "127.0.0.1", port: broker.port, id })],
        [KEY_RECORD, store.recordOf(ALL_KEY)],
      ]),
    });
    const parts = new MemoryParts();
    flashImage(storageOf(world), parts, image);
    const loader = new FleetLoader(world, parts, firmwareOf);
    const powered = powerUpdated(world, loader);
    if (dying.includes(place)) loader.die = () => powered.cutPower();
    devices.push(powered);
    worlds.push({ end: () => world.end() });
  }
  onTestFinished(async () => {
    await client.endAsync(true);
    for (const powered of devices) powered.cutPower();
    timers.end();
    await Promise.all(worlds.map(({ end }) => end()));
    await broker.end();
    rmSync(folder, { recursive: true });
  });
  await vi.waitFor(() => expect(topics.size).toBe(COUNT), PATIENCE);
  const push = (...more: string[]) => {
    const at = ["--broker", `mqtt://127.0.0.1:${broker.port}`, "--to", "all"];
    return ringmoteHere(["push", next, ...at, "--keys", keys, "--sign", ALL_KEY, "--as", "1.1.0", ...more]);
  };
  const running = (version: string) =>
    [...topics.values()].filter((text) => text.startsWith(`version=${version}\n`)).length;
  return { push, running };
}

/** So many places, from one on. */
function placesFrom(place: number): number[] {
  return Array.from({ length: FEW }, (_, i) => place + i);
}

test(
  `a rollout to ${COUNT} devices stops where some die, and goes on past them`,
  needs(MOSQUITTO),
  async () => {
    // In the third wave, behind some that say nothing in the second one.
    const [silent, dying] = [placesFrom(COUNT / 50 + 1), placesFrom(COUNT / 10)];
    const { push, running } = await setUp(dying, silent);
    const [second, third] = [COUNT / 20, COUNT / 5].map(Math.ceil) as [number, number];

    const dry = push("--dry-run", "--json");
    expect(await dry.ended, dry.errors()).toBe(0);
    expect(JSON.parse(dry.output())).toMatchObject({ version: "1.1.0", have: 0, away: 0, later: 0 });
    expect(running("1.1.0")).toBe(0);

    const stopped = push("--seconds", SECONDS);
    expect(await stopped.ended).toBe(1);
    expect(stopped.output()).toContain(
      `wave of  20 %: ${third - second} devices, ${third - second - FEW} confirmed, 0 silent, ${FEW} failed\n`,
    );
    expect(stopped.errors()).toContain(`${identityOf(dying[0] ?? 0)}: it did not come back.\n`);
    expect(stopped.errors()).toContain(
      `The rollout of version 1.1.0 has stopped behind its wave of 20 %: ${FEW} of its devices failed;`,
    );
    expect(stopped.errors()).toContain(`these did not answer: ${identityOf(silent[0] ?? 0)}`);
    expect(running("1.1.0")).toBe(third - 2 * FEW);

    const again = push("--seconds", SECONDS, "--json");
    expect(await again.ended).toBe(1);
    expect(again.errors()).toContain(`${2 * FEW} devices do not have version 1.1.0;`);
    const waves = again
      .output()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .filter((line) => "wave" in line);
    expect(waves.map(({ confirmed, failed }) => [confirmed, failed])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [COUNT - third, 0],
    ]);
    expect(running("1.1.0")).toBe(COUNT - 2 * FEW);
  },
);
