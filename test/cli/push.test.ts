// ringmote push to a simulated device at a broker: it takes the update, refuses it, or goes back, and the
// command says which.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test, vi } from "vitest";
import { giveKey } from "../../tools/cli/key/give-key.ts";
import { type EmbeddedBroker, startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { KeyStore } from "../../tools/update/key-store.ts";
import { ringmote } from "./child.ts";
import { ringmoteHere } from "./in-process.ts";
import { keptAt } from "./kept-at.ts";
import { writeUpdatedFirmware } from "./updated-firmware.ts";
import { startPorch } from "./updated-porch.ts";

const DEVICE = "porch-00112233aabb";

vi.setConfig({ testTimeout: 240_000 });

/** A simulated device at a broker, and its key; a folder with its firmware and the next one. */
async function setUp() {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  return { broker, ...(await startPorch(DEVICE, broker.port)) };
}

async function topics({ port }: EmbeddedBroker): Promise<string[]> {
  return (await keptAt(`mqtt://127.0.0.1:${port}`)).map(([topic]) => topic);
}

function push({ port }: EmbeddedBroker, keys: string, firmware: string, ...more: string[]) {
  const args = ["push", firmware, "--broker", `mqtt://127.0.0.1:${port}`, "--to", DEVICE, "--keys", keys];
  return ringmoteHere([...args, ...more]);
}

test("a pushed firmware is tried, confirmed, and runs", async () => {
  const { broker, keys, next } = await setUp();
  const run = push(broker, keys, next, "--as", "1.1.0", "--json");
  expect(await run.ended, run.errors()).toBe(0);
  const steps = run
    .output()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).step);
  expect([...new Set(steps)]).toEqual([
    "version 1.1.0 is offered",
    "fetching",
    "on trial: it is confirmed once it has been connected for a minute",
    "version 1.1.0 is confirmed",
  ]);
  const kept = new Map(await keptAt(`mqtt://127.0.0.1:${broker.port}`));
  expect(kept.get(`home/${DEVICE}/lantern`)).toBe("off");
  expect(kept.get(`home/${DEVICE}/update`)).toContain("version=1.1.0\n");
  // The offer is taken back.
  expect(kept.has(`home/${DEVICE}/update/set`)).toBe(false);
});

test("a device of ringmote run applies the update and restarts", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-run-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const [source, next, records, keys] = ["source", "next", "records", "keys"].map((name) =>
    join(folder, name),
  );
  writeUpdatedFirmware(source, "porch");
  writeUpdatedFirmware(next, "porch", "lantern");
  const store = new KeyStore(keys);
  store.make(DEVICE, "hmac");
  giveKey(records, store.recordOf(DEVICE));
  const at = ["--broker", `mqtt://127.0.0.1:${broker.port}`, "--chip", "00112233aabb", "--storage", records];
  const start = async () => {
    const run = ringmote(["run", source, ...at]);
    await run.wrote(/porch: connected/);
    return run;
  };
  const end = async (run: Awaited<ReturnType<typeof start>>) => {
    run.process.kill("SIGINT");
    expect(await run.ended, run.errors()).toBe(0);
  };
  let run = await start();
  const pushed = push(broker, keys, next, "--as", "1.1.0", "--json");
  await pushed.wrote(/on trial/);
  pushed.interrupt();
  expect(await pushed.ended).toBe(1);
  expect(pushed.errors()).toContain(
    "was still trying version 1.1.0; it confirms it, or goes back, by itself.\n",
  );
  await run.wrote(/pin lantern is 0/);
  await end(run);
  run = await start();
  await run.wrote(/pin lantern is 0/);
  await end(run);
  // A changed source is flashed, as by the cable.
  writeUpdatedFirmware(source, "porch", "torch");
  run = await start();
  await run.wrote(/pin torch is 0/);
  await end(run);
});

