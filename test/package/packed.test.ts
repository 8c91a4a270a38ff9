// The packed package, installed in an empty folder: what a person has who did not clone the repository.
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { createI2cBus } from "../../tools/sim/parts/i2c-bus.ts";
import { espruinoAtPort } from "../cli/board-at-port.ts";
import { atGate } from "../everything.ts";
import { needs, SOCAT } from "../needs.ts";
import { run, start } from "./program.ts";
import { watch } from "./retained.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-packed-"));
const CHECKOUT = fileURLToPath(new URL("../../", import.meta.url));
const RINGMOTE = join(FOLDER, "node_modules/.bin/ringmote");
const CHIP = "00c0ffee";
const STATUS = `home/living-room-${CHIP}/status`;

beforeAll(async () => {
  writeFileSync(join(FOLDER, "package.json"), '{ "private": true }\n');
  await run("npm", ["install", "--prefer-offline", inject("packages").ringmote as string], FOLDER);
});

afterAll(() => rmSync(FOLDER, { recursive: true }));

async function brokerUrl(): Promise<string> {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  return `mqtt://127.0.0.1:${broker.port}`;
}

test("ringmote run publishes to a broker and leaves retained offline on interruption", async () => {
  const url = await brokerUrl();
  const device = start(RINGMOTE, ["run", "climate", "--chip", CHIP, "--broker", url], FOLDER);
  const { saw } = await watch(url);
  await saw(({ topic, payload }) => topic === STATUS && payload === "online");
  await saw(({ topic, payload }) => topic.endsWith("/temperature") && Number(payload) > 0);
  device.signal("SIGINT");
  expect(await device.ended).toBe(0);
  const later = await watch(url);
  const status = await later.saw(({ topic }) => topic === STATUS);
  expect(status).toEqual({ topic: STATUS, payload: "offline", retained: true });
});

test("a device that is killed is offline by its will", async () => {
  const url = await brokerUrl();
  const device = start(RINGMOTE, ["run", "climate", "--chip", CHIP, "--broker", url], FOLDER);
  const { saw } = await watch(url);
  await saw(({ topic, payload }) => topic === STATUS && payload === "online");
  device.signal("SIGKILL");
  await saw(({ topic, payload }) => topic === STATUS && payload === "offline");
});

test("the package starts without the TypeScript compiler", async () => {
  const modules = ["tsx", "esbuild"].map((name) => join(FOLDER, "node_modules", name));
  for (const module of modules) renameSync(module, `${module}-away`);
  try {
    for (const command of [["list"], ["boards"], ["board", "esp32-espruino", "--firmware", "climate"]])
      await run(RINGMOTE, command, FOLDER);
  } finally {
    for (const module of modules) renameSync(`${module}-away`, module);
  }
});

const BUILT = [
  { board: "esp32-espruino", file: "climate.js" },
  { board: "esp8266-nodemcu", file: "init.lua" },
  { board: "esp8266-espruino", file: "climate.js" },
  { board: "esp32-nodemcu", file: "init.lua" },
] as const;

test.each(BUILT.slice(0, atGate(2, BUILT.length)))(
  "ringmote build makes the image for $board, as the checkout does",
  async ({ board, file }) => {
    await run(RINGMOTE, ["build", "climate", "--board", board], FOLDER);
    const image = join(FOLDER, "dist", board, "climate");
    const ours = join(FOLDER, `checkout-${board}`);
    await run(
      "node",
      ["tools/cli/ringmote.js", "build", "climate", "--board", board, "--out", ours],
      CHECKOUT,
    );
    expect(readFileSync(join(image, file)).equals(readFileSync(join(ours, file)))).toBe(true);
    const { board: summarised } = JSON.parse(readFileSync(join(image, "image.json"), "utf8")) as {
      board: string;
    };
    expect(summarised).toBe(board);
  },
);

test("ringmote scan names the drivers that fit an address", needs(SOCAT), async () => {
  const answering = createI2cBus(
    [0x23, 0x76].map((at) => ({ write: (address) => address === at, read: () => undefined })),
  );
  const { path } = await espruinoAtPort({}, undefined, undefined, answering);
  const args = ["scan", "--sda", "D21", "--scl", "D22", "--board", "esp32-espruino", "--port", path];
  const scan = start(RINGMOTE, args, FOLDER);
  await scan.wrote(/^ {2}0x23 {2}bh1750\n {2}0x76 {2}bme280, pca9685$/m);
  expect(await scan.ended).toBe(0);
});
