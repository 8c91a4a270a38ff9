// A fleet shares among its devices what `ringmote run` makes for its one. What goes over the wire is the same.
import { connect, createServer, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import { chipIdOf } from "../../src/platform/node/chip-id.ts";
import { createRandom } from "../../src/platform/node/random.ts";
import { createRealTimers } from "../../src/platform/node/real-timers.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { seedOf, startFleet } from "../../tools/sim/devices/fleet.ts";
import { createFleetTimers } from "../../tools/sim/devices/fleet-timers.ts";
import { readOwnFirmware } from "../../tools/sim/devices/own-firmware.ts";
import { powerDevice } from "../../tools/sim/devices/powered-device.ts";
import { fitParts } from "../../tools/sim/fit/fit-parts.ts";
import { swingingSurroundings } from "../../tools/sim/home/swinging-surroundings.ts";

const COUNT = 3;
const ACKNOWLEDGED_MS = 500;
/** What these devices measure at their start is far from where its last digit changes. */
const SEED = 5;

/** A broker, and what each client has written on each of its connections. */
async function recordingBroker() {
  const broker = await startBroker(0);
  const open = new Set<Socket>();
  const connections: string[] = [];
  const server = createServer((near) => {
    const far = connect(broker.port, "127.0.0.1");
    const at = connections.push("") - 1;
    open.add(near);
    near.on("data", (bytes) => {
      connections[at] += bytes.toString("latin1");
    });
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on("error", () => {});
    near.on("close", () => {
      open.delete(near);
      far.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    server.close();
    await broker.close();
  });
  const { port } = server.address() as { port: number };
  const written = (id: string) => connections.filter((bytes) => bytes.includes(id));
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return { host: "127.0.0.1", port, written, cut };
}

/** Every device is heard until it rests, is cut off, comes back, and ends in order. */
async function heardThrough(
  { written, cut }: Awaited<ReturnType<typeof recordingBroker>>,
  ids: readonly string[],
  stop: () => Promise<unknown>,
) {
  const haveRested = (connections: number) =>
    vi.waitFor(() => {
      for (const id of ids) {
        expect(written(id)).toHaveLength(connections);
        // The last that these devices tell behind a connect.
        expect(written(id).at(-1)).toContain("/signal-60");
      }
    }, 30_000);
  await haveRested(1);
  // What is not acknowledged by then is sent again.
  await setTimeout(ACKNOWLEDGED_MS);
  cut();
  await haveRested(2);
  await setTimeout(ACKNOWLEDGED_MS);
  await stop();
  await vi.waitFor(() => {
    for (const id of ids) expect(written(id).at(-1)).toContain("offline");
  }, 10_000);
  return Object.fromEntries(ids.map((id) => [id, written(id)]));
}

async function sentByFleet(declaration: DeviceDeclaration) {
  const broker = await recordingBroker();
  const fleet = startFleet({
    declaration,
    broker: { host: broker.host, port: broker.port },
    tls: {},
    timers: createFleetTimers(),
    count: COUNT,
    seed: SEED,
    rate: 1000,
    faultEvery: 0,
  });
  const ids = Array.from({ length: COUNT }, (_, place) => chipIdOf(seedOf(SEED, place)));
  return heardThrough(broker, ids, fleet.stop);
}

/** As tools/cli/run runs one, with what the fleet's device at this place has around it. */
async function sentByRun(declaration: DeviceDeclaration, place: number) {
  const { host, port, ...broker } = await recordingBroker();
  const seed = seedOf(SEED, place);
  const timers = createRealTimers();
  const { circuit, i2c } = fitParts(
    declaration,
    timers,
    swingingSurroundings(declaration, timers, createRandom(seed)),
  );
  const storage = new Map([[SETTINGS, settingsRecord({ host, port })]]);
  const world = createRealWorld({ timers, seed, chipId: chipIdOf(seed), storage, circuit, i2c });
  onTestFinished(world.end);
  const device = powerDevice(world, declaration);
  const stop = () => new Promise<void>((resolve) => device.stop(resolve));
  return heardThrough({ host, port, ...broker }, [chipIdOf(seed)], stop);
}

test.for(["climate", "lamp"])("a fleet's devices of %s send what run sends", async (name) => {
  const [own] = await readOwnFirmware([name]);
  if (own === undefined) throw new Error(`There is no firmware ${name}.`);
  const { declaration } = own;
  const alone = Array.from({ length: COUNT }, (_, place) => sentByRun(declaration, place));
  expect(await sentByFleet(declaration)).toEqual(Object.assign({}, ...(await Promise.all(alone))));
});
