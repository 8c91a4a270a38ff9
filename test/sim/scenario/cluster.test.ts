import { expect, onTestFinished, test } from "vitest";
import { runScenario } from "../../../tools/sim/scenario/run-scenario.ts";
import { scenario, seconds } from "../../../tools/sim/scenario/scenario.ts";
import { virtualStage } from "../../../tools/sim/scenario/stages.ts";

test("programs of a group start at different cluster nodes", async () => {
  const stage = virtualStage(1);
  onTestFinished(stage.leave);
  const brokers: string[] = [];
  const clients = { count: 4, program: ({ broker }: { broker: string }) => void brokers.push(broker) };
  const numbers = scenario({ title: "numbers", lasts: seconds(1), takePart: { clients }, expect: {} });
  await runScenario(numbers, { ...stage, broker: "a:1883,b:1883,c:1883" }, 1);
  expect(brokers).toEqual([
    "a:1883,b:1883,c:1883",
    "b:1883,c:1883,a:1883",
    "c:1883,a:1883,b:1883",
    "a:1883,b:1883,c:1883",
  ]);
});
