// The climate device in a real interpreter with its code in flash, connected over loopback to the bench's broker.
import { createServer, type Server, type Socket } from "node:net";
import { STATE_PAUSE_MS } from "../../../src/device/actuator.ts";
import { SETTINGS } from "../../../src/runtime/settings.ts";
import type { EspruinoBinary } from "../../sim/espruino/binaries.ts";
import { BOOT_FILE } from "../../sim/espruino/host.ts";
import { startInterpreter } from "../../sim/espruino/interpreter-process.ts";
import { type CannedBroker, createCannedBroker } from "../canned-broker.ts";
import { climateSettings } from "../climate.ts";
import { CLOCK, PAUSE_MS, STAND_INS, START_MS, STAY } from "./stand-ins.ts";

/** A program that has said nothing for so long has stopped. */
const PATIENCE_MS = 20_000;
/** So many in a row are no accident. */
const MOST_FAULTS = 4;
/** Nothing comes any more: the loopback is quiet, and the program is idle. */
const QUIET_MS = 150;
/** Between two chunks of one answer: so that they are not joined on the way. */
const CHUNK_MS = 40;

const ASK = 'print("\\x02vars "+process.memory().usage);';

/** JsVars in use by an interpreter with nothing but the timer that keeps it running. */
export function emptyVars(binary: EspruinoBinary): Promise<number> {
  return varsOf(binary, STAY);
}

/**
 * JsVars in use when the stand-ins and the clock are there as well, and a line for commands beside other sockets: what
 * the first socket of a program needs besides is the device's.
 */
export async function standInVars(binary: EspruinoBinary): Promise<number> {
  const commands = await openCommandLine();
  try {
    const [alone, oneLine, twoLines] = [
      await varsOf(binary, STAY + STAND_INS + CLOCK),
      await varsOf(binary, STAY + commands.source),
      await varsOf(binary, STAY + commands.source + commands.source),
    ];
    return alone + twoLines - oneLine;
  } finally {
    commands.close();
  }
}

async function varsOf(binary: EspruinoBinary, source: string): Promise<number> {
  const meter = startMetered(binary, new Map([[".boot0", source]]));
  try {
    await meter.quiet();
    return await meter.vars();
  } finally {
    meter.dispose();
  }
}

/**
 * The interpreter has ended or does not answer. The Linux build reads its console in a second thread, without a lock:
 * once in some hundred commands it takes a part of one twice, or crashes. Whoever asks often has a `CommandLine`.
 */
export class ConsoleFault extends Error {}

/** Measures, and measures anew when the console was at fault. */
export async function steadily<T>(measure: () => Promise<T>): Promise<T> {
  for (let faults = 1; ; faults += 1) {
    try {
      return await measure();
    } catch (error) {
      if (!(error instanceof ConsoleFault) || faults === MOST_FAULTS) throw error;
    }
  }
}

export interface Meter {
  /** JsVars in use now, between two turns of the program. */
  vars: () => Promise<number>;
  /** Waits until nothing happens any more. */
  quiet: () => Promise<void>;
  /** Types a command; the promise is for the number of its line "\x02<word> <number>". */
  ask: (command: string, word: string) => Promise<number>;
  /** Lines that the program has printed. */
  lines: readonly string[];
  dispose: () => void;
}

/** Starts an interpreter that can be asked how much it holds: over its command line, or typed at its console. */
export function startMetered(
  binary: EspruinoBinary,
  files: ReadonlyMap<string, string>,
  commands?: CommandLine,
): Meter {
  const lines: string[] = [];
  const waiting = new Map<string, (value: number) => void>();
  const child = startInterpreter({
    binary,
    files: new Map([...files].map(([name, text]) => [name, name === ".boot0" ? `echo(0);${text}` : text])),
    onLine: (line, isMarked) => {
      const [word = "", value] = line.split(" ");
      if (isMarked) waiting.get(word)?.(Number(value));
      else lines.push(line);
    },
  });
  const ended = child.exited.then((how) => {
    throw new ConsoleFault(
      `${binary.name} has ended (${how}); its last lines are: ${lines.slice(-5).join(" | ")}`,
    );
  });
  // Whoever asks is told; nobody may be asking.
  ended.catch(() => undefined);
  const ask = (command: string, word: string): Promise<number> => {
    const answer = withPatience<number>(
      () => `${binary.name} does not answer to ${command} Its last lines are: ${lines.slice(-5).join(" | ")}`,
      (done) => {
        waiting.set(word, done);
        if (commands === undefined) child.type(command);
        else void commands.send(command);
      },
    );
    return Promise.race([answer, ended]);
  };
  return {
    lines,
    ask,
    vars: () => ask(ASK, "vars"),
    quiet: () => pause(QUIET_MS),
    dispose: child.dispose,
  };
}

