import { expect, test } from "vitest";
import { timedLine } from "./timed-line.ts";

test("A timed line keeps the order when its timers do not", async () => {
  const fire: (() => void)[] = [];
  const timers = {
    now: () => 0,
    after(_ms: number, then: () => void) {
      fire.unshift(then);
      return () => {};
    },
  };
  const typed: string[] = [];
  const line = timedLine({ type: (bytes) => typed.push(bytes), onOutput: () => {} }, timers);
  await line.write("first");
  await line.write("second");
  for (const then of fire) then();
  expect(typed).toEqual(["first", "second"]);
});
