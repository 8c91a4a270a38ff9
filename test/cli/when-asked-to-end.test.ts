// Several pieces of work in one process, each asked to end in its time.
import { expect, onTestFinished, test, vi } from "vitest";
import { whenAskedToEnd } from "../../tools/cli/when-asked-to-end.ts";

const HEARD = [
  ...["SIGINT", "SIGTERM", "SIGHUP"].map((event) => [process, event] as const),
  ...[process.stdout, process.stderr].map((stream) => [stream, "error"] as const),
];
const listeners = () => HEARD.map(([emitter, event]) => emitter.rawListeners(event) as (() => void)[]);

test("work that follows other work listens in its place", async () => {
  const before = listeners();
  const added = () => listeners().map((now, at) => now.filter((one) => !before[at]?.includes(one)));
  onTestFinished(() => {
    for (const [at, [emitter, event]] of HEARD.entries())
      for (const one of added()[at] ?? []) emitter.off(event, one);
  });
  const exit = vi.spyOn(process, "exit").mockImplementation((() => {}) as typeof process.exit);
  onTestFinished(() => exit.mockRestore());
  const now = vi.spyOn(Date, "now");
  onTestFinished(() => now.mockRestore());
  const done: number[] = [];
  for (let work = 0; work < 11; work++) {
    now.mockReturnValue(work * 10_000);
    void whenAskedToEnd().then(() => done.push(work));
    for (const interrupt of added()[0] ?? []) interrupt();
    await Promise.resolve();
    expect(done).toHaveLength(work + 1);
  }
  expect(added().map((each) => each.length)).toEqual([1, 1, 1, 1, 1]);
  expect(exit).not.toHaveBeenCalled();
  now.mockReturnValue(110_000);
  added()[0]?.[0]?.();
  expect(exit).toHaveBeenCalledWith(130);
});
