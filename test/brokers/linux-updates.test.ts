// Updates of a device under Linux as its user has it: the folder that was built, started as its service
// starts it, at a real Mosquitto, and ringmote push. Its minute on trial is a real one.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test, vi } from "vitest";
import { KEY_RECORD } from "../../src/update/key.ts";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { programPart } from "../../tools/targets/linux/update-parts.ts";
import { KeyStore } from "../../tools/update/key-store.ts";
import { signedUpdate, sliceFor } from "../../tools/update/signed-update.ts";
import { ringmoteHere } from "../cli/in-process.ts";
import { writeUpdatedFirmware } from "../cli/updated-firmware.ts";
import { MOSQUITTO, needs } from "../needs.ts";
import { createMachine } from "../targets/linux/machine.ts";

const DEVICE = "porch-1";
const ROOT = `home/${DEVICE}`;
const PATIENCE = { timeout: 30_000, interval: 20 };

async function setUp() {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-linux-updates-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [first, next, keys] = ["first", "next", "keys"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeUpdatedFirmware(first, "porch");
  writeUpdatedFirmware(next, "porch", "lantern");
  const store = new KeyStore(keys);
  store.make(DEVICE, "hmac");
  const broker = await startMosquitto();
  onTestFinished(broker.end);
  const machine = await createMachine({
    firmware: first,
    settings: { host: "127.0.0.1", port: broker.port, id: DEVICE },
    records: { [KEY_RECORD]: store.recordOf(DEVICE) },
  });
  onTestFinished(machine.remove);
  const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  onTestFinished(() => client.endAsync(true));
  const topics = new Map<string, string>();
  client.on("message", (topic, payload) => void topics.set(topic, payload.toString("latin1")));
  await client.subscribeAsync(`${ROOT}/#`, { qos: 1 });
  const told = (key: string) =>
    new RegExp(`^${key}=(.*)$`, "m").exec(topics.get(`${ROOT}/update`) ?? "")?.[1] ?? "";
  const until = (key: string, value: string, patience = PATIENCE) =>
    vi.waitFor(() => expect(told(key)).toBe(value), patience);
  const push = (...more: string[]) => {
    const at = ["--broker", `mqtt://127.0.0.1:${broker.port}`, "--to", DEVICE, "--keys", keys];
    return ringmoteHere(["push", next, ...at, "--as", "1.1.0", "--json", ...more]);
  };
  return { machine, client, topics, told, until, push, store };
}

test(
  "a pushed firmware is fetched through kill -9, tried, confirmed and kept",
  needs(MOSQUITTO),
  async () => {
    const { machine, topics, told, until, push } = await setUp();
    let starts = 0;
    machine.serve(() => {
      starts += 1;
    });
    await until("state", "idle");
    const first = told("version");
    const run = push();
    for (const percent of [10, 60]) {
      await vi.waitFor(() => expect(Number(told("percent"))).toBeGreaterThan(percent), PATIENCE);
      machine.kill();
      expect(told("version")).toBe(first);
    }
    await until("state", "on trial");
    expect(told("version")).toBe("1.1.0");
    machine.kill();
    expect(await run.ended, run.errors()).toBe(0);
    expect(JSON.parse(run.output().trim().split("\n").at(-1) ?? "")).toEqual({
      step: "version 1.1.0 is confirmed",
      version: "1.1.0",
    });
    expect([told("state"), topics.get(`${ROOT}/lantern`)]).toEqual(["idle", "off"]);
    // The first start, those after three kills, and that of the new image.
    expect(starts).toBe(5);
    expect(await machine.stop()).toBe(0);
    topics.clear();
    machine.serve();
    await until("version", "1.1.0");
  },
);

test("an image whose first statement throws is taken back after three starts", needs(MOSQUITTO), async () => {
  const { machine, client, told, until, store } = await setUp();
  let starts = 0;
  machine.serve(() => {
    starts += 1;
  });
  await until("state", "idle");
  const first = told("version");
  const update = signedUpdate(
    {
      id: "porch",
      board: told("board"),
      target: told("target"),
      version: "1.1.0",
      parts: [programPart('throw new Error("the first statement");')],
    },
    { device: DEVICE, counter: 2 },
    store.signerOf(DEVICE),
  );
  client.on("message", (topic, payload) => {
    const slice = topic === `${ROOT}/update/want` && sliceFor(update, payload.toString("latin1"));
    if (slice) client.publish(`${ROOT}/update/slice`, Buffer.from(slice, "latin1"), { qos: 1 });
  });
  await client.publishAsync(`${ROOT}/update/set`, update.offer, { qos: 1, retain: true });
  await until("counter", "2");
  expect([told("version"), told("state"), starts]).toEqual([first, "idle", 5]);
});
