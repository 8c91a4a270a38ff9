// Updates by chance: power lost at any write, writes that fail, messages lost, doubled, cut and forged,
// offers replayed, images that hang or give up. Whatever comes, a device starts an image that its owner has
// signed, whole, and no older one than it has confirmed.
import { expect, test } from "vitest";
import { createRandom } from "../../src/platform/node/random.ts";
import { readManifest } from "../../src/update/manifest.ts";
import { NONE_TRIED, readStanding } from "../../src/update/standing.ts";
import { atGate } from "../everything.ts";
import { type Behaviour, DeviceModel } from "./device-model.ts";
import { type Draws, FlashModel, PowerCut } from "./flash-model.ts";
import { linesOf, offerOf, type Parts, signed } from "./signed.ts";

const SCHEDULES = atGate(400, 10_000);
const EVENTS = 300;
const FLASH_BYTES = 20_000;
const LAST = 4;

interface Image {
  manifest: string;
  parts: Parts;
  behaviour: Behaviour;
}

/** Images 1 to LAST, the last of which runs. Each has some parts of the one before. */
function imagesOf(draws: Draws): Image[] {
  const images: Image[] = [];
  let content: string[] = [];
  for (let counter = 1; counter <= LAST; counter++) {
    content = content.filter(() => draws.below(3) > 0);
    for (let more = 1 + draws.below(3); more > 0; more--)
      content.push(
        String.fromCharCode(33 + draws.below(90)).repeat(1 + draws.below(120)) + content.length + counter,
      );
    // A name says its content, as on a board.
    const parts = new Map(
      content.map((bytes) => [`part-${offerOf(bytes).split(" ")[1]?.slice(0, 12)}`, bytes]),
    );
    const behaviours = ["runs", "runs", "hangs", "gives back"] as const;
    const behaviour = counter === 1 || counter === LAST ? "runs" : (behaviours[draws.below(4)] ?? "runs");
    images.push({ manifest: signed(linesOf(counter, parts)), parts, behaviour });
  }
  return images;
}

class Schedule {
  readonly images: readonly Image[];
  readonly flash: FlashModel;
  readonly device: DeviceModel;
  cuts = 0;
  private newest = 1;
  private served = "";
  private confirmed = 0;

  private readonly seed: number;
  private readonly draws: Draws;

  constructor(seed: number) {
    this.seed = seed;
    this.draws = createRandom(seed);
    this.images = imagesOf(this.draws);
    this.flash = new FlashModel(this.draws, FLASH_BYTES);
    this.device = new DeviceModel(this.flash);
    this.device.flashByCable(1, this.images[0]?.parts ?? new Map());
    this.start();
  }

  /** Power comes on, and may go again while the device starts. */
  start(): void {
    const { flash, device, images } = this;
    flash.left = this.draws.below(8) === 0 ? this.draws.below(2) : -1;
    flash.failing = -1;
    let manifest = "";
    try {
      manifest = device.start((text) => images.find((image) => image.manifest === text)?.behaviour ?? "runs");
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error;
      this.cuts += 1;
      this.start();
      return;
    }
    flash.left = -1;
    this.check(manifest);
  }

  private check(manifest: string): void {
    const image = this.images.find((known) => known.manifest === manifest);
    const { counter, tried } = readStanding(this.flash);
    expect(image, `seed ${this.seed}: an image that nobody has signed starts`).toBeDefined();
    for (const [name, content] of image?.parts ?? [])
      expect(this.flash.files.get(name), `seed ${this.seed}: ${name}`).toBe(content);
    expect(counter, `seed ${this.seed}: the counter goes back`).toBeGreaterThanOrEqual(this.confirmed);
    this.confirmed = counter;
    // What is not on trial is what was confirmed last.
    if (tried === NONE_TRIED && this.device.started === readStanding(this.flash).slot) return;
    expect(
      readManifest(manifest).counter,
      `seed ${this.seed}: an old image is on trial`,
    ).toBeGreaterThanOrEqual(tried === this.device.started ? counter : 1);
  }

  /** Does it; where the power goes meanwhile, the device starts anew. */
  during(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error;
      this.cuts += 1;
      this.start();
      return;
    }
    if (this.device.isRestarting) this.start();
  }

  event(): void {
    const { draws, device, flash } = this;
    const kind = draws.below(40);
    if (kind < 26) this.during(() => this.answer());
    else if (kind < 29) this.during(() => this.forge());
    else if (kind < 31) this.during(() => this.offer(this.newest));
    // A broker may offer what its owner offered long ago.
    else if (kind === 31) this.during(() => this.offer(1 + draws.below(this.newest)));
    else if (kind === 32) this.during(() => device.offer(`${1 + draws.below(500)} ${"0".repeat(32)}`));
    else if (kind === 33) device.asked.length = 0;
    else if (kind === 34) this.during(() => device.connected());
    else if (kind === 35) flash.left = draws.below(6);
    else if (kind === 36) flash.failing = draws.below(6);
    else if (kind === 37) this.start();
    else if (kind === 38) this.during(() => device.ranAMinute());
    else this.newest = Math.min(this.newest + 1, LAST);
  }

  offer(counter: number): void {
    const image = this.images[counter - 1];
    if (image === undefined) return;
    this.served = image.manifest;
    this.device.offer(offerOf(image.manifest));
  }

  /** The right answer to what is asked for. */
  answer(): void {
    const question = this.device.asked[0];
    if (question === undefined) return;
    if (this.draws.below(8) > 0) this.device.asked.length = 0;
    const { name, at, count } = question;
    const parts = new Map(this.images.flatMap((image) => [...image.parts]));
    const content = name === "" ? this.served : (parts.get(name) ?? "");
    this.device.slice(name, at, content.substring(at, at + count));
  }

  private forge(): void {
    const question = this.device.asked[0];
    if (question === undefined) return;
    const { name, at, count } = question;
    const bytes = "\x01".repeat(Math.max(0, count + (this.draws.below(3) - 1) * this.draws.below(2)));
    this.device.slice(name, at + (this.draws.below(4) === 0 ? 1 : 0), bytes);
  }

  /** Nothing fails any more: the newest image is offered until nothing changes. */
  calm(): void {
    this.flash.left = -1;
    this.flash.failing = -1;
    for (let rounds = 0; rounds < 12; rounds++) {
      this.device.ranAMinute();
      for (let hours = 0; hours < 3; hours++) this.device.ranAnHour();
      this.during(() => this.offer(LAST));
      for (let answers = 0; answers < 500 && this.device.asked.length > 0; answers++)
        this.during(() => this.answer());
      this.start();
    }
    this.device.ranAMinute();
  }
}

test(`${SCHEDULES} schedules: what starts is signed, whole and no older`, () => {
  let newest = 0;
  let cuts = 0;
  for (let seed = 1; seed <= SCHEDULES; seed++) {
    const schedule = new Schedule(seed);
    for (let events = 0; events < EVENTS; events++) schedule.event();
    schedule.calm();
    cuts += schedule.cuts;
    const last = schedule.images[LAST - 1]?.manifest ?? "";
    const standing = readStanding(schedule.flash);
    const runs = schedule.flash.records.get(`update-${standing.slot}`) === last;
    if (runs) newest += 1;
    // It was restarted three times before its minute was over.
    else
      expect(standing.failed, `seed ${seed}: it neither runs nor was taken back`).toBe(
        offerOf(last).split(" ")[1],
      );
    expect(standing.tried).toBe(NONE_TRIED);
  }
  expect(newest).toBeGreaterThan(SCHEDULES / 2);
  expect(cuts).toBeGreaterThan(SCHEDULES);
});
