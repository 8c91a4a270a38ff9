// Doors with more seeds than every day, and at a real Mosquitto with its access list in real time.
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import door, { day } from "../../firmware/door/scenario.ts";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { type Outcome, runScenario } from "../../tools/sim/scenario/run-scenario.ts";
import { networkCut, seconds } from "../../tools/sim/scenario/scenario.ts";
import { realStage, virtualStage } from "../../tools/sim/scenario/stages.ts";
import { MOSQUITTO, needs } from "../needs.ts";

const LIST = join(import.meta.dirname, "..", "..", "firmware", "door", "mosquitto.acl");
const failed = ({ expectations }: Outcome) => expectations.filter(({ failures }) => failures.length > 0);

test.each([2, 3, 4])("every expectation of the doors holds with seed %i", async (seed) => {
  const stage = virtualStage(seed, door);
  onTestFinished(stage.leave);
  expect(failed(await runScenario(door, stage, seed))).toEqual([]);
});

test("doors are safe behind the access list of a real Mosquitto", needs(MOSQUITTO), async () => {
  const mosquitto = await startMosquitto({
    users: { acme: "acme-secret", beta: "beta-secret" },
    lines: [`acl_file ${LIST}`],
  });
  onTestFinished(mosquitto.end);
  const stage = realStage(`mqtt://acme:acme-secret@127.0.0.1:${mosquitto.port}`);
  onTestFinished(stage.leave);
  const short = day(seconds(14), 1, [
    networkCut("acme-door", { share: 0.3, at: seconds(6), lasts: seconds(2) }),
  ]);
  // It has nothing against a flood, and against who takes another's client identifier.
  const { "beta-flood": _, "beta-pretender": __, ...takePart } = short.takePart;
  const expected = Object.entries(short.expect).filter(([words]) => !/floods|name/.test(words));
  const outcome = await runScenario({ ...short, takePart, expect: Object.fromEntries(expected) }, stage, 1);
  expect(failed(outcome)).toEqual([]);
  expect(outcome.figures).toMatchObject([
    { group: "acme-audit", lost: 0, twice: 0, outOfOrder: 0 },
    { group: "acme-door", programs: 20, lost: 0, twice: 0, outOfOrder: 0 },
    { group: "acme-desk", heard: 1, lost: 0, twice: 0, outOfOrder: 0 },
  ]);
});
