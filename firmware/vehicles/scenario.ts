import { setTimeout as pause } from "node:timers/promises";
import {
  brokerRestarts,
  everyMessage,
  heardWithin,
  inOrder,
  networkCut,
  noneTwice,
  type Place,
  type Scenario,
  scenario,
  seconds,
} from "ringmote/scenario.ts";
import { bridge } from "./bridge.ts";
import { openCentre } from "./centre.ts";
import type { Meter } from "./opentelemetry.ts";
import { createQueue } from "./queue.ts";
import { drive } from "./vehicle.ts";
import { watch } from "./watch.ts";

const STOPS_AT = 30_000;
const COMMANDS = 8;

interface FleetOptions {
  /** Given the counts of both paths, as OpenTelemetry has them. */
  meter?: Meter;
  /** Told of them at the end, as OpenMetrics text. */
  told?: (metrics: string) => void;
}

/** So many vehicles. */
export function fleet(vehicles: number, { meter, told }: FleetOptions = {}): Scenario {
  /** Of each run its own: the bridge is the first to start. */
  let queue = createQueue();
  let restartBridge = () => {};

  /** Commands one vehicle after the other, and starts the bridge anew when it has stopped. */
  async function work({ broker, name: id, signal, sent, heard }: Place): Promise<void> {
    const done = (_vehicle: string, number: string) => heard("commands", Number(number));
    const command = openCentre(broker, {
      id,
      signal,
      done,
      alarm() {
        heard("bridge stops", 1);
        restartBridge();
      },
    });
    for (let number = 1; number <= COMMANDS; number += 1) {
      await pause(9000);
      sent("commands", number);
      command(`vehicle-${number}`, String(number));
    }
  }

  /** It hangs with its queue, and stays connected. */
  async function run({ broker, name, signal, sent }: Place): Promise<void> {
    queue = createQueue();
    const start = (): AbortController => {
      const ending = new AbortController();
      signal.addEventListener("abort", () => ending.abort());
      bridge(broker, queue, name, ending.signal);
      return ending;
    };
    const first = start();
    restartBridge = () => {
      queue.hangs = false;
      first.abort();
      restartBridge = () => {};
      setTimeout(start, 8000);
    };
    await pause(STOPS_AT);
    queue.hangs = true;
    sent("bridge stops", 1);
  }

  function look({ broker, name: id, signal, heard }: Place): void {
    const heardOnce = (path: string, vehicle: string, number: number) => {
      if (path === "queue") heard(vehicle, number);
    };
    const metrics = watch(broker, queue, { id, signal, meter, heard: heardOnce });
    signal.addEventListener("abort", () => told?.(metrics()));
  }

  return scenario({
    title: "vehicles with trips and commands, and a bridge to a queue that stops without a word",
    lasts: seconds(100),
    // The bridge is 45 ms away: with 20 on their way it would take 440 a second. max_inflight_messages of a Mosquitto.
    inFlight: 500,
    takePart: {
      bridge: { listensTo: () => false, program: run },
      watch: { listensTo: (stream) => stream.startsWith("vehicle-"), program: look },
      centre: { listensTo: (stream) => !stream.startsWith("vehicle-"), program: work },
      vehicle: {
        count: vehicles,
        listensTo: () => false,
        startWithin: seconds(10),
        program: async ({ broker, name: id, signal, sent }) => {
          // The watch is there before the first.
          await pause(1000);
          await drive(broker, { id, messages: 5, every: 14_000, signal, sent: (number) => sent(id, number) });
        },
      },
    },
    faults: [
      networkCut("vehicle", { share: 0.1, at: seconds(20), lasts: seconds(8) }),
      brokerRestarts({ at: seconds(62), lasts: seconds(4) }),
    ],
    expect: {
      "a bridge that has stopped is found within a minute": heardWithin(
        "centre",
        seconds(60),
        (stream) => stream === "bridge stops",
      ),
      "each command is done": everyMessage("centre"),
      "each trip message is in the queue in the end": everyMessage("watch"),
      "no trip message counts twice": noneTwice("watch"),
      "each vehicle's messages are in order": inOrder("watch"),
    },
  });
}

export default fleet(Number(process.env.VEHICLES ?? 1000));
