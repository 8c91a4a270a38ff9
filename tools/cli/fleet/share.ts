// The shard that each device of a fleet belongs to: a row of places from 0, cut into parts of as
// near the same length as can be.
import { readFileSync } from "node:fs";
import { UsageError } from "../words/failure.ts";

/** The devices at the places `from` to `to` - 1. */
export interface Share {
  from: number;
  to: number;
}

/** One part of several, counted from 0. */
export interface Shard {
  index: number;
  parts: number;
}

/** The ports, about, from which one address can connect to one broker, as systems are set by default. */
export const MOST_DEVICES = 25_000;
/** Linux's file with the first and the last of these ports. */
const PORT_RANGE = "/proc/sys/net/ipv4/ip_local_port_range";
/** Others connect as well, and a port rests for a while after its connection. */
const PORTS_FOR_US = 0.9;

/** The number of devices for which one address of this computer has ports. */
export function devicesOfAnAddress(file = PORT_RANGE): number {
  try {
    const [first, last] = readFileSync(file, "utf8").trim().split(/\s+/).map(Number);
    const ports = Math.floor(((last as number) - (first as number) + 1) * PORTS_FOR_US);
    return ports > 0 ? ports : MOST_DEVICES;
  } catch {
    return MOST_DEVICES;
  }
}

const FORM = /^(\d*)\/(\d+)$/;
/** Kubernetes' variable with the index of a pod in its job. */
const INDEX = "JOB_COMPLETION_INDEX";
const MOST_PARTS = 1_000_000;

/** Reads "2/8"; "/8" has its index from the environment, as a pod of an indexed job has. */
export function shardOption(text: string, environment: NodeJS.ProcessEnv = process.env): Shard {
  const [, number, count] = FORM.exec(text) ?? [];
  const parts = Number(count);
  const refuse = (why: string) =>
    new UsageError(`--shard ${text} is not allowed; ${why}, as "--shard 0/4" is the first part of four.`);
  if (count === undefined) throw refuse("it is the index of a part and how many there are");
  if (!(parts >= 1 && parts <= MOST_PARTS)) throw refuse(`there are 1 to ${MOST_PARTS} parts`);
  const index = number === "" ? indexIn(environment, text) : Number(number);
  if (index >= parts) throw refuse(`the index of ${parts} parts is 0 to ${parts - 1}`);
  return { index, parts };
}

function indexIn({ [INDEX]: value = "" }: NodeJS.ProcessEnv, text: string): number {
  if (/^\d+$/.test(value)) return Number(value);
  throw new UsageError(
    `--shard ${text} takes its index from ${INDEX}, which is ${value === "" ? "not set" : JSON.stringify(value)}; set it to a whole number, or write it in front: --shard 0${text}.`,
  );
}

/** A part of a share; the parts with all indices are the whole, each device once. */
export function partOf({ from, to }: Share, { index, parts }: Shard): Share {
  const start = (at: number) => from + Math.floor(((to - from) * at) / parts);
  return { from: start(index), to: start(index + 1) };
}
