// The circuit of a replay: what a device asks of its pins is answered from a recording, and written down with
// what it does.
import { createLines } from "../../src/platform/node/circuit.ts";
import type { Circuit } from "../../src/platform/node/world.ts";
import type { Asked } from "./recording.ts";
import type { Scribe } from "./scribe.ts";

export interface ReplayCircuit extends Circuit {
  /** What will be asked until the next step. */
  expect: (asked: readonly Asked[]) => void;
  /** A part gives a pin, by its role, another level, or has given it so many microseconds before. */
  drive: (pin: string, level: number, ago?: number) => void;
  /** A part sends bytes on a pin, by its role. */
  say: (pin: string, bytes: string) => void;
}

/** What is not in the recording is answered so that the replay differs from here on. */
const NO_VOLTAGE = 0;
/** A part's data when a change of its clock changes nothing. */
export const NOTHING = "-";
/** What was heard is replayed as it was heard: at one rate. */
const RATE = 9600;

export function createReplayCircuit(scribe: Scribe, roleOf: (pin: string | number) => string): ReplayCircuit {
  const lines = createLines();
  let answers: Asked[] = [];
  /** How many changes of its clock a part has answered in the first of them. */
  let clocked = 0;

  /** The next answer, when it is one to a question like this. */
  function next<K extends Asked["kind"]>(kind: K, pin: string): Extract<Asked, { kind: K }> | undefined {
    const answer = answers.shift();
    clocked = 0;
    return answer?.kind === kind && ("pin" in answer ? answer.pin : answer.sent) === pin
      ? (answer as Extract<Asked, { kind: K }>)
      : undefined;
  }

  return {
    expect(asked) {
      answers = [...asked];
      clocked = 0;
    },
    drive: (pin, level, ago) => lines.drive(pin, level, ago),
    say: (pin, bytes) => lines.send(pin, bytes, RATE),
    sent(id, bytes) {
      const pin = roleOf(id);
      next("say", pin);
      scribe.asked({ kind: "say", pin, bytes });
    },
    shown(id, bytes) {
      const pin = roleOf(id);
      next("show", pin);
      scribe.asked({ kind: "show", pin, bytes });
      return true;
    },
    released(id) {
      const pin = roleOf(id);
      const bytes = next("release", pin)?.bytes ?? "";
      scribe.asked({ kind: "release", pin, bytes });
      return bytes === "" ? [] : bytes.split(" ").map(Number);
    },
    exchanged(bytes) {
      const sent = Buffer.from(bytes, "latin1").toString("hex");
      const read = (next("exchange", sent)?.bytes ?? "").padEnd(bytes.length, "\xff").slice(0, bytes.length);
      scribe.asked({ kind: "exchange", sent, bytes: read });
      return read;
    },
    listen: (pin, _, heard) => lines.listen(roleOf(pin), RATE, heard),
    level: (pin, pulledUp) => lines.level(roleOf(pin), pulledUp),
    watch: (pin, changed, pulledUp) => lines.watch(roleOf(pin), changed, pulledUp),
    written(id, level) {
      const pin = roleOf(id);
      const answer = answers[0];
      if (!scribe.pin(pin, level) || answer?.kind !== "clocked" || answer.pin !== pin) return;
      const bit = answer.bytes.charAt(clocked);
      clocked += 1;
      if (clocked === answer.bytes.length) next("clocked", pin);
      if (bit !== NOTHING) lines.drive(answer.data, Number(bit));
      scribe.clocked(pin, answer.data, bit);
    },
    pulsed: (pin, hertz, duty) => scribe.pulses({ pin: roleOf(pin), hertz, duty }),
    analog(id) {
      const pin = roleOf(id);
      const voltage = next("analog", pin)?.voltage ?? NO_VOLTAGE;
      scribe.asked({ kind: "analog", pin, voltage });
      return voltage;
    },
    oneWire(id) {
      const pin = roleOf(id);
      return {
        reset() {
          const present = next("reset", pin)?.present === true;
          scribe.asked({ kind: "reset", pin, present });
          return present;
        },
        write(bytes) {
          next("tell", pin);
          scribe.asked({ kind: "tell", pin, bytes });
        },
        read(count) {
          const bytes = (next("ask", pin)?.bytes ?? "").padEnd(count, "\xff").slice(0, count);
          scribe.asked({ kind: "ask", pin, bytes });
          return bytes;
        },
      };
    },
  };
}
