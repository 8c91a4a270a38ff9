// Traffic with more seeds than every day, at a real Mosquitto in real time, and at a broker of ours that has its queue.
import { expect, onTestFinished, test } from "vitest";
import traffic from "../../firmware/traffic/scenario.ts";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { type Outcome, runScenario } from "../../tools/sim/scenario/run-scenario.ts";
import { realStage, virtualStage } from "../../tools/sim/scenario/stages.ts";
import { ringmote } from "../cli/child.ts";
import { MOSQUITTO, needs } from "../needs.ts";

const failed = ({ expectations }: Outcome) => expectations.filter(({ failures }) => failures.length > 0);
const DASHBOARD = { group: "dashboard", programs: 1, lost: 0, outOfOrder: 0 };
const taken = (group: string, heard: number) => ({ group, programs: 4, heard, lost: 0, twice: 0 });

test.each([3, 33, 39])("every expectation of the traffic holds with seed %i", async (seed) => {
  const stage = virtualStage(seed, traffic);
  onTestFinished(stage.leave);
  const outcome = await runScenario(traffic, stage, seed);
  expect(failed(outcome)).toEqual([]);
  expect(outcome.untried).toEqual([]);
  expect(outcome.figures).toMatchObject([DASHBOARD, taken("worker", 4000), taken("clerk", 4000)]);
});

test(
  "no reading is lost or taken twice at a real Mosquitto, and at a broker with the queue",
  needs(MOSQUITTO),
  async () => {
    const [mosquitto, own] = await Promise.all([
      startMosquitto(),
      startBroker(0, {}, () => {}, undefined, traffic.queues),
    ]);
    onTestFinished(() => mosquitto.end());
    onTestFinished(() => own.close());
    // Both at a time: most of their seconds are waiting.
    const child = ringmote([
      ...[
        "sim",
        "traffic",
        "--json",
        "--queues",
        "sensor/+/data",
        "--broker",
        `mqtt://127.0.0.1:${own.port}`,
      ],
    ]);
    const stage = realStage(`mqtt://127.0.0.1:${mosquitto.port}`);
    onTestFinished(stage.leave);
    const outcome = await runScenario(traffic, stage, 1);
    expect(failed(outcome)).toEqual([]);
    expect(outcome.untried).toEqual([
      "the clerks at the queue take every reading",
      "no clerk takes one that was taken",
    ]);
    expect(outcome.figures).toMatchObject([DASHBOARD, taken("worker", 800)]);
    expect([await child.ended, child.errors()]).toEqual([0, ""]);
    expect(JSON.parse(child.output())).toMatchObject({
      time: "real",
      untried: [],
      figures: [DASHBOARD, taken("worker", 800), taken("clerk", 800)],
    });
  },
);
