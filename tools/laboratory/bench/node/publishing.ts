// A process with one contender in it, connected once and asked again and again: `publishing.ts <contender> <place> <version>`.
import { connectBareSocket } from "./bare-socket.ts";
import { answerQuestions } from "./child.ts";
import {
  acknowledgementTimes,
  type Contender,
  offer,
  type Place,
  type Qos,
  type Version,
} from "./contender.ts";
import { connectMqttJs } from "./mqttjs.ts";
import { cpuMicroseconds } from "./pairs.ts";
import { connectRingmote } from "./ringmote.ts";

export type ContenderName = "ringmote" | "mqtt" | "socket";

export interface PublishingQuestion {
  count: number;
  qos: Qos;
  /** Messages that are always under way; 0 asks for the time to each acknowledgement instead. */
  underWay: number;
}

/** Microseconds of CPU time of all messages together, or from each publish to its acknowledgement. */
export type PublishingAnswer = number[];

const [name = "ringmote", where = "null", version] = process.argv.slice(2) as [
  ContenderName?,
  string?,
  string?,
];
const mqtt: Version = version === "5" ? 5 : 3;
const place: Place = where === "null" ? "null" : Number(where);
const connected = connectContender();

function connectContender(): Promise<Contender> {
  if (name === "mqtt") return connectMqttJs(place, mqtt);
  if (name === "socket") return connectBareSocket(Number(where));
  return connectRingmote(place, mqtt);
}

answerQuestions<PublishingQuestion, PublishingAnswer>(async ({ count, qos, underWay }) => {
  const contender = await connected;
  if (underWay === 0) return acknowledgementTimes(contender, count);
  return [await cpuMicroseconds(() => offer(contender, count, qos, underWay))];
});
