// A process with clients of one kind, as a program has them: `program-child.ts <program> <port>`, with --expose-gc.
import { answerQuestions } from "./child.ts";
import { connectProgram, type ProgramClient, type ProgramName } from "./program.ts";

/** What is to be done with so many clients, messages or filters, or with a message of so many bytes. */
export interface ProgramQuestion {
  task: "be idle" | "publish" | "send" | "send long" | "listen" | "have heard";
  count: number;
  /** Of `listen`: filters besides the one that takes the messages. */
  filters?: number;
}

export interface ProgramAnswer {
  /** CPU microseconds and milliseconds for all that was asked for. */
  micros: number;
  ms: number;
  /** Bytes that each of the idle clients holds: of the heap, and of the process's memory. */
  heapBytes?: number;
  memoryBytes?: number;
}

/** So many connect at once, and so many callers wait for an acknowledgement. */
const AT_ONCE = 100;
const CALLERS = 1000;
/** A program that publishes in a loop lets others have a turn now and then. */
const IN_ONE_TURN = 500;
const PAYLOAD = "x".repeat(20);
/** What is made once for all clients is made for these. */
const WARM_UP = 50;
const SETTLING_MS = 100;

const [name, port] = [process.argv[2] as ProgramName, Number(process.argv[3])];
const kept: unknown[] = [];
let client: ProgramClient | undefined;
let heard = 0;
let heardAll: (() => void) | undefined;

answerQuestions<ProgramQuestion, ProgramAnswer>(async ({ task, count, filters = 0 }) => {
  if (task === "be idle") return beIdle(count);
  client ??= await connectProgram(name, port, `${name}-${process.pid}`);
  const one = client;
  if (task === "publish") return measured(() => publish(one, count));
  if (task === "send") return measured(() => send(one, count));
  if (task === "send long") {
    const payload = Buffer.alloc(count, "x");
    return measured(() => one.send(payload));
  }
  if (task === "listen") return measured(() => listen(one, filters));
  return measured(() => hearing(count));
});

async function measured(work: () => Promise<unknown>): Promise<ProgramAnswer> {
  const before = process.cpuUsage();
  const begun = performance.now();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { micros: user + system, ms: performance.now() - begun };
}

async function beIdle(count: number): Promise<ProgramAnswer> {
  if (kept.length === 0) await connectMany(WARM_UP);
  const before = await held();
  const answer = await measured(() => connectMany(count));
  const after = await held();
  return {
    ...answer,
    heapBytes: (after.heap - before.heap) / count,
    memoryBytes: (after.memory - before.memory) / count,
  };
}

async function connectMany(count: number): Promise<void> {
  for (let begun = 0; begun < count; begun += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - begun) }, (_, index) =>
      connectProgram(name, port, `${process.pid}-${kept.length + index}`),
    );
    for (const { itself } of await Promise.all(some)) kept.push(itself);
  }
}

async function held(): Promise<{ heap: number; memory: number }> {
  for (let i = 0; i < 4; i += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
  }
  return { heap: process.memoryUsage().heapUsed, memory: process.memoryUsage.rss() };
}

/** The last one is acknowledged: the others are out then. */
async function publish(one: ProgramClient, count: number): Promise<void> {
  for (let i = 1; i < count; i += 1) {
    one.publish(PAYLOAD);
    if (i % IN_ONE_TURN === 0) await new Promise(setImmediate);
  }
  await one.send(PAYLOAD);
}

async function send(one: ProgramClient, count: number): Promise<void> {
  let left = count;
  const caller = async () => {
    while (left > 0) {
      left -= 1;
      await one.send(PAYLOAD);
    }
  };
  await Promise.all(Array.from({ length: Math.min(CALLERS, count) }, caller));
}

async function listen(one: ProgramClient, filters: number): Promise<void> {
  const others = Array.from({ length: filters }, (_, index) => `home/room-${index}/+`);
  await one.subscribe(["home/hall/#", ...others], () => {
    heard += 1;
    heardAll?.();
  });
}

/** Until so many messages have come since it began to listen, or since it was asked last. */
async function hearing(count: number): Promise<void> {
  await new Promise<void>((resolve) => {
    heardAll = () => {
      if (heard >= count) resolve();
    };
    heardAll();
  });
  heard -= count;
}
