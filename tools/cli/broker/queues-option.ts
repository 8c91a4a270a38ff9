// The message queues that a broker in this process is to have: filters on the command line, or a file with
// what EMQX's HTTP interface takes for a queue.
import { readFileSync } from "node:fs";
import { filterBreach, sharedFilter } from "../../sim/broker/filters.ts";
import type { QueueOptions } from "../../sim/broker/queue-consumers.ts";
import { UsageError } from "../words/failure.ts";

const SHAPE = '[{ "topic_filter": "sensor/+/data", "dispatch_strategy": "round_robin" }]';
/** Each keeps up to 32 MB. */
const MOST_QUEUES = 16;
const MOST_LEVELS = 32;

const DISPATCH = {
  least_inflight: "least in flight",
  round_robin: "in turn",
  random: "random",
  sticky: "sticky",
} as const;
const KEYS = { "message.from": "client", "message.topic": "topic" } as const;
const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
/** A timer's longest wait. */
const MOST_MS = 2 ** 31 - 1;

/** Filters with commas between, or the name of a JSON file. Throws a UsageError for anything else. */
export function queuesOption(text: string): QueueOptions[] {
  const queues = text.endsWith(".json")
    ? fileQueues(text)
    : text
        .split(",")
        .map((filter) => filter.trim())
        .filter((filter) => filter !== "")
        .map((filter) => ({ filter: soundFilter(filter) }));
  if (queues.length === 0)
    throw new UsageError(
      "--queues needs filters, such as sensor/+/data, or a JSON file with a list of queues.",
    );
  if (queues.length > MOST_QUEUES)
    throw new UsageError(`--queues names ${queues.length} queues; ${MOST_QUEUES} are allowed at most.`);
  const twice = queues.find(({ filter }, i) => queues.findIndex((option) => option.filter === filter) < i);
  if (twice !== undefined)
    throw new UsageError(`--queues names the queue ${twice.filter} twice; a filter has one queue.`);
  return queues;
}

function fileQueues(file: string): QueueOptions[] {
  let list: unknown;
  try {
    list = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(
      `The file ${file} of --queues cannot be read (${(error as Error).message}); it is a JSON list: ${SHAPE}.`,
    );
  }
  if (!Array.isArray(list)) throw new UsageError(`The file ${file} of --queues needs a JSON list: ${SHAPE}.`);
  return list.map((item, i) => {
    try {
      return queueOf(item);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new UsageError(`Queue ${i + 1} in ${file}: ${error.message}`);
    }
  });
}

function queueOf(item: unknown): QueueOptions {
  if (typeof item !== "object" || item === null) throw new RangeError(`it is no object such as in ${SHAPE}.`);
  const {
    topic_filter: filter,
    dispatch_strategy: dispatch = "least_inflight",
    is_lastvalue: isLastValue = false,
    key_expression: key = "message.from",
    data_retention_period: keep,
    redelivery_time: redelivery,
    ...rest
  } = item as Record<string, unknown>;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined)
    throw new RangeError(
      `"${unknown}" is not known; there are topic_filter, dispatch_strategy, is_lastvalue, key_expression, data_retention_period and redelivery_time.`,
    );
  if (typeof filter !== "string") throw new RangeError("it needs a topic_filter, such as sensor/+/data.");
  if (typeof isLastValue !== "boolean")
    throw new RangeError(`is_lastvalue is ${JSON.stringify(isLastValue)}; it is true or false.`);
  const wanted: QueueOptions = {
    filter: soundFilter(filter),
    dispatch: wordOf(DISPATCH, "dispatch_strategy", dispatch),
  };
  if (isLastValue) wanted.lastValue = wordOf(KEYS, "key_expression", key);
  if (keep !== undefined) wanted.keepMs = millisecondsOf("data_retention_period", keep);
  if (redelivery !== undefined) wanted.redeliverMs = millisecondsOf("redelivery_time", redelivery);
  return wanted;
}

function soundFilter(filter: string): string {
  if (
    filterBreach(filter, MOST_LEVELS) === undefined &&
    sharedFilter(filter) === undefined &&
    !filter.startsWith("$q/")
  )
    return filter;
  throw new UsageError(
    `The filter ${filter} of a queue is not allowed; it is one such as sensor/+/data, of ${MOST_LEVELS} levels at most and without $share or $q.`,
  );
}

function wordOf<Word extends string>(words: Record<string, Word>, field: string, value: unknown): Word {
  const word = typeof value === "string" && Object.hasOwn(words, value) ? words[value] : undefined;
  if (word !== undefined) return word;
  throw new RangeError(`${field} is ${JSON.stringify(value)}; it is ${Object.keys(words).join(" or ")}.`);
}

/** "7d", "30s" or a number of milliseconds. */
function millisecondsOf(field: string, value: unknown): number {
  const [, count, unit] = /^(\d+)(ms|[smhd])$/.exec(String(value)) ?? [];
  const ms = unit === undefined ? value : Number(count) * UNITS[unit as keyof typeof UNITS];
  if (typeof ms === "number" && Number.isInteger(ms) && ms > 0 && ms <= MOST_MS) return ms;
  throw new RangeError(
    `${field} is ${JSON.stringify(value)}; it is a time such as "30s", "5m" or "7d", 24 days at most.`,
  );
}
