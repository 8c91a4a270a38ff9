// Message queues and a service that decides, as options of the commands that have a broker of their own.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync, type MqttClient } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import { queuesOption } from "../../tools/cli/broker/queues-option.ts";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { ringmoteHere } from "./in-process.ts";

function fileOf(content: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), "queues-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "queues.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

/** Lets in "ann", and who has the name of a device or a worker; returns its address. */
async function service(): Promise<string> {
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += chunk));
    request.on("end", () => {
      const { clientid } = JSON.parse(text) as { clientid: string };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ result: clientid === "eve" ? "deny" : "allow" }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  onTestFinished(() => server.closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/auth`;
}

async function clientAt(url: string, clientId: string): Promise<MqttClient> {
  const client = await connectAsync(url, { clientId, reconnectPeriod: 0 });
  onTestFinished(() => client.endAsync(true));
  return client;
}

/** What a queue at this broker holds for who comes later. */
async function heardLater(url: string): Promise<string[]> {
  const sender = await clientAt(url, "sender");
  for (const payload of ["1", "2"]) await sender.publishAsync("jobs/x", payload, { qos: 0 });
  await sender.publishAsync("jobs/x", "3", { qos: 1 });
  const worker = await clientAt(url, "worker");
  const heard: string[] = [];
  worker.on("message", (_topic, payload) => heard.push(String(payload)));
  await worker.subscribeAsync("$q/jobs/+", { qos: 1 });
  await expect.poll(() => heard.length).toBe(3);
  return heard;
}

test("the home's broker keeps queued messages for later consumers", async () => {
  const sim = ringmoteHere(["sim", "--port", "0", "--only", "lamp", "--queues", "jobs/+,other/#"]);
  await sim.wrote(/ home\/lamp-[0-9a-f]{12}\/status online$/m);
  const [, url = ""] = /The broker is at (mqtt:\S+);/.exec(sim.errors()) ?? [];
  expect(await heardLater(url)).toEqual(["1", "2", "3"]);
  const worker = await clientAt(url, "lost");
  await worker.subscribeAsync("$q/jbos/+");
  await sim.wrote(
    /There is no message queue to give anything for a subscription of "lost": \$q\/jbos\/\+\.$/m,
  );
});

test("the broker of run has queues and asks an authentication service", async () => {
  const queues = fileOf([{ topic_filter: "jobs/+", dispatch_strategy: "round_robin" }]);
  const options = ["--own-broker", "--auth", await service(), "--queues", queues];
  const run = ringmoteHere(["run", "hall", ...options]);
  await run.wrote(/status online$/m);
  const [, url = ""] = /The broker of this run is (mqtt:\S+)\.$/m.exec(run.errors()) ?? [];
  await expect(clientAt(url, "eve")).rejects.toMatchObject({ code: 5 });
  expect(await heardLater(url)).toEqual(["1", "2", "3"]);
  run.interrupt();
  expect(await run.ended).toBe(0);
});

test("a queues file uses EMQX's option names", () => {
  const file = fileOf([
    { topic_filter: "a/+" },
    { topic_filter: "b/#", dispatch_strategy: "random", is_lastvalue: true, data_retention_period: "7d" },
    {
      topic_filter: "c",
      dispatch_strategy: "sticky",
      is_lastvalue: true,
      key_expression: "message.topic",
      data_retention_period: 1500,
      redelivery_time: "30s",
    },
  ]);
  expect(queuesOption(file)).toEqual([
    { filter: "a/+", dispatch: "least in flight" },
    { filter: "b/#", dispatch: "random", lastValue: "client", keepMs: 604_800_000 },
    { filter: "c", dispatch: "sticky", lastValue: "topic", keepMs: 1500, redeliverMs: 30_000 },
  ]);
});

test("the queues file in docs/shared-broker.md is valid", () => {
  const page = readFileSync(join(packageFolder, "docs/shared-broker.md"), "utf8");
  const [, json = ""] = /```json\n(\[.*?)```/s.exec(page) ?? [];
  expect(queuesOption(fileOf(json))).toEqual([
    { filter: "sensor/+/data", dispatch: "in turn", redeliverMs: 30_000 },
  ]);
});

test.each([
  ["no list", {}, /^The file \S+ of --queues needs a JSON list: \[/],
  ["no JSON", "[", /^The file \S+ of --queues cannot be read \(.*\); it is a JSON list: \[/],
  ["no object", [null], /^Queue 1 in \S+: it is no object such as in/],
  ["no filter", [{ topic_filter: "a" }, {}], /^Queue 2 in \S+: it needs a topic_filter, such as/],
  [
    "a shared filter",
    [{ topic_filter: "$share/a/b" }],
    /^The filter \$share\/a\/b of a queue is not allowed/,
  ],
  [
    "a slip",
    [{ topic_filter: "a", lastvalue: true }],
    /^Queue 1 in \S+: "lastvalue" is not known; there are/,
  ],
  [
    "a dispatch that is none",
    [{ topic_filter: "a", dispatch_strategy: "constructor" }],
    /^Queue 1 in \S+: dispatch_strategy is "constructor"; it is least_inflight or round_robin or random or sticky\.$/,
  ],
  [
    "a time that is none",
    [{ topic_filter: "a", data_retention_period: "30d" }],
    /^Queue 1 in \S+: data_retention_period is "30d"; it is a time such as "30s"/,
  ],
  ["a filter twice", [{ topic_filter: "a" }, { topic_filter: "a" }], /names the queue a twice/],
  [
    "too many",
    Array.from({ length: 17 }, (_, i) => ({ topic_filter: `a${i}` })),
    /17 queues; 16 are allowed/,
  ],
])("a queues file with %s is refused", (_what, content, sentence) => {
  expect(() => queuesOption(fileOf(content))).toThrow(sentence);
});

test.each([
  ["a/#/b", /^The filter a\/#\/b of a queue is not allowed/],
  ["$q/a", /^The filter \$q\/a of a queue is not allowed/],
  [" , ", /^--queues needs filters/],
  ["/no/such.json", /^The file \/no\/such\.json of --queues cannot be read/],
])("--queues %s is refused", (text, sentence) => {
  expect(() => queuesOption(text)).toThrow(sentence);
});

test.each([
  [
    ["sim", "--queues", "a", "--broker", "mqtt://127.0.0.1:1"],
    /^ringmote: --queues is for the broker in this/,
  ],
  [
    ["run", "climate", "--queues", "a", "--broker", "mqtt://127.0.0.1:1"],
    /^ringmote: --queues is for the broker of --own-broker; give both, or neither\.$/m,
  ],
  [["run", "climate", "--auth", "http://127.0.0.1:1"], /^ringmote: --auth is for the broker of --own-broker/],
])("the command %j is refused", async (args, sentence) => {
  const run = ringmoteHere(args);
  expect(await run.ended).toBe(2);
  expect(run.errors()).toMatch(sentence);
});
