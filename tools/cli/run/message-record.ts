// Messages that a device has published, for a program to read: rows of a CSV file
// (RFC 4180), or lines of JSON.
import { closeSync, openSync, writeSync } from "node:fs";
import { createFresh, isHistory } from "../../../src/client/history.ts";
import { reasonOf } from "../../files/file-error.ts";
import type { Published } from "../../sim/devices/published.ts";
import { printJson } from "../../terminal/output.ts";
import { payloadText } from "../../terminal/payload-text.ts";
import { UsageError } from "../words/failure.ts";

export interface MessageRecord {
  write: (message: Published) => void;
  end: () => void;
}

const HEADER = "time,topic,payload,qos,retained";
const HISTORY = "/history";

/**
 * Begins the file anew: a header, and a row for each message from now on; for a message of a history one for
 * each reading, with the time of its measuring. Throws a UsageError where it cannot be written.
 */
export function recordIn(path: string): MessageRecord {
  const file = opened(path);
  const put = (line: string) => void writeSync(file, `${line}\r\n`);
  const fresh = createFresh();
  put(HEADER);
  return {
    write({ topic, payload, qos, retained }) {
      const text = payloadText(payload);
      const row = (time: Date, value: string) =>
        put([time.toISOString(), field(topic), field(value), qos, retained].join(","));
      if (topic.endsWith(HISTORY) && isHistory(text))
        for (const { time, value } of fresh(topic, text)) row(time, String(value));
      else row(new Date(), text);
    },
    end: () => closeSync(file),
  };
}

/** On the standard output, a line for each message. */
export const JSON_LINES: MessageRecord = {
  write({ topic, payload, qos, retained }) {
    const time = new Date().toISOString();
    printJson({ time, topic, payload: payloadText(payload), qos, retained });
  },
  end: () => {},
};

function opened(path: string): number {
  try {
    return openSync(path, "w");
  } catch (error) {
    throw new UsageError(
      `The file ${path} cannot be written: ${reasonOf(error) ?? (error as Error).message}.`,
    );
  }
}

/**
 * A program for tables takes a text that begins so for a formula, and works it out: an apostrophe says that
 * it is a text.
 */
const FORMULA = /^[=+\-@\t\r]/;

function field(words: string): string {
  const text = FORMULA.test(words) && Number.isNaN(Number(words)) ? `'${words}` : words;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
