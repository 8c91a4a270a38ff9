// The part that one run has in a fleet of several shards: it waits for the others, tells how it is, and the
// first one says how all are.
import { sumOfCounts } from "../../sim/devices/fleet-counts.ts";
import { note } from "../../terminal/output.ts";
import type { BrokerAddress } from "../broker/broker-url.ts";
import { RunError } from "../words/failure.ts";
import type { FleetView } from "./report-lines.ts";
import { ShardMeeting } from "./shard-meeting.ts";
import type { Shard } from "./share.ts";

/** Other computers may be found for the shards first. */
const ARRIVAL_MS = 600_000;
/** So long after the first shard the last one may end. */
const END_MS = 60_000;
/** A sentence names so many shards at most. */
const MOST_NAMED = 10;

export class Together {
  /** It says how all are, and judges them. */
  readonly isFirst: boolean;
  /** The first shard has asked all to end. */
  readonly askedToEnd: Promise<void>;
  private readonly meeting: ShardMeeting;
  private readonly parts: number;
  private lastLost = "";

  constructor(broker: BrokerAddress, name: string, shard: Shard) {
    let ask = () => {};
    this.askedToEnd = new Promise((resolve) => {
      ask = resolve;
    });
    this.parts = shard.parts;
    this.meeting = new ShardMeeting(broker, name, shard, {
      askedToEnd: () => ask(),
      lost: (why) => this.lost(why),
    });
    this.isFirst = this.meeting.isFirst;
  }

  /**
   * Waits for the other shards. Resolves with false when `over` does so before. Rejects with a RunError when
   * one does not come.
   */
  async begin(view: FleetView, over: Promise<unknown>): Promise<boolean> {
    this.tell(view);
    note(`Waiting for ${this.parts} shards to begin together.`);
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<"late">((resolve) => {
      timer = setTimeout(resolve, ARRIVAL_MS, "late");
    });
    const outcome = await Promise.race([
      this.meeting.untilStart(),
      tooLong,
      over.then(() => "over" as const),
    ]);
    clearTimeout(timer);
    if (outcome === "late") throw new RunError(this.notThere());
    if (typeof outcome === "number" && outcome >= 1000)
      note(`This shard begins ${Math.round(outcome / 1000)} s later than the others.`);
    return outcome !== "over";
  }

  /** Tells the others how this shard is; `ended`: its devices have ended. */
  tell({ devices, counts, memoryBytes }: FleetView, ended = false): void {
    this.meeting.tell({ devices, counts, memoryBytes, ended });
  }

  /** All shards of which this one knows. */
  view(): FleetView {
    const reports = this.meeting.told();
    return {
      devices: reports.reduce((sum, { devices }) => sum + devices, 0),
      counts: sumOfCounts(reports.map(({ counts }) => counts)),
      memoryBytes: reports.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
      shards: `${reports.length} of ${this.parts} shards`,
    };
  }

  /** Tells everybody how all are. */
  tellAll(line: string): void {
    this.meeting.tellAll(line);
  }

  askAllToEnd(): void {
    this.meeting.askAllToEnd();
  }

  /** Waits until all have ended. Returns a sentence about those that have not. */
  async unended(): Promise<string[]> {
    const missing = await this.meeting.untilAllEnded(END_MS);
    return missing.length === 0
      ? []
      : [`${missing.length} of ${this.parts} shards have not told how they ended: ${some(missing)}.`];
  }

  leave(): Promise<void> {
    return this.meeting.end();
  }

  private notThere(): string {
    const minutes = ARRIVAL_MS / 60_000;
    const why = this.lastLost === "" ? "" : ` The last connection to the broker ended so: ${this.lastLost}`;
    const who = this.isFirst
      ? `Shards ${some(this.meeting.absent())} of ${this.parts} are`
      : "The first shard is";
    return `${who} not there after ${minutes} minutes; start each with the same --together and its own --shard.${why}`;
  }

  private lost(why: string): void {
    if (why === this.lastLost) return;
    this.lastLost = why;
    note(`ringmote: warning: this shard and the others do not hear of each other: ${why}`);
  }
}

function some(shards: readonly number[]): string {
  const named = shards.slice(0, MOST_NAMED).join(", ");
  return shards.length > MOST_NAMED ? `${named} and ${shards.length - MOST_NAMED} more` : named;
}
