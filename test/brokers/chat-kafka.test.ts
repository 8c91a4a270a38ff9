// The chat's log on a real Kafka, in real time: the same shape as a log in a folder, and a system that stands on it.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import chat from "../../firmware/chat/scenario.ts";
import { partitionOf, recordsOf } from "../../src/client/log/log.ts";
import type { BrokerInFolder } from "../../tools/laboratory/brokers/broker-folder.ts";
import { startKafka } from "../../tools/laboratory/brokers/kafka.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { type Access, ScenarioAccess } from "../../tools/sim/scenario/access.ts";
import { runScenario } from "../../tools/sim/scenario/run-scenario.ts";
import { type Group, type Place, seconds } from "../../tools/sim/scenario/scenario.ts";
import { realStage } from "../../tools/sim/scenario/stages.ts";
import { KAFKA, needs } from "../needs.ts";
import { kafkaLog } from "./kafka-log.ts";

const USERS = 60;

describe("a log on a Kafka", needs(KAFKA), () => {
  let kafka: BrokerInFolder;

  beforeAll(async () => {
    kafka = await startKafka();
  });

  afterAll(() => kafka.end());

  test("records of one key are kept in order through a crash, and read from any offset", async () => {
    const log = await kafkaLog(kafka.port, "crash");
    const said = Array.from({ length: 3000 }, (_, i) => `${i} "é"\n`);
    const partition = partitionOf("ann", log.partitions);
    const valuesFrom = async (from: number) => {
      const values: string[] = [];
      for await (const records of recordsOf(log, partition, { from }))
        values.push(...records.map(({ value }) => value));
      return values;
    };
    await Promise.all(said.slice(0, 1500).map((value) => log.append("ann", value)));
    expect(await valuesFrom(1400)).toEqual(said.slice(1400, 1500));
    await kafka.crash();
    const rest = said.slice(1500).map((value) => log.append("ann", value));
    await kafka.start();
    await Promise.all(rest);
    const after = await kafkaLog(kafka.port, "crash");
    expect(await after.read(partition, 0)).toHaveLength(100);
    for (const from of [0, 1499, 2999, 3000]) expect(await valuesFrom(from)).toEqual(said.slice(from));
  });

  test("users are answered in order and once by a backend that is down and reads all anew", async () => {
    const logs = new Map([
      ["log", await kafkaLog(kafka.port, "globalmessage-prod")],
      ["done", await kafkaLog(kafka.port, "done")],
    ]);
    const access = new ScenarioAccess(chat.access as Access);
    const broker = await startBroker(
      0,
      { inFlight: 500 },
      () => {},
      (timers) => access.authenticator(timers),
    );
    onTestFinished(() => broker.close());
    const stage = {
      ...realStage(`mqtt://127.0.0.1:${broker.port}`, { keep: true }),
      endTokens: access.endTokens,
    };
    onTestFinished(stage.leave);
    /** The chat's program, with these logs in place of a folder's. */
    const onKafka = (name: string): Group => {
      const group = chat.takePart[name] as Group;
      const shared: Place["shared"] = (thing, make) => (logs.get(thing) ?? make()) as ReturnType<typeof make>;
      return { ...group, program: (place) => group.program({ ...place, shared }) };
    };
    const user = { ...(chat.takePart.user as Group), count: USERS };
    const takePart = { ...chat.takePart, user, forwarder: onKafka("forwarder"), backend: onKafka("backend") };
    // How fast it is tells of this computer: its time is three times as long, and nothing may be late for ever.
    const withoutTimes = Object.fromEntries(
      Object.entries(chat.expect).filter(([words]) => !words.includes("within")),
    );
    const { expectations, figures } = await runScenario(
      { ...chat, takePart, expect: withoutTimes, lasts: seconds(40) },
      stage,
      1,
    );
    expect(expectations.filter(({ failures }) => failures.length > 0)).toEqual([]);
    const all = { heard: 3 * USERS, lost: 0, twice: 0, outOfOrder: 0 };
    expect(figures).toMatchObject([
      // What it had in hand when it was killed is in the log, and nobody was told: that is counted below.
      { group: "backend", twice: 0, outOfOrder: 0 },
      { group: "agent", ...all },
      { group: "user", programs: USERS, ...all },
    ]);
    if (process.env.FIGURES) console.log(JSON.stringify(figures));
    // What was said, and what was done with it, question and answer.
    const counts = await Promise.all(
      [...logs.values()].map(async (log) => {
        let count = 0;
        for (let partition = 0; partition < log.partitions; partition += 1)
          for await (const records of recordsOf(log, partition)) count += records.length;
        return count;
      }),
    );
    expect(counts[0]).toBeGreaterThanOrEqual(2 * 3 * USERS);
    expect(counts[1]).toBe(2 * 3 * USERS);
  });
});
