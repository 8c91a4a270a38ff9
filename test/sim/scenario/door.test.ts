import { expect, onTestFinished, test } from "vitest";
import door from "../../../firmware/door/scenario.ts";
import { runScenario } from "../../../tools/sim/scenario/run-scenario.ts";
import type { Scenario } from "../../../tools/sim/scenario/scenario.ts";
import { virtualStage } from "../../../tools/sim/scenario/stages.ts";

async function run(scenario: Scenario) {
  const stage = virtualStage(1, scenario);
  onTestFinished(stage.leave);
  const outcome = await runScenario(scenario, stage, 1);
  stage.leave();
  const failed = outcome.expectations.filter(({ failures }) => failures.length > 0);
  return { ...outcome, failed: failed.map(({ words }) => words), failures: failed };
}

test("doors open for known fobs alone, unharmed by another tenant", async () => {
  const { failures, figures } = await run(door);
  expect(failures).toEqual([]);
  expect(figures).toMatchObject([
    { group: "acme-audit", lost: 0, twice: 0, outOfOrder: 0 },
    { group: "acme-door", programs: 20, lost: 0, twice: 0, outOfOrder: 0 },
    { group: "acme-desk", heard: 8, lost: 0, twice: 0, outOfOrder: 0 },
  ]);
});

test("doors send the same bytes for the same seed", async () => {
  const lasts = 15_000 as Scenario["lasts"];
  const [first, second] = [
    await run({ ...door, lasts, faults: [] }),
    await run({ ...door, lasts, faults: [] }),
  ];
  expect(first.fingerprint).toBe(second.fingerprint);
});

test("without permissions the other tenant reads, opens, impersonates and floods", async () => {
  const { access: _, ...open } = door;
  const { failed } = await run({ ...open, lasts: 15_000 as Scenario["lasts"], faults: [] });
  expect(failed).toEqual(
    expect.arrayContaining([
      "no door opens to a stranger",
      "a tenant is given nothing of another",
      "a tenant does not come in by another's name",
      "a tenant floods nobody",
    ]),
  );
});
