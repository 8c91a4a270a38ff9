// ringmote updates: what it announces for Home Assistant, and what an install there brings to a simulated
// device, whoever sends it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test, vi } from "vitest";
import { HeldImages } from "../../tools/cli/updates/held-images.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { KeyStore } from "../../tools/update/key-store.ts";
import { SignedCounters } from "../../tools/update/signed-counters.ts";
import { ringmoteHere } from "./in-process.ts";
import { keptAt } from "./kept-at.ts";
import { startPorch } from "./updated-porch.ts";

const DEVICE = "porch-1";
const ROOT = `home/${DEVICE}`;

vi.setConfig({ testTimeout: 240_000 });

/** A device, the program that holds the next version for it, and somebody at the broker. */
async function setUp() {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const { keys, next } = await startPorch(DEVICE, broker.port, true);
  const client = await connectAsync(url);
  onTestFinished(() => client.endAsync(true));
  const heard: [topic: string, payload: string][] = [];
  client.on("message", (topic, payload) => void heard.push([topic, payload.toString()]));
  await client.subscribeAsync(`${ROOT}/update/#`, { qos: 1 });
  const serve = (...more: string[]) =>
    ringmoteHere(["updates", next, "--broker", url, "--keys", keys, "--as", "1.1.0", "--json", ...more]);
  const kept = async () => new Map(await keptAt(url));
  const install = (payload = "install") => client.publishAsync(`${ROOT}/update/install`, payload, { qos: 1 });
  return { keys, next, url, client, heard, serve, kept, install };
}

function steps(output: string) {
  return output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

test("an install delivers the program's version with progress", async () => {
  const { serve, kept, install } = await setUp();
  const run = serve("--summary", "A lantern");
  await run.wrote(/"held"/);
  const before = await kept();
  expect(before.get(`${ROOT}/update/latest`)).toBe("1.1.0");
  const config = JSON.parse(before.get(`homeassistant/update/${DEVICE}-update/config`) ?? "");
  expect(config).toMatchObject({ tit: "porch", rel_s: "A lantern", dev: { ids: DEVICE, name: "Porch" } });
  expect(before.get(config.avty_t)).toBe("online");
  await install();
  await run.wrote(/"confirmed"/);
  expect([...new Set(steps(run.output()).map(({ step }) => step))]).toEqual([
    "held",
    "offered",
    "fetching",
    "on trial",
    "confirmed",
  ]);
  run.interrupt();
  expect(await run.ended, run.errors()).toBe(0);
  const after = await kept();
  expect(after.get(`${ROOT}/lantern`)).toBe("off");
  expect(after.get(`${ROOT}/update`)).toContain("version=1.1.0\n");
  expect(after.has(`${ROOT}/update/set`)).toBe(false);
  expect(after.has(config.avty_t)).toBe(false);
});

test("a program stopped during an update withdraws its offer", async () => {
  const { serve, kept, install } = await setUp();
  const run = serve();
  await run.wrote(/"held"/);
  await install();
  await run.wrote(/"offered"/);
  run.interrupt();
  expect(await run.ended, run.errors()).toBe(0);
  expect(run.errors()).toContain(
    `ringmote: ${DEVICE} had not confirmed it, and it is not offered any more.\n`,
  );
  expect((await kept()).has(`${ROOT}/update/set`)).toBe(false);
});

test("only a fresh install of a held image is offered", async () => {
  const { client, heard, serve, install } = await setUp();
  const put = (root: string, topic: string, payload: string, retain = false) =>
    client.publishAsync(`home/${root}/update${topic}`, payload, { qos: 1, retain });
  // What the broker keeps, other words, and devices that have no key, another board or another name.
  await put(DEVICE, "/install", "install", true);
  const run = serve();
  await run.wrote(/"held"/);
  await install("1.0.0");
  const standing = (board: string) =>
    `version=0.9.0\nboard=${board}\ntarget=node\ncounter=1\nruns=\nstate=idle\noffer=\npercent=0\nsays=\n`;
  for (const [root, board] of [
    ["porch-2", "simulated"],
    ["attic-1", "simulated"],
  ] as const) {
    await put(root, "", standing(board));
    await put(root, "/install", "install");
  }
  // Of a board that the firmware has no wiring for, and with a name that no topic has room behind.
  await put(DEVICE, "", standing("d1-mini-espruino"));
  await client.publishAsync(`home/porch-${"y".repeat(65_000)}/update`, standing("simulated"), { qos: 1 });
  await run.wrote(/porch-1 is left alone: .*d1-mini-espruino/);
  await put(DEVICE, "", standing("../../etc"));
  expect(run.errors()).toContain("porch-2 is left alone: There is no key of porch-2");
  expect(run.errors()).not.toContain("attic-1");
  expect(heard.filter(([topic]) => topic.endsWith("/set"))).toEqual([]);
  expect(steps(run.output()).map(({ step }) => step)).toEqual(["held"]);
  // The device itself is served all the same.
  await put(DEVICE, "", standing("simulated"));
  await install();
  await run.wrote(/"offered"/);
});

test("a device with growing counters is signed for eight times", () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-held-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  new KeyStore(folder).make(DEVICE, "hmac");
  const held = new HeldImages([], "all", "home", folder, undefined);
  const image = { id: "porch", board: "b", target: "t", version: "1.1.0", parts: [] };
  const sign = (counter: number) => held.signedFor(DEVICE, image, { counter });
  for (let counter = 1; counter <= 8; counter++) {
    const update = sign(counter);
    // One that it may still take is the same.
    expect(sign(counter - 1)).toBe(update);
  }
  held.refused(DEVICE);
  expect(() => sign(7)).toThrow(
    "it was signed 8 times for porch-1, which took none; start the program anew.",
  );
});

