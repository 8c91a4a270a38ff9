// A rollout's signatures: only devices that are offered the update use a counter, and a leaf of a key that has few.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test, vi } from "vitest";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { ringmoteHere } from "./in-process.ts";
import { startPorch } from "./updated-porch.ts";

vi.setConfig({ testTimeout: 120_000 });

const KNOWN = "version=1.0.0\nboard=simulated\ntarget=node\ncounter=0\npercent=0\nruns=";

/** Three devices that are a client's words, the first of which may answer its offer. */
async function setUp(
  kind: "hmac" | "lms",
  answer: (digest: string) => string | undefined,
  others: readonly [id: string, standing: string][] = [
    ["porch-x2", KNOWN],
    ["porch-x3", KNOWN],
  ],
) {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const { keys, next, store } = await startPorch("porch-00112233aabb", broker.port);
  store.make("maker", kind);
  const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  onTestFinished(() => client.endAsync(true));
  const offers: string[] = [];
  client.on("message", (topic, payload) => {
    if (payload.length > 0) offers.push(topic);
    const told = answer(payload.toString().split(" ")[1] ?? "");
    if (told !== undefined && topic === "home/porch-x1/update/set" && payload.length > 0)
      client.publish("home/porch-x1/update", told, { qos: 1, retain: true });
  });
  await client.subscribeAsync("home/+/update/set", { qos: 1 });
  for (const [id, standing] of [["porch-x1", KNOWN], ...others])
    await client.publishAsync(`home/${id}/update`, `${standing}\nstate=idle\n`, { qos: 1, retain: true });
  const run = ringmoteHere([
    ...["push", next, "--broker", `mqtt://127.0.0.1:${broker.port}`, "--to", "porch-x*", "--keys", keys],
    ...["--sign", "maker", "--wave", "1,100%", "--seconds", "30"],
  ]);
  const lines = (file: string) => readFileSync(join(keys, file), "utf8").trim().split("\n");
  return { run, offers, lines };
}

test("devices of later waves use no signature", async () => {
  const { run, offers, lines } = await setUp(
    "lms",
    (digest) => `${KNOWN}\noffer=${digest}\nstate=idle\nsays=update refused: no\n`,
  );
  expect(await run.ended).toBe(1);
  expect(run.errors()).toContain("has stopped behind its wave of 1 %: 1 of its devices failed;");
  expect(offers).toEqual(["home/porch-x1/update/set"]);
  expect(lines("maker").at(-1)).toBe("next=1");
  expect(lines(".counters").slice(1)).toEqual(["porch-x1 1"]);
});

test("a device without an update delays no other", async () => {
  const { run, offers } = await setUp("hmac", (digest) => `${KNOWN}${digest}\nstate=idle\n`, [
    ["porch-x0", KNOWN.replace("counter=0", "counter=5000")],
    ["porch-x2", KNOWN.replace("simulated", "nosuch")],
    ["porch-x3", KNOWN.replace("percent=0", "percent=-1e300")],
    [`porch-x${"y".repeat(100)}`, KNOWN],
  ]);
  expect(await run.ended).toBe(1);
  expect(run.errors()).toMatch(/^ringmote: porch-x0 is left out: porch-x0 tells the counter 5000,/m);
  expect(run.errors()).toMatch(/^ringmote: porch-x2 is left out: The device runs on nosuch under node,/m);
  expect(run.errors()).toContain("2 devices do not have version");
  expect(offers).toEqual(["home/porch-x1/update/set"]);
});

test("a cancelled rollout withdraws its offers", async () => {
  const { run, offers, lines } = await setUp("hmac", () => undefined);
  await vi.waitFor(() => expect(offers).toHaveLength(1), { timeout: 30_000 });
  run.interrupt();
  expect(await run.ended).toBe(1);
  expect(run.errors()).toContain("was ended in its wave of 1 %;");
  expect(offers).toEqual(["home/porch-x1/update/set"]);
  expect(lines(".counters").slice(1)).toEqual(["porch-x1 1"]);
});
