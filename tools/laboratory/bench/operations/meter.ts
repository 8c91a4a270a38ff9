// Counts the work list (lines.ts) by one meter: each engine brings how it runs our client and a peer's, and
// what it counts.
import { benchRow, type Row } from "../row.ts";
import type { ClientOptions } from "./client.ts";
import type { Work } from "./client-work.ts";
import { type FigureName, LINES, type Line } from "./lines.ts";

/** What `count` times of work cost a client. */
export interface Cost {
  /** Allocated for one. */
  bytes?: number;
  /** Executed for one. */
  instructions: number;
  /** Bytes that were written for all of them. */
  written: number;
  /** Bytes of payload that the subscribers were given. */
  delivered: number;
  count: number;
}

export interface Meter<Program> {
  engine: string;
  figures: readonly { name: FigureName; unit: string; what: string; of: keyof Cost }[];
  client: (options?: ClientOptions) => Promise<Program>;
  /** A peer's client, if its files were given. */
  peer: { name: string; program: Program | undefined };
  cost: (program: Program, work: Work) => Cost | Promise<Cost>;
}

/** The rows of all lines that have a figure of the meter's. */
export async function meterRows<Program>(meter: Meter<Program>): Promise<Row[]> {
  const rows: Row[] = [];
  for (const line of LINES) {
    const figures = meter.figures.filter(({ name }) => line.figures[name] !== undefined);
    if (figures.length === 0) continue;
    const { ours, less, theirs, itself } = line;
    const cost = await ownCost(meter, ours, line.client);
    const off = less && (await ownCost(meter, less, line.client));
    const beside = await besides(meter, line);
    const peer = itself?.as ?? (theirs && meter.peer.name);
    for (const { name, unit, what, of } of figures)
      rows.push(
        benchRow({
          engine: meter.engine,
          unit,
          name: `${what} to ${nameOf(line, meter.peer.name)}`,
          ours: each(cost, of, ours) - (off === undefined ? 0 : each(off, of, ours)),
          peer,
          value: beside && each(beside, of, itself?.work ?? ours),
          ...line.figures[name],
        }),
      );
  }
  return rows;
}

/** What is done, and what the peer does in its place. */
function nameOf({ ours, theirs, named = ours.name }: Line, peer: string): string {
  return theirs === undefined || theirs.name === named ? named : `${named} (${peer}: ${theirs.name})`;
}

function besides<Program>(meter: Meter<Program>, { theirs, itself }: Line) {
  if (itself !== undefined) return ownCost(meter, itself.work, itself.client);
  const { program } = meter.peer;
  return theirs === undefined || program === undefined ? undefined : meter.cost(program, theirs);
}

/** Our client has to write and to deliver what the work makes it; else it went another way. */
async function ownCost<Program>(meter: Meter<Program>, work: Work, client?: ClientOptions): Promise<Cost> {
  const cost = await meter.cost(await meter.client(client), work);
  const { count, written, delivered } = cost;
  const wanted = [count * work.written, count * (work.delivered ?? 0)];
  if (written === wanted[0] && delivered === wanted[1]) return cost;
  throw new Error(
    `${meter.engine} wrote ${written} bytes and delivered ${delivered}, not ${wanted.join(" and ")}, in ${count} times: ${work.name}`,
  );
}

function each(cost: Cost, of: keyof Cost, { messages = 1 }: Work): number {
  return (cost[of] ?? Number.NaN) / messages;
}
