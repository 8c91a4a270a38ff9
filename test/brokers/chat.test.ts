// The chat with more seeds than every day.
import { expect, onTestFinished, test } from "vitest";
import chat from "../../firmware/chat/scenario.ts";
import { runScenario } from "../../tools/sim/scenario/run-scenario.ts";
import { virtualStage } from "../../tools/sim/scenario/stages.ts";

test.each([2, 3, 4])("every expectation of the chat holds with seed %i", async (seed) => {
  const stage = virtualStage(seed, chat);
  onTestFinished(stage.leave);
  const { expectations } = await runScenario(chat, stage, seed);
  expect(expectations.filter(({ failures }) => failures.length > 0)).toEqual([]);
});
