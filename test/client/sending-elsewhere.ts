// Brokers that send each client elsewhere (MQTT 5.0, 4.11), in front of those that take it.
import { generate } from "mqtt-packet";
import type { Peer } from "../../tools/sim/worlds/link.ts";

export const USE_ANOTHER = 0x9c;
export const MOVED = 0x9d;

export interface Answer {
  code: number;
  reference: string;
}

/**
 * Answers by the broker's name and port, as "broker:1883"; each visit is noted. One without an answer takes
 * its client.
 */
export function sendingElsewhere(answers: Readonly<Record<string, Answer>>, visited: string[]) {
  return (peer: Peer): Peer =>
    (end, to) => {
      const name = `${to.host}:${to.port}`;
      visited.push(name);
      const events = peer(end, to);
      return {
        ...events,
        received(bytes) {
          const answer = answers[name];
          if (answer === undefined) return events.received(bytes);
          const properties = { serverReference: answer.reference };
          const connack = {
            cmd: "connack",
            reasonCode: answer.code,
            sessionPresent: false,
            properties,
          } as const;
          end.write(generate(connack, { protocolVersion: 5 }).toString("latin1"));
          end.close();
        },
      };
    };
}
