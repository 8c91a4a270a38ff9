// What is counted for one message each: the operations, as calls of the program's global functions.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { valueTopic } from "../../../../src/device/run/topics.ts";
import { LAST_QOS1_ID } from "../../../../src/mqtt/packet-id.ts";
import { packageFolder } from "../../../files/package-folder.ts";
import { emit, type ImageFile, linkEntry } from "../../../image/build.ts";
import { puback, publishPacket } from "../canned-broker.ts";
import { CLIMATE_ROOT, HEATER } from "../climate.ts";

interface Call {
  function: "publishReading" | "publishState" | "receiveBytes";
  /** Its one argument: another one each time, as Lua keeps equal strings once. */
  bytes: string;
}

export interface Operation {
  name: string;
  /** The calls of the one at `index`, counted from 0 since the device was started. */
  calls: (index: number) => readonly Call[];
  /** Bytes that the device writes for one of them. */
  written: number;
}

/** Bytes in front of the payload: of a reading at QoS 0, of the heater's state at QoS 1; and a PUBACK. */
const READING_START = publishPacket(valueTopic(CLIMATE_ROOT, "temperature"), "", { qos: 0 }).length;
const STATE_START = publishPacket(valueTopic(CLIMATE_ROOT, "heater"), "").length;
const PUBACK_BYTES = 4;

/** The identifier under which the first state was published when the device connected. */
const LAST_ID_USED = 1;

export const OPERATIONS: readonly Operation[] = [
  {
    name: "publish at QoS 0",
    calls: (index) => [{ function: "publishReading", bytes: sixDigits(index) }],
    written: READING_START + 6,
  },
  {
    name: "publish at QoS 1, and take its PUBACK",
    calls: (index) => [{ function: "publishState", bytes: sixDigits(index) }, acknowledgement(index)],
    written: STATE_START + 6,
  },
  {
    name: "take a command (QoS 1): switch the heater, PUBACK, publish its state (QoS 1), take its PUBACK",
    calls: (index) => [
      {
        function: "receiveBytes",
        bytes: publishPacket(HEATER, index % 2 === 0 ? "on" : "off", { id: index + 1 }),
      },
      acknowledgement(index),
    ],
    // "on" and "off" in turn.
    written: STATE_START + 2.5 + PUBACK_BYTES,
  },
  {
    name: "take a PUBLISH (QoS 0) and route it to the actuator, which passes over retained ones",
    calls: (index) => [
      {
        function: "receiveBytes",
        bytes: publishPacket(HEATER, sixDigits(index), { qos: 0, retained: true }),
      },
    ],
    written: 0,
  },
];

function sixDigits(index: number): string {
  return String(100_000 + index);
}

function acknowledgement(index: number): Call {
  return { function: "receiveBytes", bytes: puback(((LAST_ID_USED + index) % LAST_QOS1_ID) + 1) };
}

/** The device has to have written what `count` (even) of the operation make it write; else they went another way. */
export function requireWritten(engine: string, operation: Operation, count: number, written: number): void {
  const wanted = count * operation.written;
  if (written === wanted) return;
  throw new Error(`${engine} wrote ${written} bytes, not ${wanted}, in ${count} times: ${operation.name}`);
}

/** What only a program's client in Node has; and MQTT 5.0, which no device of 3.1.1 pays for. */
const LEFT_OUT = {
  UNSUBSCRIBES: false,
  WIDE_WINDOW: false,
  ARRIVALS: false,
  RECEIVED_ALIASES: false,
  SUBSCRIPTION_IDENTIFIERS: false,
  REASON_STRINGS: false,
  UNKNOWN_RELEASES: false,
  LATE_ANSWERS: false,
  USER_PROPERTIES: false,
  MQTT5: false,
};

/** The program, built for a target as an image is, with all that an image in MQTT 3.1.1 may have. */
export async function operationsImage(target: "espruino" | "nodemcu"): Promise<ImageFile[]> {
  const folder = join(packageFolder, "tools", "laboratory", "bench", "operations");
  const file = join(folder, "program.ts");
  const entry = { file, text: readFileSync(file, "utf8") };
  return emit(
    linkEntry(entry, [join(folder, "globals.d.ts")], target, { "src/features.ts": LEFT_OUT }),
    target,
    "operations",
  );
}