test("an update signed by another key is refused with a reason", async () => {
  const { broker, keys, next, store } = await setUp();
  store.rotate(DEVICE);
  const run = push(broker, keys, next);
  expect(await run.ended).toBe(1);
  expect(run.errors()).toContain(
    `ringmote: home/${DEVICE}: update refused: its tag is not by this device's key.\n`,
  );
  const again = push(broker, keys, next, "--sign", `${DEVICE}.before-1`);
  expect(await again.ended, again.errors()).toBe(0);
});

test("a forged counter is refused unless --after names it", async () => {
  const { broker, keys, next } = await setUp();
  const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  onTestFinished(() => client.endAsync(true));
  const heard: string[] = [];
  client.on("message", (topic) => void heard.push(topic));
  await client.subscribeAsync(`home/${DEVICE}/update/set`, { qos: 1 });
  const lines = ["version=1.0.0", "board=simulated", "target=node", "counter=999999990", "percent=0", ""];
  await client.publishAsync(`home/${DEVICE}/update`, lines.join("\n"), { qos: 1, retain: true });
  const forged = push(broker, keys, next, "--seconds", "1");
  expect(await forged.ended).toBe(1);
  expect(forged.errors()).toContain(
    `ringmote: ${DEVICE} tells the counter 999999990, and this computer has signed up to 0 for it: at most 1000 more is believed`,
  );
  expect(heard).toEqual([]);
  const all = ringmoteHere([
    ...["push", next, "--broker", `mqtt://127.0.0.1:${broker.port}`, "--to", "porch-*", "--keys", keys],
  ]);
  expect(await all.ended).toBe(1);
  expect(all.errors()).toContain(`${DEVICE} is left out: ${DEVICE} tells the counter 999999990, and`);
  expect(heard).toEqual([]);
  const sure = push(broker, keys, next, "--as", "1.1.0", "--after", "999999990");
  expect(await sure.ended, sure.errors()).toBe(0);
});

test("a dry run offers nothing and prints its plan", async () => {
  const { broker, keys, next } = await setUp();
  const run = push(broker, keys, next, "--as", "1.1.0", "--dry-run");
  expect(await run.ended).toBe(0);
  expect(run.output()).toMatch(
    /^porch 1\.0\.0 -> 1\.1\.0: 1 part of \d+ bytes together, and a manifest of \d+; the device asks for what it lacks of these\. Nothing was offered\.\n$/,
  );
  expect(await topics(broker)).not.toContain(`home/${DEVICE}/update/set`);
});

test("a dry run uses no signature of a limited key", async () => {
  const { broker, keys, next, store } = await setUp();
  store.make("maker", "lms");
  const before = readFileSync(join(keys, "maker"), "utf8");
  for (const to of [DEVICE, "porch-*"]) {
    const run = push(broker, keys, next, "--sign", "maker", "--dry-run", "--to", to);
    expect(await run.ended, run.errors()).toBe(0);
    expect(run.output()).toContain("Nothing was offered.");
  }
  expect(readFileSync(join(keys, "maker"), "utf8")).toBe(before);
});

test("a disappearing device is not awaited for ever", async () => {
  const { broker, keys, next, powered } = await setUp();
  powered.cutPower();
  const run = push(broker, keys, next, "--seconds", "1");
  expect(await run.ended).toBe(1);
  expect(run.errors()).toContain(
    "and it is not offered any more; say the same again to go on where it was.\n",
  );
  expect(await topics(broker)).not.toContain(`home/${DEVICE}/update/set`);
});

test("firmware or devices without updates are refused", async () => {
  const { broker, keys, next } = await setUp();
  const climate = push(broker, keys, "climate");
  expect([await climate.ended, climate.errors()]).toEqual([
    2,
    'ringmote: The firmware climate takes no updates, so that no other one would follow it; write update: { key: "hmac" } into its device.\n',
  ]);
  const nobody = push(broker, keys, next, "--to", "attic-1", "--sign", DEVICE);
  expect([await nobody.ended, nobody.errors()]).toEqual([
    1,
    'ringmote: No device tells at home/attic-1/update that it takes updates; is it there, and does it declare `update: { key: "hmac" }`?\n',
  ]);
});
