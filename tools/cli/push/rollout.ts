// One device of a rollout, from its offer on: what it tells decides what has become of the update there.
import { printable } from "../../../src/client/faults/foreign-text.ts";
import type { SignedUpdate } from "../../update/signed-update.ts";
import { outcomeOf, type Standing } from "./standing.ts";

export type Fate = "waits" | "offered" | "begun" | "confirmed" | "silent" | "failed";

/** Of what a device says. */
const MOST_WORDS = 400;
/** A device that hears its offer tells so within this, in milliseconds. */
const ANSWERS_MS = 60_000;

export class RolledOut {
  fate: Fate = "waits";
  /** The reason of "failed". */
  why = "";
  /** What the device has reported last: "none" for nothing. */
  problem: string;
  /** What it is sent; `undefined` while it is offered none. */
  update: SignedUpdate | undefined;
  /** The digest that the device knows the update by. */
  digest = "";
  private problemBefore: string;
  private wasOnTrial = false;
  private percent = -1;
  /** When it came further last: whoever tells the same without end is not waited for without end. */
  private cameFurtherAt = 0;

  constructor(
    readonly device: string,
    readonly root: string,
    problem = "none",
    /** So long it may sleep between two connections, in milliseconds. */
    private readonly asleepMs = 0,
  ) {
    this.problem = problem;
    this.problemBefore = problem;
  }

  isDecided(): boolean {
    return this.fate === "confirmed" || this.fate === "silent" || this.fate === "failed";
  }

  offered(update: SignedUpdate, now: number): void {
    this.update = update;
    this.goesOn(update.digest, now);
  }

  /** It tries an update with this digest already, by an offer before. */
  goesOn(digest: string, now: number): void {
    this.digest = digest;
    this.fate = "offered";
    this.cameFurtherAt = now;
    this.problemBefore = this.problem;
  }

  /** The device has told how it stands. */
  tells(standing: Standing, now: number): void {
    if (this.isDecided() || this.fate === "waits") return;
    const { runs, offer, state, percent } = standing;
    if (offer !== this.digest && runs !== this.digest && !this.wasOnTrial) return;
    const isOnTrial = runs === this.digest && state === "on trial";
    if (this.fate === "offered" || percent > this.percent || (isOnTrial && !this.wasOnTrial))
      this.cameFurtherAt = now;
    this.fate = "begun";
    this.percent = Math.max(this.percent, percent);
    this.wasOnTrial ||= isOnTrial;
    const outcome = outcomeOf(standing, this.digest, this.wasOnTrial);
    if (outcome === "confirmed") this.fate = "confirmed";
    else if (outcome !== undefined) this.fails(outcome);
  }

  /** Nothing was heard meanwhile: of one that has begun the new version may be the cause. */
  waits(now: number, mostMs: number): void {
    const silentMs = now - this.cameFurtherAt - this.asleepMs;
    if (this.fate === "offered" && silentMs > Math.min(ANSWERS_MS, mostMs)) this.fate = "silent";
    if (this.fate === "begun" && silentMs > mostMs) this.fails("it did not come back");
  }

  /** The wave is over. */
  ends(): void {
    const { problem, problemBefore } = this;
    if (this.fate === "confirmed" && problem !== "none" && problem !== problemBefore)
      this.fails(`it reports a problem: ${problem}`);
  }

  private fails(why: string): void {
    this.fate = "failed";
    this.why = printable(why.slice(0, MOST_WORDS));
  }
}
