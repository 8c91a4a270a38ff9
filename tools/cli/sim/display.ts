// The display of a home: a live table on a terminal, plain lines on a pipe.
import type { WriteStream } from "node:tty";
import { jsonText, printable } from "../../../src/client/faults/foreign-text.ts";
import type { HomeView } from "../../sim/home/home.ts";
import type { SeenMessage } from "../../sim/home/watcher.ts";
import { payloadText } from "../../terminal/payload-text.ts";
import type { RowSource } from "./device-row.ts";
import { createHomeTable } from "./home-table.ts";
import { messageNews } from "./message-news.ts";

/** The home whose devices are shown. */
export interface ShownHome {
  devices: readonly RowSource[];
  view: () => HomeView;
}

export interface HomeDisplay {
  /** It writes plain lines: there is nothing that keys could be for. */
  isPlain: boolean;
  /** From now on this home is shown. */
  showHome: (home: ShownHome) => void;
  /** Shows one message that the watcher received. */
  message: (message: SeenMessage) => void;
  /** Shows what happened in the house, and why: "Mon 17:42 Ben comes home". */
  story: (sentence: string) => void;
  /** Shows one sentence about the program. */
  remark: (sentence: string) => void;
  /** Shows nothing more; the last state stays. */
  end: () => void;
}

/** A plain line holds so many characters of a payload at most: announcements are long. */
const MOST_CHARACTERS = 120;

/** What is shown: a table, or what is news in lines; every message, a line or a line of JSON. */
export type Shown = "news" | "all" | "json";

/** The display for what `output` is. */
export function createDisplay(
  output: NodeJS.WriteStream,
  errors: NodeJS.WriteStream,
  shown: Shown,
): HomeDisplay {
  if (shown === "news" && output.isTTY && process.env.TERM !== "dumb")
    return createHomeTable(output as WriteStream);
  const lines = createLineDisplay(output, errors, shown === "json" ? jsonLine : plainLine);
  if (shown !== "news") return lines;
  const isNews = messageNews();
  return {
    ...lines,
    message(message) {
      if (!message.again && isNews(message)) lines.message(message);
    },
  };
}

/** Lines wherever they go: a run of one device needs no table. */
export function createLineDisplay(
  output: NodeJS.WriteStream,
  errors: NodeJS.WriteStream,
  line = plainLine,
): HomeDisplay {
  const say = (sentence: string) => void errors.write(`${printable(sentence)}\n`);
  return {
    isPlain: true,
    showHome: () => {},
    message(message) {
      if (!message.again) output.write(`${line(message)}\n`);
    },
    story: say,
    remark: say,
    end: () => {},
  };
}

function plainLine({ time, topic, payload }: SeenMessage): string {
  const text = payloadText(payload);
  const shown =
    text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}… (${payload.length} bytes)` : text;
  return `${new Date(time).toISOString()} ${printable(topic)} ${shown}`;
}

function jsonLine({ time, topic, payload, qos, retained }: SeenMessage): string {
  return jsonText({
    time: new Date(time).toISOString(),
    topic,
    payload: payloadText(payload),
    qos,
    retained,
  });
}
