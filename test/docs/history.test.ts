// The device, its trial and the program of docs/history.md: they do what the page says.
import { readFileSync } from "node:fs";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test, vi } from "vitest";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { startProgram } from "./page-program.ts";
import { runPageTrial } from "./page-trial.ts";

const PAGE = readFileSync(new URL("../../docs/history.md", import.meta.url), "utf8");
const [DEVICE = "", TRIAL = ""] = [...PAGE.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);

test("the trial of the page passes beside the device of the page", () => {
  expect(runPageTrial(DEVICE, TRIAL)).toMatch(/pass 1\b/);
}, 60_000);

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
