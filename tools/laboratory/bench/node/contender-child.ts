// A process with clients of one kind: `contender-child.ts <contender> <place> <version>`; for the task
// "be idle" with --expose-gc.
import { answerQuestions } from "./child.ts";
import {
  benchPayload,
  type Contender,
  type ContenderName,
  type ContenderPlace,
  connectContender,
  type Qos,
} from "./contenders.ts";

/** A task, and of how many messages or clients. */
export interface ContenderQuestion {
  task:
    | "publish"
    | "offer"
    | "send"
    | "acknowledge"
    | "listen"
    | "have heard"
    | "be idle"
    | "connect"
    | "be lost"
    | "be back";
  count?: number;
  /** Of `offer`, `send` and `listen`. */
  qos?: Qos;
  /** Of `offer`: messages that are always under way; when one is through, the next one goes. */
  underWay?: number;
  /** Of `send`: loops that each await their message before the next one. */
  callers?: number;
  /** Of `send`: bytes of each payload, where it is not a text as short as a device's reading. */
  bytes?: number;
  /** Of `listen`: filters besides the one that takes the messages. */
  filters?: number;
}

export interface ContenderAnswer {
  /** CPU microseconds and wall milliseconds of the whole task. */
  micros: number;
  ms: number;
  /** Of `acknowledge`: microseconds of each message. */
  times: number[];
  /** Of `be idle`: bytes that each client holds of the heap, and of the process's memory. */
  heapBytes: number;
  memoryBytes: number;
}

/** Clients that connect at once; all of them in the task "connect". */
const AT_ONCE = 100;
/**
 * Messages in one turn of the event loop: a program that publishes in a loop lets others run now and then.
 */
const IN_ONE_TURN = 500;
/** Clients before the measured ones: what all clients share is allocated with these. */
const WARM_UP = 50;
const LOOK_MS = 10;
const SETTLING_MS = 100;

const [name, where, version] = process.argv.slice(2) as [ContenderName, string, string];
const place: ContenderPlace = where === "null" ? "null" : Number(where);
let clients: readonly Contender[] = [];
let numbered = 0;
let client: Contender | undefined;
let heard = 0;
let heardAll = () => {};

answerQuestions<ContenderQuestion, ContenderAnswer>(async (question) => {
  const { task, count = 0, qos = 1, underWay = 1, callers = 1, bytes = 0, filters = 0 } = question;
  if (task === "be idle") return beIdle(count);
  if (task === "connect") return measured(() => connectAll(count));
  if (task === "be lost" || task === "be back") return measured(() => untilAllAre(task === "be back"));
  client ??= await connectContender(name, place, `${process.pid}`, version === "5" ? 5 : 3);
  const contender = client;
  if (task === "listen") return measured(() => listen(contender, filters, qos));
  if (task === "have heard") return measured(() => untilHeard(count));
  if (task === "publish") return measured(() => publish(contender, count));
  if (task === "offer") return measured(() => offer(contender, count, qos, underWay));
  if (task === "send") {
    const payloadOf = bytes === 0 ? benchPayload : longPayload(bytes);
    return measured(() => send(contender, count, qos, callers, payloadOf));
  }
  const times = await acknowledgementTimes(contender, count);
  return { ...(await measured(async () => {})), times };
});

async function measured(work: () => Promise<unknown>): Promise<ContenderAnswer> {
  const before = process.cpuUsage();
  const begun = performance.now();
  await work();
  const { user, system } = process.cpuUsage(before);
  const ms = performance.now() - begun;
  return { micros: user + system, ms, times: [], heapBytes: 0, memoryBytes: 0 };
}

/** Publishes at QoS 0, and the last message at QoS 1: once it is acknowledged, all are out. */
async function publish(contender: Contender, count: number): Promise<void> {
  for (let i = 1; i < count; i += 1) {
    contender.publish(benchPayload(i), 0);
    if (i % IN_ONE_TURN === 0) await new Promise(setImmediate);
  }
  await new Promise<void>((resolve) => contender.publish(benchPayload(0), 1, resolve));
}

