// A device that updates itself: its loader, the images that it starts, and the link to whoever has their parts.
import { giveBack, slotRecord, slotToStart } from "../../src/update/standing.ts";
import {
  askAgain,
  beginUpdates,
  confirmUpdate,
  forgetOneSpent,
  THE_MANIFEST,
  takeOffer,
  takeSlice,
  type Update,
  withdrawOffer,
} from "../../src/update/update.ts";
import type { FlashModel } from "./flash-model.ts";
import { FACTS, linesOf, type Parts, signed } from "./signed.ts";

export interface Question {
  name: string;
  at: number;
  count: number;
}

/** An image's behaviour: it runs, it does not come to its first connection, or it says itself that it is none. */
export type Behaviour = "runs" | "hangs" | "gives back";

export class DeviceModel {
  readonly said: string[] = [];
  readonly asked: Question[] = [];
  isRestarting = false;
  started = -1;
  update: Update | undefined;
  private readonly flash: FlashModel;

  constructor(flash: FlashModel) {
    this.flash = flash;
  }

  /** The cable brings an image. */
  flashByCable(counter: number, parts: Parts): void {
    for (const [name, content] of parts) this.flash.files.set(name, content);
    this.flash.records.set(slotRecord(0), signed(linesOf(counter, parts)));
  }

  /** Power comes on: the loader, then the image. Gives the manifest of what starts. */
  start(behaviourOf: (manifest: string) => Behaviour): string {
    this.isRestarting = false;
    this.update = undefined;
    this.asked.length = 0;
    this.started = slotToStart(this.flash);
    const manifest = this.flash.records.get(slotRecord(this.started)) ?? "";
    const behaviour = behaviourOf(manifest);
    if (behaviour === "hangs") return manifest;
    if (behaviour === "gives back" && giveBack(this.flash, this.started)) {
      this.isRestarting = true;
      return manifest;
    }
    this.update = beginUpdates(
      FACTS,
      this.flash,
      this.flash,
      {
        ask: (_host, name, at, count) => {
          this.asked.length = 0;
          this.asked.push({ name, at, count });
        },
        say: (_host, text) => this.said.push(text),
        restart: () => {
          this.isRestarting = true;
        },
      },
      this.started,
    );
    return manifest;
  }

  offer(offer: string): void {
    if (this.update !== undefined) takeOffer(this.update, offer);
  }

  slice(name: string, at: number, bytes: string): void {
    if (this.update !== undefined) takeSlice(this.update, name, at, bytes);
  }

  connected(): void {
    if (this.update !== undefined) askAgain(this.update);
  }

  ranAMinute(): void {
    if (this.update !== undefined) confirmUpdate(this.update);
  }

  ranAnHour(): void {
    if (this.update !== undefined) forgetOneSpent(this.update);
  }

  withdraw(): void {
    if (this.update !== undefined) withdrawOffer(this.update);
  }

  /** Answers what is asked, `most` times, or until nothing is: as a link without a fault. */
  fetchAll(manifest: string, parts: Parts, most = Infinity): void {
    for (let left = most; left > 0; left--) {
      const question = this.asked.pop();
      if (question === undefined) return;
      const content = question.name === THE_MANIFEST ? manifest : (parts.get(question.name) ?? "");
      this.slice(question.name, question.at, content.substring(question.at, question.at + question.count));
    }
  }
}
