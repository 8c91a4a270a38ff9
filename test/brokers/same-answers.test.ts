// The broker model answers raw packets as real brokers do; where one of them differs, a row says how and why.
import { describe, expect, onTestFinished, test } from "vitest";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
/** Longer packets are refused; one scenario sends one. */
import { MOSQUITTO, needs } from "../needs.ts";
import { startAedes } from "./aedes.ts";
import { differences } from "./answers/differences.ts";
import { startModel } from "./answers/model-on-socket.ts";
import { answersOf } from "./answers/scenario.ts";
import { scenarios } from "./answers/scenarios.ts";
import { startEmbedded } from "./embedded.ts";

const packetBytes = 1000;

const brokers = [
  { name: "model", asked: needs(), start: () => startModel({ packetBytes }) },
  { name: "embedded", asked: needs(), start: () => startEmbedded({ packetBytes }) },
  { name: "aedes", asked: needs(), start: startAedes },
  {
    name: "mosquitto",
    asked: needs(MOSQUITTO),
    start: () => startMosquitto({ lines: [`max_packet_size ${packetBytes}`] }),
  },
] as const;

describe.each(brokers)("$name", ({ name, asked, start }) => {
  test.each(scenarios)("$name", asked, async (scenario) => {
    const broker = await start();
    onTestFinished(broker.end);
    const difference = differences[name].find((row) => row.scenario === scenario.name);
    expect(await answersOf(broker.port, scenario)).toEqual(difference?.answers ?? scenario.answers);
  });

  test("each row of its differences is one, and has its scenario", () => {
    for (const { scenario, answers } of differences[name]) {
      const expected = scenarios.find((candidate) => candidate.name === scenario)?.answers;
      expect(expected, scenario).toBeDefined();
      expect(answers, scenario).not.toEqual(expected);
    }
  });
});