test("a device that push has signed for since gets no signature", () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-held-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  new KeyStore(folder).make(DEVICE, "hmac");
  new SignedCounters(folder).take([{ device: DEVICE, counter: 4 }]);
  const held = new HeldImages([], "all", "home", folder, undefined);
  const image = { id: "porch", board: "b", target: "t", version: "1.1.0", parts: [] };
  held.signedFor(DEVICE, image, { counter: 5 });
  new SignedCounters(folder).take([{ device: DEVICE, counter: 6 }]);
  // It tells what it has taken, or what somebody makes up.
  for (const counter of [7, 5])
    expect(() => held.signedFor(DEVICE, image, { counter })).toThrow(
      "another program has signed an update for porch-1 since this one began",
    );
});

test("one key signs for ten thousand devices while the program runs", () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-held-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  new KeyStore(folder).make("porches", "hmac");
  // On the disk each takes its milliseconds.
  const take = vi.spyOn(SignedCounters.prototype, "take");
  onTestFinished(() => take.mockRestore());
  take.mockImplementation((devices) =>
    devices.map(({ device, counter }) => ({ device, counter: counter + 1 })),
  );
  const held = new HeldImages([], "all", "home", folder, "porches");
  const image = { id: "porch", board: "b", target: "t", version: "1.1.0", parts: [] };
  const sign = (device: string) => held.signedFor(device, image, { counter: 0 });
  const first = sign("porch-0");
  for (let i = 1; i < 10_000; i++) sign(`porch-${i}`);
  expect(() => sign("porch-x")).toThrow(
    "10000 devices have had a signature already; start the program anew.",
  );
  expect(take).toHaveBeenCalledTimes(10_000);
  // One that has its signature is offered that.
  expect(sign("porch-0")).toBe(first);
});

test("a firmware without Home Assistant is refused", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const { next, keys } = await startPorch(DEVICE, broker.port);
  const at = ["--broker", `mqtt://127.0.0.1:${broker.port}`, "--keys", keys, "--as", "1.1.0"];
  const run = ringmoteHere(["updates", next, ...at]);
  expect([await run.ended, run.errors()]).toEqual([
    2,
    "ringmote: The firmware porch is not in Home Assistant; write discovery: homeAssistant() into its device, or use ringmote push.\n",
  ]);
});
