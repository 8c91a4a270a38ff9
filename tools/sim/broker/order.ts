// The order of a client's acknowledgements on one connection (MQTT 3.1.1, 4.6), by the packets that were
// really written to it.
import type { Packet } from "mqtt-packet";
import type { Breach } from "./breaches.ts";

export interface AnswerOrder {
  /** Called when the broker has written this packet. */
  wrote: (packet: Packet) => void;
  /** Called when the client has sent this packet. */
  took: (cmd: "puback" | "pubrec" | "pubrel", id: number) => void;
}

const OUT_OF_ORDER = {
  puback: "pubacksOutOfOrder",
  pubrec: "pubrecsOutOfOrder",
  pubrel: "releasesOutOfOrder",
} as const;

export function createAnswerOrder(note: (breach: Breach, which: string) => void): AnswerOrder {
  /**
   * Identifiers with a pending acknowledgement, in order, by packet type; and all identifiers that ever had
   * one.
   */
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
      // A PUBREC without a message is a repeated one.
      else if (cmd !== "pubrel" && !everDue[cmd].has(id))
        note("answerToNothing", `${cmd.toUpperCase()}, identifier ${id}`);
    },
  };
}
