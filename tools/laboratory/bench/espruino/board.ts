// The climate device in a real interpreter with its code in flash, connected over loopback to the bench's broker.
import type { Socket } from "node:net";
import { STATE_PAUSE_MS } from "../../../../src/device/run/actuator.ts";
import { SETTINGS } from "../../../../src/runtime/settings.ts";
import type { EspruinoBinary } from "../../hosts/espruino/binaries.ts";
import { BOOT_FILE } from "../../hosts/espruino/storage.ts";
import { type CannedBroker, createCannedBroker } from "../canned-broker.ts";
import { climateSettings } from "../climate.ts";
import { listen, type Meter, openCommandLine, pause, startMetered, withPatience } from "./meter.ts";
import { CLOCK, PAUSE_MS, STAND_INS, START_MS, STAY } from "./stand-ins.ts";

/** Between two chunks of one answer: so that they are not joined on the way. */
const CHUNK_MS = 40;

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

/** Each chunk when the one before it has been taken. */
async function writeApart(socket: Socket, chunks: readonly string[]): Promise<void> {
  for (const chunk of chunks) {
    await pause(CHUNK_MS);
    socket.write(chunk, "latin1");
  }
}
