// The chat with more seeds than every day, at a real Mosquitto, and at a broker that asks a service by HTTP;
// both in real time.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import chat from "../../firmware/chat/scenario.ts";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { type Access, ScenarioAccess } from "../../tools/sim/scenario/access.ts";
import { type Outcome, runScenario } from "../../tools/sim/scenario/run-scenario.ts";
import type { Group } from "../../tools/sim/scenario/scenario.ts";
import { realStage, virtualStage } from "../../tools/sim/scenario/stages.ts";
import { ringmote } from "../cli/child.ts";
import { MOSQUITTO, needs } from "../needs.ts";

const figuresOf = (users: number) => {
  const all = { heard: 3 * users, lost: 0, twice: 0, outOfOrder: 0 };
  return [
    { group: "backend", ...all },
    { group: "agent", ...all },
    { group: "user", programs: users, ...all },
  ];
};
const failed = ({ expectations }: Outcome) => expectations.filter(({ failures }) => failures.length > 0);

test.each([2, 3, 4])("every expectation of the chat holds with seed %i", async (seed) => {
  const stage = virtualStage(seed, chat);
  onTestFinished(stage.leave);
  expect(failed(await runScenario(chat, stage, seed))).toEqual([]);
});

const ACCESS_FILE = join(import.meta.dirname, "..", "..", "firmware", "chat", "mosquitto.acl");

/** A run in a process of its own, at a Mosquitto. */
async function atMosquitto() {
  const mosquitto = await startMosquitto({ lines: [`acl_file ${ACCESS_FILE}`] });
  onTestFinished(mosquitto.end);
  return ringmote(["sim", "chat", "--json", "--keep", "--broker", `mqtt://127.0.0.1:${mosquitto.port}`]);
}

/** A broker in this process, which asks the scenario's service by HTTP. */
async function askingBroker() {
  const access = new ScenarioAccess(chat.access as Access);
  const asked: string[] = [];
  const service = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const visitor = JSON.parse(body);
    asked.push(visitor.clientid);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(access.answer(visitor)));
  });
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void service.close());
  const url = new URL(`http://127.0.0.1:${(service.address() as AddressInfo).port}/auth`);
  const broker = await startBroker(0, {}, () => {}, { url });
  onTestFinished(() => broker.close());
  return { address: `mqtt://127.0.0.1:${broker.port}`, endTokens: access.endTokens, asked };
}

test(
  "users are answered in real time, at a Mosquitto and behind a service that ends tokens",
  needs(MOSQUITTO),
  async () => {
    const mosquitto = await atMosquitto();
    const { address, endTokens, asked } = await askingBroker();
    const stage = { ...realStage(address, { keep: true }), endTokens };
    onTestFinished(stage.leave);
    const user = { ...(chat.takePart.user as Group), count: 60 };
    const outcome = await runScenario({ ...chat, takePart: { ...chat.takePart, user } }, stage, 1);
    expect(failed(outcome)).toEqual([]);
    expect(outcome.figures).toMatchObject(figuresOf(60));
    // Each for its first connection, after the restart, and a third of them for the token that had ended.
    expect(asked.length).toBeGreaterThanOrEqual(2 * 60 + 18);
    expect([await mosquitto.ended, mosquitto.errors()]).toEqual([0, ""]);
    expect(JSON.parse(mosquitto.output())).toMatchObject({ time: "real", figures: figuresOf(187) });
  },
);
