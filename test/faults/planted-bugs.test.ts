// The tests of the client find the bugs that clients have: each one is planted in its source, and its test must fail.
//
// The bugs are those that users of other clients report, and that good clients have had. A test that fails without its bug,
// or does not load with it, has found nothing.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlantedBug } from "./planted-bugs/bug.ts";
import { DELIVERY } from "./planted-bugs/delivery.ts";
import { INCOMING } from "./planted-bugs/incoming.ts";
import { LFS } from "./planted-bugs/lfs.ts";
import { LIMITS } from "./planted-bugs/limits.ts";
import { LINK } from "./planted-bugs/link.ts";
import { unknownNames } from "./planted-bugs/names.ts";
import { PRESENCE } from "./planted-bugs/presence.ts";
import { QUEUE } from "./planted-bugs/queue.ts";
import { beginTrial, type Trial, type Verdict } from "./planted-bugs/trial.ts";

const BUGS = [
  ["delivery", DELIVERY],
  ["the queue", QUEUE],
  ["the link", LINK],
  ["what comes in", INCOMING],
  ["presence", PRESENCE],
  ["limits", LIMITS],
  ["an image of the LFS", LFS],
] as const;

let trial: Trial;
/** What became of each test without any bug. */
const clean = new Map<string, Promise<Verdict>>();

beforeAll(async () => {
  trial = await beginTrial();
});

afterAll(() => trial.end());

function withoutBug({ caughtBy }: PlantedBug): Promise<Verdict> {
  const key = `${caughtBy.file}\n${caughtBy.name}`;
  const verdict = clean.get(key) ?? trial.run(caughtBy);
  clean.set(key, verdict);
  return verdict;
}

test("what the bugs name is there", () => {
  expect(unknownNames(BUGS.flatMap(([, bugs]) => bugs))).toEqual([]);
});

describe.each(BUGS)("%s", (_name, bugs) => {
  test.each(bugs.map((bug) => [bug.trap, bug] as const))("caught: %s", async (_trap, bug) => {
    const before = await withoutBug(bug);
    expect([before, await trial.run(bug.caughtBy, bug)]).toEqual(["passed", "failed"]);
  });
});