/** A socket whose far end runs what it is sent: in the interpreter's own thread, in which its console is not. */
interface CommandLine {
  /** Espruino source that opens it. */
  source: string;
  /** Runs a command as soon as the interpreter has opened it. */
  send: (command: string) => Promise<void>;
  close: () => void;
}

async function openCommandLine(): Promise<CommandLine> {
  let opened: (socket: Socket) => void = () => undefined;
  const far = new Promise<Socket>((resolve) => {
    opened = resolve;
  });
  const { server, port } = await listen((socket) => opened(socket.setNoDelay(true)));
  return {
    source: `require("net").connect({host:"127.0.0.1",port:${port}},function(c){c.on("data",eval);});`,
    send: async (command) => void (await far).write(command, "latin1"),
    close: () => void server.close(),
  };
}

export interface EspruinoClimate extends Meter {
  /** Sends a message to the device and waits for what it publishes because of it: so many messages. */
  exchange: (topic: string, payload: string, answers: number) => Promise<void>;
  /** Lets so much time pass for the device, with all that falls into it. */
  advance: (ms: number) => Promise<void>;
  /** How many messages the device has published. */
  published: () => number;
  /** Ends the connection, and each new one as soon as it is made. */
  leave: () => void;
  /** Takes connections again. A CONNECT is answered by `chunks`, each of which arrives by itself. */
  comeBack: (chunks: readonly string[]) => void;
}

/** Boots the device with `script` and waits until it is connected and all that it had to say is acknowledged. */
export async function startClimate(binary: EspruinoBinary, script: string): Promise<EspruinoClimate> {
  let broker: CannedBroker | undefined;
  let published = 0;
  let acknowledged = 0;
  let look: () => void = () => undefined;
  let isAway = false;
  let chunks: readonly string[] = [];
  let current: Socket | undefined;
  const { server, port } = await listen((socket) => {
    if (isAway) {
      socket.destroy();
      return;
    }
    current = socket;
    const [greeting, ...later] = chunks;
    const serving = createCannedBroker({
      greeting,
      write: (bytes) => {
        socket.write(bytes, "latin1");
        if (bytes === greeting) void writeApart(socket, later);
      },
      published: () => {
        published += 1;
        look();
      },
      acknowledged: () => {
        acknowledged += 1;
        look();
      },
    });
    broker = serving;
    socket.setNoDelay(true);
    socket.on("data", (bytes) => serving.received(bytes.toString("latin1")));
  });
  const commands = await openCommandLine();
  const meter = startMetered(
    binary,
    new Map([
      [".boot0", STAY + STAND_INS + CLOCK + commands.source],
      [SETTINGS, climateSettings("127.0.0.1", port)],
      [BOOT_FILE, script],
    ]),
    commands,
  );
  const until = (what: string, isDone: () => boolean): Promise<void> =>
    withPatience(
      () =>
        `The climate device in ${binary.name} did not ${what}; it printed: ${meter.lines.slice(-5).join(" | ")}`,
      (done) => {
        look = () => {
          if (isDone()) done(undefined);
        };
        look();
      },
    );
  const dispose = (): void => {
    meter.dispose();
    commands.close();
    server.close();
  };
  let now = START_MS;
  const advance = async (ms: number): Promise<void> => {
    now += ms;
    await meter.ask(`$pass(${now});`, "passed");
  };
  try {
    await advance(CONNECT_MS);
    await until("publish its status and readings", () => published >= FIRST_MESSAGES);
  } catch (error) {
    dispose();
    throw error;
  }
  return {
    ...meter,
    async exchange(topic, payload, answers) {
      // A state is told ten times a second at most.
      await advance(STATE_PAUSE_MS);
      const goal = { published: published + answers, acknowledged: acknowledged + 1 };
      broker?.publish(topic, payload);
      await until(
        `answer "${payload}"`,
        () => published >= goal.published && acknowledged >= goal.acknowledged,
      );
    },
    advance,
    published: () => published,
    leave() {
      isAway = true;
      current?.destroy();
    },
    comeBack(greeting) {
      isAway = false;
      chunks = greeting;
    },
    dispose,
  };
}

/** From power on until it tries to connect, and has its first readings. */
const CONNECT_MS = 2 * PAUSE_MS;
/** Status, problem, two readings, and the state of the heater. */
const FIRST_MESSAGES = 5;

function listen(connected: (socket: Socket) => void): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => {
    // The interpreter is killed with its socket open.
    socket.on("error", () => undefined);
    connected(socket);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address !== null && typeof address === "object") resolve({ server, port: address.port });
    });
  });
}

/** Each chunk when the one before it has been taken. */
async function writeApart(socket: Socket, chunks: readonly string[]): Promise<void> {
  for (const chunk of chunks) {
    await pause(CHUNK_MS);
    socket.write(chunk, "latin1");
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function withPatience<T>(failure: () => string, act: (done: (value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new ConsoleFault(failure())), PATIENCE_MS);
    act((value) => {
      clearTimeout(limit);
      resolve(value);
    });
  });
}
