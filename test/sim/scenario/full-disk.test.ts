// A full disk of a program whose client keeps what it sends in a store.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { connect } from "../../../src/platform/node/computer.ts";
import { runScenario } from "../../../tools/sim/scenario/run-scenario.ts";
import {
  diskFull,
  everyMessage,
  noneTwice,
  type Place,
  programKilled,
  type Scenario,
  seconds,
} from "../../../tools/sim/scenario/scenario.ts";
import { virtualStage } from "../../../tools/sim/scenario/stages.ts";

const TOPIC = "numbers";
const FULL = diskFull("sender", { at: seconds(3.5), lasts: seconds(4) });

async function run(
  takePart: Scenario["takePart"],
  faults = [FULL as NonNullable<Scenario["faults"]>[number]],
) {
  const scenario: Scenario = {
    title: "numbers",
    lasts: seconds(25),
    takePart: { listener: { program: listen }, ...takePart },
    faults,
    expect: { every: everyMessage("listener"), once: noneTwice("listener") },
  };
  const stage = virtualStage(1, scenario);
  const { expectations, ...outcome } = await runScenario(scenario, stage, 1).finally(stage.leave);
  return { ...outcome, failures: expectations.flatMap(({ failures }) => failures) };
}

function listen({ broker, name: id, signal, heard }: Place): void {
  const client = connect(broker, { id, session: "persistent", signal });
  client.subscribe(TOPIC, ({ payload }) => heard(TOPIC, Number(payload)), { qos: 2 });
}

/** Sends 1 to 10, one a second. `patient`: what the client does not take is offered again a second later. */
function sender(words: string[], patient: boolean) {
  return async ({ broker, name: id, signal, folder, sent }: Place): Promise<void> => {
    const client = connect(broker, { id, session: "persistent", store: join(folder(), "store"), signal });
    // Until the listener is there.
    await pause(1000);
    for (let number = 1; number <= 10; number += 1) {
      sent(TOPIC, number);
      for (let isTaken = false; !isTaken; ) {
        isTaken = await client.send(TOPIC, String(number), { qos: 2 }).then(
          () => true,
          (error: Error) => {
            words.push(error.message);
            return !patient;
          },
        );
        await pause(1000);
      }
    }
  };
}

test("a client with a store refuses messages while the disk is full", async () => {
  const words: string[] = [];
  const { failures, faults, figures } = await run({ sender: { program: sender(words, true) } });
  expect(failures).toEqual([]);
  expect(faults).toEqual([{ at: 3500, words: "the disk of sender is full for 4 s" }]);
  expect(figures).toMatchObject([{ group: "listener", heard: 10 }]);
  expect(words).toHaveLength(4);
  expect(new Set(words)).toEqual(new Set([expect.stringContaining("the disk is full (ENOSPC)")]));
});

test("messages dropped on a full disk are reported as lost", async () => {
  const { failures } = await run({ sender: { program: sender([], false) } });
  expect(failures.map(({ words }) => words)).toEqual(
    [4, 5, 6, 7].map((number) => expect.stringContaining(`numbers ${number} `)),
  );
});

test("a program's folder survives a kill and is deleted at the end", async () => {
  const seen: { name: string; folder: string; before: string }[] = [];
  const note = ({ name, folder, starts }: Place) => {
    const own = folder();
    const file = join(own, "notes");
    seen.push({ name, folder: own, before: existsSync(file) ? readFileSync(file, "utf8") : "" });
    writeFileSync(file, `${name} ${starts}`);
  };
  await run({ sender: { program: note, count: 2 } }, [
    programKilled("sender", { at: seconds(2), lasts: seconds(1) }),
  ]);
  expect(seen.map(({ before }) => before).sort()).toEqual(["", "", "sender-0 0", "sender-1 0"].sort());
  const folders = new Set(seen.map(({ folder }) => folder));
  expect(folders.size).toBe(2);
  for (const folder of folders) expect(existsSync(folder)).toBe(false);
});

test("a killed program with a store resumes without loss or repetition", async () => {
  let next = 1;
  const count = async ({ broker, name: id, signal, folder, sent }: Place): Promise<void> => {
    const client = connect(broker, { id, session: "persistent", store: join(folder(), "store"), signal });
    await pause(1000);
    while (next <= 10 && !signal.aborted) {
      sent(TOPIC, next);
      client.send(TOPIC, String(next), { qos: 2 }).catch(() => {});
      next += 1;
      await pause(1000);
    }
  };
  const killed = programKilled("sender", { at: seconds(4), lasts: seconds(2.5) });
  const { failures, figures } = await run({ sender: { program: count } }, [killed]);
  expect(failures).toEqual([]);
  expect(figures).toMatchObject([{ group: "listener", heard: 10 }]);
});
