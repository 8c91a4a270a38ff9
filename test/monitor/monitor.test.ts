import { expect, test } from "vitest";
import type { BytePort } from "../../tools/flash/byte-port.ts";
import { FlashError } from "../../tools/flash/flash-error.ts";
import { startMonitor } from "../../tools/monitor/monitor.ts";

interface FakePort extends BytePort {
  say: (bytes: string) => void;
  pull: () => void;
  isClosed: () => boolean;
}

function fakePort(): FakePort {
  let take: (bytes: string) => void = () => {};
  let tell: (why: string) => void = () => {};
  let closed = false;
  return {
    name: "port",
    write: () => Promise.resolve(),
    listen: (to) => {
      take = to;
    },
    whenLost: (to) => {
      tell = to;
    },
    setSignals: () => Promise.resolve(),
    close: () => {
      closed = true;
      return Promise.resolve();
    },
    say: (bytes) => take(bytes),
    pull: () => tell("pulled"),
    isClosed: () => closed,
  };
}

/** A monitor over ports that are there one after the other; `undefined` is a time without one. */
function monitored(ports: (FakePort | undefined)[]) {
  const lines: string[] = [];
  const remarks: string[] = [];
  const waiting: { words: RegExp; found: () => void }[] = [];
  const look = () => {
    for (const { words, found } of waiting) if (words.test([...remarks, ...lines].join("\n"))) found();
  };
  const running = startMonitor({
    open: () => {
      const port = ports.shift();
      return port === undefined
        ? Promise.reject(new FlashError("no port", "There is no port."))
        : Promise.resolve(port);
    },
    origins: () => ({ "main.lua": ["device.ts:7"] }),
    show: (_time, line) => {
      lines.push(line);
      look();
    },
    remark: (sentence) => {
      remarks.push(sentence);
      look();
    },
    retryMs: 1,
  });
  const until = (words: RegExp) =>
    new Promise<void>((resolve) => {
      waiting.push({ words, found: resolve });
      look();
    });
  return { running, lines, remarks, until };
}

test("a board plugged in again is shown again; ending frees the port", async () => {
  const [first, second] = [fakePort(), fakePort()];
  const { running, lines, until } = monitored([first, undefined, undefined, second]);
  await until(/is open/);
  first.say("main.lua:1: oh\nhalf");
  await until(/main/);
  first.pull();
  await until(/is gone(.|\n)*is back/);
  second.say("again\n");
  await until(/again$/);
  running.end();
  await running.done;
  expect(lines).toEqual(["main.lua:1 [device.ts:7]: oh", "half", "again"]);
  expect([first.isClosed(), second.isClosed()]).toEqual([true, true]);
});

test("a port that is absent at first is refused at once", async () => {
  const { running } = monitored([undefined]);
  await expect(running.done).rejects.toThrow("There is no port.");
});

test("a monitor ends while it waits for the board", async () => {
  const port = fakePort();
  const { running, until } = monitored([port]);
  await until(/is open/);
  port.pull();
  await until(/is gone/);
  running.end();
  await expect(running.done).resolves.toBeUndefined();
});
