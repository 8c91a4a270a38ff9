// The order in which a client has to answer on one connection (MQTT 3.1.1, 4.6), by the packets
// that were really written to it.
import type { Packet } from "mqtt-packet";
import type { Breach } from "./breaches.ts";

export interface AnswerOrder {
  /** The broker has written this packet. */
  wrote: (packet: Packet) => void;
  /** The client has sent this one. */
  took: (cmd: "puback" | "pubrec" | "pubrel", id: number) => void;
}

const OUT_OF_ORDER = {
  puback: "pubacksOutOfOrder",
  pubrec: "pubrecsOutOfOrder",
  pubrel: "releasesOutOfOrder",
} as const;

export function createAnswerOrder(note: (breach: Breach, which: string) => void): AnswerOrder {
  /** Identifiers that an answer is due for, in order, by the answer; and all that one was ever due for. */
  const due = { puback: [] as number[], pubrec: [] as number[], pubrel: [] as number[] };
  const everDue = { puback: new Set<number>(), pubrec: new Set<number>(), pubrel: new Set<number>() };

  function expectAnswer(cmd: keyof typeof due, id: number): void {
    if (!due[cmd].includes(id)) due[cmd].push(id);
    everDue[cmd].add(id);
  }

  return {
    wrote(packet) {
      const id = packet.messageId ?? 0;
      if (packet.cmd === "publish" && packet.qos > 0)
        expectAnswer(packet.qos === 1 ? "puback" : "pubrec", id);
      else if (packet.cmd === "pubrec") expectAnswer("pubrel", id);
    },
    took(cmd, id) {
      const place = due[cmd].indexOf(id);
      if (place > 0) note(OUT_OF_ORDER[cmd], `identifier ${id} before ${due[cmd][0]}`);
      if (place >= 0) due[cmd].splice(place, 1);
      // A PUBREL for no message is one that is sent again.
      else if (cmd !== "pubrel" && !everDue[cmd].has(id))
        note("answerToNothing", `${cmd.toUpperCase()}, identifier ${id}`);
    },
  };
}
