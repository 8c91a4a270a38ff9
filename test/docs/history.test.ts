// The device and the program of docs/history.md: they do what the page says.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import { hours, minutes } from "../../src/index.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";
import { startProgram } from "./page-program.ts";

const PAGE = readFileSync(new URL("../../docs/history.md", import.meta.url), "utf8");
const [, DEVICE = ""] = /```ts\n(.*?)```/s.exec(PAGE) ?? [];

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-history-page-"));
writeFileSync(join(FOLDER, "device.ts"), DEVICE);
writeFileSync(join(FOLDER, "wiring.ts"), "export default {};\n");
afterAll(() => rmSync(FOLDER, { recursive: true }));

test("the device of the page sends the readings of an outage, each with its time", async () => {
  let celsius = -18.5;
  const { declaration } = await readFirmware(FOLDER);
  const trial = await startTrial(declaration, {
    around: { probe: { air: () => ({ celsius, humidity: 50 }) } },
  });
  onTestFinished(trial.end);
  await trial.heard("temperature", /^\{"value":-18\.5,"time":\d{10}\}$/);
  trial.pass(minutes(5));
  trial.cutNetwork();
  celsius = -12;
  trial.pass(hours(4));
  celsius = -18;
  trial.pass(hours(1));
  trial.giveNetwork();
  trial.pass(minutes(20));
  expect(trial.told("temperature").at(-1)).toMatch(/^\{"value":-18(\.0)?,"time":\d{10}\}$/);
  const readings = trial.told("temperature/history").flatMap((payload) => JSON.parse(payload));
  expect(readings.length).toBeGreaterThan(300);
  const warm = readings.filter(([, value]: [number, number]) => value === -12);
  expect(warm).toHaveLength(240);
  expect(warm.at(-1)[0] - warm[0][0]).toBe(239 * 60);
});

test("the program of the page prints each reading once", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const { printed } = startProgram("history.md", "history", broker.port);
  const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  onTestFinished(() => client.endAsync(true));
  const [, payload = ""] = /as `(\[\[.*?\]\])`/.exec(PAGE) ?? [];
  await vi.waitFor(
    async () => {
      await client.publishAsync("home/freezer-1/temperature/history", payload, { qos: 1 });
      expect(printed()).not.toBe("");
    },
    { timeout: 30_000, interval: 500 },
  );
  await client.publishAsync("home/freezer-1/temperature/history", payload, { qos: 1 });
  await client.publishAsync("home/freezer-1/temperature/history", "[[1796000120,-18]]", { qos: 1 });
  await vi.waitFor(() => expect(printed()).toContain(",-18\n"), { timeout: 30_000 });
  expect(printed()).toBe(
    "2026-11-30T00:53:20.000Z,-18.5\n2026-11-30T00:54:20.000Z,-18.4\n2026-11-30T00:55:20.000Z,-18\n",
  );
});
