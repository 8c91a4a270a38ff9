// Where received messages and remarks are shown: a live table on a terminal, plain lines on a pipe.
import type { WriteStream } from "node:tty";
import type { SeenMessage } from "../sim/watcher.ts";
import { createMessageTable } from "./message-table.ts";
import { payloadText, printable } from "./payload-text.ts";

export interface Display {
  /** Shows one message that the watcher received. */
  message: (message: SeenMessage) => void;
  /** Shows one sentence about what happens around the messages. */
  remark: (sentence: string) => void;
  /** Shows nothing more; the last state stays. */
  end: () => void;
}

/** The display for what `output` is; `json` asks for lines of JSON wherever they go. */
export function createDisplay(
  output: NodeJS.WriteStream,
  errors: NodeJS.WriteStream,
  json: boolean,
): Display {
  if (!json && output.isTTY && process.env.TERM !== "dumb") return createMessageTable(output as WriteStream);
  const line = json ? jsonLine : plainLine;
  return {
    message(message) {
      if (!message.again) output.write(`${line(message)}\n`);
    },
    remark: (sentence) => void errors.write(`${sentence}\n`),
    end: () => {},
  };
}

function plainLine({ time, topic, payload }: SeenMessage): string {
  return `${new Date(time).toISOString()} ${printable(topic)} ${payloadText(payload)}`;
}

function jsonLine({ time, topic, payload, qos, retained }: SeenMessage): string {
  return JSON.stringify({
    time: new Date(time).toISOString(),
    topic,
    payload: payloadText(payload),
    qos,
    retained,
  });
}
