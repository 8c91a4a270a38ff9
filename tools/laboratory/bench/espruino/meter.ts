// A real interpreter that can be asked how many JsVars it holds, over its console or over a socket of its own.
import { createServer, type Server, type Socket } from "node:net";
import type { EspruinoBinary } from "../../hosts/espruino/binaries.ts";
import { startInterpreter } from "../../hosts/espruino/interpreter-process.ts";
import { CLOCK, STAND_INS, STAY } from "./stand-ins.ts";

/** A program that has said nothing for so long has stopped. */
const PATIENCE_MS = 20_000;
/** So many in a row are no accident. */
const MOST_FAULTS = 4;
/** Whoever still changes then is not idle. */
const MOST_LOOKS = 10;
/** Nothing comes any more: the loopback is quiet, and the program is idle. */
const QUIET_MS = 150;

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
    const alone = await varsOf(binary, STAY + STAND_INS + CLOCK);
    const oneLine = await varsOf(binary, STAY + commands.source, () => commands.opened(1));
    const twoLines = await varsOf(binary, STAY + commands.source + commands.source, () =>
      commands.opened(1 + 2),
    );
    return alone + twoLines - oneLine;
  } finally {
    commands.close();
  }
}

/** JsVars in use by a program when `ready` has come and it is idle. */
async function varsOf(
  binary: EspruinoBinary,
  source: string,
  ready = () => Promise.resolve(),
): Promise<number> {
  const meter = startMetered(binary, new Map([[".boot0", source]]));
  try {
    await ready();
    return await idleVars(meter);
  } finally {
    meter.dispose();
  }
}

/** JsVars in use once nothing is under way any more: when they are the same for a while. */
export async function idleVars(meter: Pick<Meter, "vars" | "quiet">): Promise<number> {
  let held = -1;
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const before = held;
    await meter.quiet();
    held = await meter.vars();
    if (held === before) return held;
  }
  throw new ConsoleFault(`The program is never idle: it holds ${held} JsVars, and each time others.`);
}

/**
 * The interpreter has ended or does not answer. The Linux build reads its console in a second thread, without a lock:
 * once in some hundred commands it takes a part of one twice, or crashes. Whoever asks often has a `CommandLine`.
 */
class ConsoleFault extends Error {}

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
export interface CommandLine {
  /** Espruino source that opens it. */
  source: string;
  /** Waits until interpreters have opened it so often, all together. */
  opened: (times: number) => Promise<void>;
  /** Runs a command as soon as the interpreter has opened it. */
  send: (command: string) => Promise<void>;
  close: () => void;
}

export async function openCommandLine(): Promise<CommandLine> {
  let first: (socket: Socket) => void = () => undefined;
  const far = new Promise<Socket>((resolve) => {
    first = resolve;
  });
  let times = 0;
  let look: () => void = () => undefined;
  const { server, port } = await listen((socket) => {
    times += 1;
    first(socket.setNoDelay(true));
    look();
  });
  return {
    source: `require("net").connect({host:"127.0.0.1",port:${port}},function(c){c.on("data",eval);});`,
    opened: (goal) =>
      withPatience(
        () => `Of ${goal} command lines only ${times} were opened.`,
        (done) => {
          look = () => {
            if (times >= goal) done(undefined);
          };
          look();
        },
      ),
    send: async (command) => void (await far).write(command, "latin1"),
    close: () => void server.close(),
  };
}

export function listen(connected: (socket: Socket) => void): Promise<{ server: Server; port: number }> {
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

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export function withPatience<T>(failure: () => string, act: (done: (value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new ConsoleFault(failure())), PATIENCE_MS);
    act((value) => {
      clearTimeout(limit);
      resolve(value);
    });
  });
}
