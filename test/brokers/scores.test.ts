// Live scores with more seeds than every day, and at a real Mosquitto in real time.
import { expect, onTestFinished, test } from "vitest";
import scores from "../../firmware/scores/scenario.ts";
import { connect } from "../../src/platform/node/computer.ts";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { type Outcome, runScenario } from "../../tools/sim/scenario/run-scenario.ts";
import { realStage, virtualStage } from "../../tools/sim/scenario/stages.ts";
import { MOSQUITTO, needs } from "../needs.ts";

const failed = ({ expectations }: Outcome) => expectations.filter(({ failures }) => failures.length > 0);

test.each([2, 3, 4])("every expectation of the scores holds with seed %i", async (seed) => {
  const stage = virtualStage(seed);
  onTestFinished(stage.leave);
  expect(failed(await runScenario(scores, stage, seed))).toEqual([]);
});

test(
  "three hundred displays show each score of a real Mosquitto that restarts",
  needs(MOSQUITTO),
  async () => {
    const mosquitto = await startMosquitto();
    let switching = Promise.resolve();
    const next = (change: () => Promise<void>) => {
      switching = switching.then(change);
    };
    onTestFinished(async () => {
      await switching;
      await mosquitto.end();
    });
    const address = `mqtt://127.0.0.1:${mosquitto.port}`;
    const stage = realStage(address);
    onTestFinished(stage.leave);
    const outcome = await runScenario(
      scores,
      {
        ...stage,
        stopBroker: () => next(mosquitto.stop),
        startBroker: () => next(mosquitto.start),
      },
      1,
    );
    expect(failed(outcome)).toEqual([]);
    expect(outcome.figures).toMatchObject([
      { group: "scorebook", heard: 20, lost: 0, twice: 0, outOfOrder: 0 },
      { group: "display", programs: 300, lost: 0, outOfOrder: 0 },
    ]);
    const kept: string[] = [];
    const later = connect(address, { id: "scorebook", session: "persistent" });
    expect(await later.untilConnected()).toBe(false);
    await later.subscribe("#", ({ topic }) => kept.push(topic));
    await later.request("nobody", "", { timeoutMs: 500 }).catch(() => {});
    await later.stop();
    expect(kept).toEqual([]);
  },
);
