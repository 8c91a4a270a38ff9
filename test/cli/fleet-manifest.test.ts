// A fleet as a Kubernetes job. Its types are held against Kubernetes' own by the compiler
// (tools/cli/fleet/job.ts); here its pods run, as processes that are given what a pod is given.
import type { Job } from "kubernetes-types/batch/v1";
import { expect, onTestFinished, test } from "vitest";
import costs from "../../tools/cli/fleet/costs.json" with { type: "json" };
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { ringmote } from "./child.ts";
import { ringmoteHere } from "./in-process.ts";
import { keptAt } from "./kept-at.ts";

async function manifest(...args: string[]): Promise<Job> {
  const run = ringmoteHere(["fleet", "manifest", ...args]);
  expect(await run.ended, run.errors()).toBe(0);
  return JSON.parse(run.output());
}

const containerOf = (job: Job) => job.spec?.template.spec?.containers[0];

test("a million devices become twenty pods with measured requests", async () => {
  const job = await manifest("--devices", "1000000", "--per-pod", "50000", "--minutes", "60");
  expect(job).toMatchObject({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "fleet" },
    spec: { completionMode: "Indexed", completions: 20, parallelism: 20 },
  });
  const { command, resources } = containerOf(job) ?? {};
  const processes = Number(command?.[(command.indexOf("--processes") ?? 0) + 1]);
  // One core gets its devices back within 6 s.
  expect((50_000 / processes) * costs.connectMicroseconds).toBeLessThanOrEqual(6e6);
  expect(resources?.requests?.cpu).toBe(String(processes));
  const least = costs.commandBytes + processes * costs.processBytes + 50_000 * costs.deviceBytes;
  const memory = Number(/^(\d+)Mi$/.exec(resources?.limits?.memory ?? "")?.[1]) * 2 ** 20;
  expect(memory / least).toBeGreaterThan(1.2);
  expect(memory / least).toBeLessThan(1.3);
  expect(resources?.requests?.memory).toBe(resources?.limits?.memory);
});

test("a user's password comes from a secret, never the manifest", async () => {
  const job = await manifest("--devices", "10", "--broker", "mqtts://load@broker.test", "--name", "spring");
  expect(containerOf(job)?.env).toEqual([
    {
      name: "RINGMOTE_BROKER_PASSWORD",
      valueFrom: { secretKeyRef: { name: "spring-broker", key: "password" } },
    },
  ]);
});

test.for([
  [["--broker", "mqtt://load:hush@broker.test"], /The password does not go into a manifest/],
  [["--name", "Spring"], /--name Spring is not allowed; it is 1 to 40 small letters/],
  [["--per-pod", "58001"], /--per-pod 58001 is not allowed; it is a whole number from 1 to 58000\./],
  [["--expect", "lost"], /--expect "lost" is not allowed/],
  [["--per-pod", "1", "--devices", "100001"], /100001 pods are not possible/],
  [["--devices"], /ringmote fleet manifest --help/],
  [["--device", "1"], /no option of ringmote fleet manifest "--device"; did you mean "--devices"\?/],
] as const)("a manifest with %j is refused with one sentence", async ([args, sentence]) => {
  const run = ringmoteHere(["fleet", "manifest", "--devices", "10", ...args]);
  expect(await run.ended).toBe(2);
  expect(run.errors()).toMatch(sentence);
  expect(run.errors()).not.toMatch(/hush/);
});

test("a manifest's pods, run as processes, form one fleet", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const asked = ["--devices", "5", "--per-pod", "2", "--broker", url, "--minutes", "0.1"];
  const job = await manifest("lamp", ...asked, "--expect", "connected=5,lost=0,failures=0");
  const [program, ...args] = containerOf(job)?.command ?? [];
  expect(program).toBe("ringmote");
  // Each pod has an address of its own, and these processes have one.
  args[args.indexOf("--metrics") + 1] = "0";
  const pods = Array.from({ length: job.spec?.completions ?? 0 }, (_, index) =>
    ringmote([...args, "--every", "1"], { JOB_COMPLETION_INDEX: String(index) }),
  );
  expect(pods).toHaveLength(3);
  for (const pod of pods) expect(await pod.ended, pod.errors()).toBe(0);
  expect(pods[0]?.output()).toMatch(/ 3 of 3 shards, 5 of 5 connected/);
  expect(await keptAt(url)).toEqual([]);
}, 120_000);