/** The same bytes each time: a program has its file or picture already. */
function longPayload(bytes: number): () => Buffer {
  const payload = Buffer.alloc(bytes, "picture");
  return () => payload;
}

/**
 * Publishes with so many under way. At QoS 0 one more message at QoS 1 follows, whose answer says that all
 * are out.
 */
async function offer(contender: Contender, count: number, qos: Qos, underWay: number): Promise<void> {
  await new Promise<void>((resolve) => {
    let offered = 0;
    let done = 0;
    function through(): void {
      done += 1;
      if (done === count) resolve();
      else if (offered < count) next();
    }
    function next(): void {
      offered += 1;
      contender.publish(benchPayload(offered), qos, through);
    }
    for (let i = 0; i < underWay && i < count; i += 1) next();
  });
  if (qos === 0) await new Promise<void>((resolve) => contender.publish(benchPayload(0), 1, resolve));
}

/** As programs do it: each of so many callers awaits its message before the next one. */
async function send(
  contender: Contender,
  count: number,
  qos: Qos,
  callers: number,
  payloadOf: (index: number) => string | Buffer,
): Promise<void> {
  if (contender.send === undefined) throw new Error("This contender has no promises.");
  const { send } = contender;
  let offered = 0;
  async function call(): Promise<void> {
    while (offered < count) {
      offered += 1;
      await send(payloadOf(offered), qos);
    }
  }
  await Promise.all(Array.from({ length: callers }, call));
}

/** Microseconds from each publish at QoS 1 to its acknowledgement, one after the other. */
async function acknowledgementTimes(contender: Contender, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const begun = process.hrtime.bigint();
    await new Promise<void>((resolve) => contender.publish(benchPayload(index), 1, resolve));
    times.push(Number(process.hrtime.bigint() - begun) / 1000);
  }
  return times;
}

async function listen(contender: Contender, filters: number, qos: Qos): Promise<void> {
  const others = Array.from({ length: filters }, (_, index) => `home/room-${index}/+`);
  const take = (): void => {
    heard += 1;
    heardAll();
  };
  await contender.subscribe?.(["home/living-room-a1b2c3/#", ...others], take, qos);
}

/** Waits for so many messages since `listen`, or since the last such wait. */
async function untilHeard(count: number): Promise<void> {
  await new Promise<void>((resolve) => {
    heardAll = () => {
      if (heard >= count) resolve();
    };
    heardAll();
  });
  heard -= count;
}

async function beIdle(count: number): Promise<ContenderAnswer> {
  const kept: unknown[] = [];
  const keep = async (more: number): Promise<void> => {
    for (const { itself } of await connectMany(more)) kept.push(itself);
  };
  await keep(WARM_UP);
  const before = await memoryInUse();
  const answer = await measured(() => keep(count));
  const after = await memoryInUse();
  const perClient = (kind: "heapUsed" | "rss"): number => (after[kind] - before[kind]) / count;
  if (kept.length !== WARM_UP + count) throw new Error("Not all clients have connected.");
  return { ...answer, heapBytes: perClient("heapUsed"), memoryBytes: perClient("rss") };
}

async function connectAll(count: number): Promise<void> {
  clients = await connectMany(count, count);
}

async function connectMany(count: number, atOnce = AT_ONCE): Promise<Contender[]> {
  const all: Contender[] = [];
  for (let begun = 0; begun < count; begun += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, count - begun) }, (_, index) =>
      connectContender(name, place, `${process.pid}-${numbered + index}`),
    );
    numbered += batch.length;
    all.push(...(await Promise.all(batch)));
  }
  return all;
}

async function untilAllAre(connected: boolean): Promise<void> {
  while (clients.some((client) => client.isConnected?.() !== connected))
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}

async function memoryInUse(): Promise<NodeJS.MemoryUsage> {
  for (let i = 0; i < 4; i += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
  }
  return process.memoryUsage();
}
