// The broker model answers raw packets as real brokers do; where one of them differs, a row says how and why.
import { describe, expect, onTestFinished, test } from "vitest";
import { hasMosquitto, startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { startAedes } from "./aedes.ts";
import { differences } from "./answers/differences.ts";
import { startModel } from "./answers/model-on-socket.ts";
import { answersOf } from "./answers/scenario.ts";
import { scenarios } from "./answers/scenarios.ts";
import { startEmbedded } from "./embedded.ts";

/** Longer packets are refused; one scenario sends one. */
const packetBytes = 1000;

const brokers = [
  { name: "model", isHere: true, start: () => startModel({ packetBytes }) },
  { name: "embedded", isHere: true, start: () => startEmbedded({ packetBytes }) },
  { name: "aedes", isHere: true, start: startAedes },
  {
    name: "mosquitto",
    isHere: hasMosquitto,
    start: () => startMosquitto({ lines: [`max_packet_size ${packetBytes}`] }),
  },
] as const;

describe.each(brokers)("$name", ({ name, isHere, start }) => {
  test.skipIf(!isHere).each(scenarios)("$name", async (scenario) => {
    const broker = await start();
    onTestFinished(broker.end);
    const difference = differences[name].find((row) => row.scenario === scenario.name);
    expect(await answersOf(broker.port, scenario)).toEqual(difference?.answers ?? scenario.answers);
  });

  test("each row of its differences is one, and has its scenario", () => {
    for (const { scenario, answers } of differences[name]) {
      const expected = scenarios.find((one) => one.name === scenario)?.answers;
      expect(expected, scenario).toBeDefined();
      expect(answers, scenario).not.toEqual(expected);
    }
  });
});
