// An update of a device with a whole link and steady power: what is taken, what is refused in which words,
// and what is taken back.
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/platform/node/random.ts";
import { slotRecord } from "../../src/update/standing.ts";
import { DeviceModel } from "./device-model.ts";
import { FlashModel } from "./flash-model.ts";
import { FACTS, linesOf, offerOf, type Parts, signed } from "./signed.ts";

const OLD: Parts = new Map([
  ["part-core", "core of both".repeat(40)],
  ["part-old", "old".repeat(60)],
]);
const NEW: Parts = new Map([
  ["part-core", "core of both".repeat(40)],
  ["part-new", "new".repeat(130)],
]);
const RUNS = () => "runs" as const;

function deviceWith(bytes = 10_000): { flash: FlashModel; device: DeviceModel } {
  const flash = new FlashModel(createRandom(1), bytes);
  const device = new DeviceModel(flash);
  device.flashByCable(4, OLD);
  device.start(RUNS);
  return { flash, device };
}

/** The last word on a manifest that is offered, whose parts are there to be asked for. */
function wordOn(manifest: string, { flash, device } = deviceWith()): string {
  const before = [...flash.files];
  device.offer(offerOf(manifest));
  device.fetchAll(manifest, NEW);
  if (!device.isRestarting) expect([...flash.files]).toEqual(before);
  return device.said.at(-1) ?? "";
}

test("a signed image is fetched part by part, tried and confirmed", () => {
  const { flash, device } = deviceWith();
  const manifest = signed(linesOf(5, NEW));
  device.offer(offerOf(manifest));
  const questions: string[] = [];
  for (let question = device.asked.pop(); question !== undefined; question = device.asked.pop()) {
    questions.push(`${question.name}:${question.at}+${question.count}`);
    const content = question.name === "" ? manifest : (NEW.get(question.name) ?? "");
    device.slice(question.name, question.at, content.substring(question.at, question.at + question.count));
  }
  // What both images have is not asked for.
  expect(questions).toEqual([
    ":0+100",
    ":100+100",
    `:200+${manifest.length - 200}`,
    "part-new:0+100",
    "part-new:100+100",
    "part-new:200+100",
    "part-new:300+90",
  ]);
  expect([device.isRestarting, device.said]).toEqual([true, ["update: 1.0.1 is on trial"]]);
  expect(device.start(RUNS)).toBe(manifest);
  device.ranAMinute();
  expect(device.said.at(-1)).toBe("update: the image is confirmed");
  for (let starts = 0; starts < 5; starts++) expect(device.start(RUNS)).toBe(manifest);
  // The same offer, retained, is nothing new.
  device.offer(offerOf(manifest));
  expect(device.asked).toEqual([]);
  expect(flash.parts()).toEqual(["part-core", "part-old", "part-new"]);
});

test("unused parts are deleted before the next update", () => {
  const { flash, device } = deviceWith();
  const manifest = signed(linesOf(5, NEW));
  device.offer(offerOf(manifest));
  device.fetchAll(manifest, NEW);
  device.start(RUNS);
  device.ranAMinute();
  flash.files.set("mine", "a file of others");
  const next = signed(linesOf(6, OLD));
  device.offer(offerOf(next));
  device.fetchAll(next, OLD);
  expect(device.isRestarting).toBe(true);
  expect([...flash.files.keys()].sort()).toEqual(["mine", "part-core", "part-new", "part-old"]);
  device.start(RUNS);
  device.ranAMinute();
  const last = signed(linesOf(7, new Map([["part-core", OLD.get("part-core") ?? ""]])));
  device.offer(offerOf(last));
  device.fetchAll(last, OLD);
  expect([...flash.files.keys()].sort()).toEqual(["mine", "part-core", "part-old"]);
});

describe("a manifest refused with a sentence", () => {
  const usual = linesOf(5, NEW);
  const rows: readonly (readonly [title: string, manifest: string, word: string])[] = [
    ["another key", signed(usual, "\x02".repeat(32)), "its tag is not by this device's key"],
    ["a changed tag", `${signed(usual).slice(0, -1)}\0`, "its tag is not by this device's key"],
    ["a tag that is cut", signed(usual).slice(0, -1), "its tag is not by this device's key"],
    ["no tag", `${usual}tag=hmac-sha256\n`, "its tag is not by this device's key"],
    [
      "a line changed behind the signer's back",
      signed(usual).replace("version=1.0.1", "version=1.0.2"),
      "its tag is not by this device's key",
    ],
    [
      "another kind of signature",
      signed(usual).replace("tag=hmac-sha256", "tag=none"),
      "this device takes what is signed by hmac-sha256, and it is not",
    ],
    [
      "another board",
      signed(linesOf(5, NEW, { board: "esp32-nodemcu" })),
      "it is for esp32-nodemcu under nodemcu, and this is d1-mini under nodemcu",
    ],
    [
      "another target",
      signed(linesOf(5, NEW, { target: "espruino" })),
      "it is for d1-mini under espruino, and this is d1-mini under nodemcu",
    ],
    ["another device", signed(linesOf(5, NEW, { device: "cellar" })), "it is for the device cellar"],
    [
      "a part of another kind",
      signed(linesOf(5, new Map([["init.lua", "x"]]))),
      '"init.lua" is no name of a part here',
    ],
    [
      "other content under the name of a part that runs",
      signed(linesOf(5, new Map([["part-core", "x"]]))),
      'the running image has a part "part-core" with other content',
    ],
  ];
  for (const [title, manifest, word] of rows) {
    test(title, () => {
      expect(wordOn(manifest)).toBe(`update refused: ${word}`);
    });
  }

  test("an update that does not fit beside the running image is refused", () => {
    const { flash, device } = deviceWith();
    const free = flash.freeBytes();
    const fitting = (bytes: number) => signed(linesOf(5, new Map([["part-new", "x".repeat(bytes)]])));
    const around = flash.costOf(fitting(1_000).length) + flash.costOf(0);
    const most = free - around;
    expect(wordOn(fitting(most + 1), { flash, device })).toBe(
      `update refused: it takes ${free + 1} bytes beside the running image, and ${free} are free`,
    );
    device.offer(offerOf(fitting(most)));
    device.fetchAll(fitting(most), new Map([["part-new", "x".repeat(most)]]));
    expect(device.isRestarting).toBe(true);
  });

  test("an update no newer than the running image is refused", () => {
    const { flash, device } = deviceWith();
    const manifest = signed(linesOf(5, NEW));
    device.offer(offerOf(manifest));
    device.fetchAll(manifest, NEW);
    device.start(RUNS);
    device.ranAMinute();
    for (const counter of [5, 4])
      expect(wordOn(signed(linesOf(counter, NEW, { version: "0.9" })), { flash, device })).toBe(
        `update refused: its counter ${counter} is not above 5: an older image is never taken`,
      );
  });

  test("a device without a key accepts no update", () => {
    const { device } = deviceWith();
    const own = device.update;
    if (own !== undefined) own.facts = { ...FACTS, key: { ...FACTS.key, key: "" } };
    const manifest = signed(usual);
    device.offer(offerOf(manifest));
    device.fetchAll(manifest, NEW);
    expect(device.said).toEqual(["update refused: this device has no key for updates"]);
  });

  test("another manifest than the one that was offered", () => {
    const { device } = deviceWith();
    const [manifest, other] = [signed(usual), signed(linesOf(5, OLD))];
    device.offer(`${other.length} ${offerOf(manifest).split(" ")[1]}`);
    device.fetchAll(other, OLD);
    expect(device.said).toEqual(["update refused: the manifest is not the one that was offered"]);
  });

  test("offers that name no manifest", () => {
    const { device } = deviceWith();
    const digest = "0".repeat(32);
    for (const offer of [
      "",
      " ",
      "12",
      digest,
      `0 ${digest}`,
      `8193 ${digest}`,
      `-5 ${digest}`,
      `12 ${digest}0`,
    ])
      device.offer(offer);
    expect(new Set(device.said)).toEqual(new Set(["update refused: the offer names no manifest"]));
    expect([device.said.length, device.asked]).toEqual([8, []]);
  });
});

test("a part received wrong twice ends the update", () => {
  const { flash, device } = deviceWith();
  const manifest = signed(linesOf(5, NEW));
  device.offer(offerOf(manifest));
  const forged = new Map([["part-new", "bad".repeat(130)]]);
  device.fetchAll(manifest, forged);
  expect(device.said.at(-1)).toBe(
    'update refused: the part "part-new" came twice with other content than its manifest says',
  );
  // The next offer of it begins anew.
  device.offer(offerOf(manifest));
  device.fetchAll(manifest, NEW);
  expect([device.isRestarting, flash.files.get("part-new")]).toEqual([true, NEW.get("part-new")]);
});

const FORGED: Parts = new Map([["part-new", "bad".repeat(130)]]);
const REFUSED = "update refused: too much has come to nothing; another one is taken in some hours";
const OTHER: Parts = new Map([
  ["part-core", "core of both".repeat(40)],
  ["part-other", "other".repeat(70)],
]);

/** Offers, answered by so many slices, and withdrawn where nothing is asked for in the end. */
test.each([
  ["wrong parts", [NEW], FORGED, Infinity, REFUSED],
  ["offers that are withdrawn behind a wrong part", [NEW], FORGED, 8, REFUSED],
  // Of the other one the device would remove what it has fetched.
  ["manifests that take turns", [NEW, OTHER], new Map([...NEW, ...OTHER]), 4, "update: 1.0.1 is on trial"],
])("endless %s do not wear the flash", (_, images, sent, slices, end) => {
  const { flash, device } = deviceWith();
  const manifests = images.map((parts, i) => signed(linesOf(5 + i, parts)));
  const offerSome = (rounds: number) => {
    for (let i = 0; i < rounds; i++) {
      const manifest = manifests[i % manifests.length] as string;
      device.offer(offerOf(manifest));
      device.fetchAll(manifest, sent, slices);
      if (images.length === 1) device.withdraw();
    }
  };
  offerSome(10);
  const { writes } = flash;
  offerSome(100);
  expect([flash.writes, device.said.at(-1)]).toEqual([writes, end]);
});

test("a manifest that does not fit costs another one's parts no more than some times", () => {
  const { flash, device } = deviceWith();
  const tooLarge: Parts = new Map([["part-large", "large".repeat(20_000)]]);
  const [fits, large] = [signed(linesOf(6, NEW)), signed(linesOf(5, tooLarge))];
  for (let i = 0; i < 100; i++) {
    device.offer(offerOf(fits));
    device.fetchAll(fits, NEW, 5);
    device.withdraw();
    device.offer(offerOf(large));
    device.fetchAll(large, tooLarge);
  }
  expect(device.said.at(-1)).toBe(REFUSED);
  expect(flash.writes).toBeLessThan(50);
});

test("a part spoilt once in each of many ends the update for some hours", () => {
  const { device } = deviceWith();
  const parts: Parts = new Map(Array.from({ length: 20 }, (_, i) => [`part-${i}`, `${i}`.padStart(80, "n")]));
  const spoilt = new Map([...parts].map(([name]) => [name, "!".repeat(80)]));
  const manifest = signed(linesOf(5, parts));
  device.offer(offerOf(manifest));
  device.fetchAll(manifest, parts, Math.ceil(manifest.length / 100));
  for (let i = 0; i < 20; i++) {
    device.fetchAll(manifest, spoilt, 1);
    device.fetchAll(manifest, parts, 1);
  }
  expect(device.said.at(-1)).toBe(REFUSED);
  for (let hours = 0; hours < 3; hours++) device.ranAnHour();
  device.offer(offerOf(manifest));
  device.fetchAll(manifest, parts);
  expect(device.isRestarting).toBe(true);
});

test("a wrong part is not fetched again without room for it", () => {
  const { flash, device } = deviceWith();
  const manifest = signed(linesOf(5, NEW));
  device.offer(offerOf(manifest));
  device.fetchAll(manifest, FORGED, 6);
  Object.assign(flash, { freeBytes: () => 100 });
  device.fetchAll(manifest, FORGED, 1);
  expect(device.said.at(-1)).toMatch(
    /^update refused: it takes \d+ bytes beside the running image, and 100 are free$/,
  );
  expect(device.asked).toEqual([]);
});

test("a device that gave up accepts a manifest hours later, not after its next start", () => {
  const { device } = deviceWith();
  const manifest = signed(linesOf(5, NEW));
  for (let i = 0; i < 10; i++) {
    device.offer(offerOf(manifest));
    device.fetchAll(manifest, FORGED);
  }
  device.start(RUNS);
  device.offer(offerOf(manifest));
  expect([device.said.at(-1), device.asked]).toEqual([REFUSED, []]);
  for (let spent = 0; spent < 3; spent++) device.ranAnHour();
  device.start(RUNS);
  device.offer(offerOf(manifest));
  device.fetchAll(manifest, NEW);
  expect(device.isRestarting).toBe(true);
});

test("starts amid one manifest count as nothing", () => {
  const { flash, device } = deviceWith();
  const manifest = signed(linesOf(5, NEW));
  for (let i = 0; i < 30; i++) {
    device.start(RUNS);
    device.offer(offerOf(manifest));
    device.fetchAll(manifest, NEW, 3);
  }
  const { writes } = flash;
  device.fetchAll(manifest, NEW);
  expect([writes, device.isRestarting]).toEqual([1, true]);
});

test("an image of another firmware is refused", () => {
  const manifest = signed(linesOf(5, NEW, { id: "veranda" }));
  expect(wordOn(manifest)).toMatch(/^update refused: it is of the firmware veranda, and \w+ runs here$/);
});

test("a damaged part of the running image is left as it is", () => {
  const { flash, device } = deviceWith();
  const damaged = "damage".repeat(80);
  flash.files.set("part-core", damaged);
  const manifest = signed(linesOf(5, NEW));
  device.offer(offerOf(manifest));
  device.fetchAll(manifest, NEW);
  expect(device.said).toEqual([
    'update refused: the running image\'s part "part-core" is damaged: flash it by the cable',
  ]);
  expect(flash.files.get("part-core")).toBe(damaged);
});

test("unrequested slices are ignored", () => {
  const { device } = deviceWith();
  const manifest = signed(linesOf(5, NEW));
  device.slice("", 0, manifest);
  device.offer(offerOf(manifest));
  for (const [name, at, slice] of [
    ["", 0, manifest],
    ["", 0, ""],
    ["", 1, manifest.slice(1, 101)],
    ["part-new", 0, manifest.slice(0, 100)],
  ] as const)
    device.slice(name, at, slice);
  expect(device.asked).toEqual([{ name: "", at: 0, count: 100 }]);
  device.fetchAll(manifest, NEW);
  expect(device.isRestarting).toBe(true);
});

test.each([
  ["hangs", 3],
  ["gives back", 1],
] as const)("an image that %s is reverted", (behaviour, starts) => {
  const { flash, device } = deviceWith();
  const before = flash.records.get(slotRecord(0));
  const manifest = signed(linesOf(5, NEW));
  device.offer(offerOf(manifest));
  device.fetchAll(manifest, NEW);
  const behaviourOf = (started: string) => (started === manifest ? behaviour : "runs");
  const started: string[] = [];
  for (let i = 0; i < 5; i++) started.push(device.start(behaviourOf));
  expect(started).toEqual(Array.from({ length: 5 }, (_, i) => (i < starts ? manifest : before)));
  device.offer(offerOf(manifest));
  expect(device.said.at(-1)).toBe("update refused: it was taken back before");
  // Nor another one of that counter.
  expect(wordOn(signed(linesOf(5, NEW, { version: "1.0.2" })), { flash, device })).toContain(
    "its counter 5 is not above 5",
  );
  const repaired = signed(linesOf(6, NEW));
  expect(wordOn(repaired, { flash, device })).toBe("update: 1.0.1 is on trial");
});

test("an offer during a trial waits for its end", () => {
  const { device } = deviceWith();
  const [first, second] = [signed(linesOf(5, NEW)), signed(linesOf(6, OLD))];
  device.offer(offerOf(first));
  device.fetchAll(first, NEW);
  device.start(RUNS);
  device.offer(offerOf(second));
  expect(device.asked).toEqual([]);
  device.ranAMinute();
  device.fetchAll(second, OLD);
  expect(device.isRestarting).toBe(true);
  expect(device.start(RUNS)).toBe(second);
});

test("a part changed before the switch ends the update", () => {
  const { flash, device } = deviceWith();
  const parts = new Map([...NEW, ["part-last", "last"]]);
  const manifest = signed(linesOf(5, parts));
  device.offer(offerOf(manifest));
  const slice = flash.append;
  const damaging = (name: string, at: number, bytes: string) => {
    if (name === "part-last") flash.files.set("part-new", "New".repeat(130));
    return slice(name, at, bytes);
  };
  if (device.update !== undefined) device.update.store = { ...flash, append: damaging };
  device.fetchAll(manifest, parts);
  expect([device.isRestarting, device.said.at(-1)]).toEqual([
    false,
    'update refused: the part "part-new" did not stay as it came',
  ]);
});

describe("flash that refuses a write", () => {
  function onTrial() {
    const { flash, device } = deviceWith();
    const manifest = signed(linesOf(5, NEW));
    device.offer(offerOf(manifest));
    device.fetchAll(manifest, NEW);
    return { flash, device, manifest, before: flash.records.get(slotRecord(0)) };
  }

  test("no image on trial starts whose start cannot be counted", () => {
    const { flash, device, manifest, before } = onTrial();
    for (const started of [before, before, manifest]) {
      flash.failing = started === before ? 0 : -1;
      expect(device.start(RUNS)).toBe(started);
    }
    device.ranAMinute();
    expect(device.said.at(-1)).toBe("update: the image is confirmed");
  });

  test("an image on trial that cannot be confirmed stays on trial", () => {
    const { flash, device, manifest } = onTrial();
    device.start(RUNS);
    flash.failing = 0;
    device.ranAMinute();
    expect(device.said.at(-1)).toBe("update: the flash did not take that the image is confirmed");
    expect(device.start(RUNS)).toBe(manifest);
    device.ranAMinute();
    expect(device.said.at(-1)).toBe("update: the image is confirmed");
  });

  test("an image is reverted at the next start that can be written", () => {
    const { flash, device, manifest, before } = onTrial();
    const hangs = (started: string) => (started === manifest ? "hangs" : "runs");
    for (let starts = 0; starts < 3; starts++) expect(device.start(hangs)).toBe(manifest);
    for (const failing of [0, 0, -1]) {
      flash.failing = failing;
      expect(device.start(hangs)).toBe(before);
    }
    device.offer(offerOf(manifest));
    expect(device.said.at(-1)).toBe("update refused: it was taken back before");
  });

  test("no image starts whose manifest is missing", () => {
    const { flash, device, before } = onTrial();
    device.start(() => "gives back");
    device.start(RUNS);
    const next = signed(linesOf(6, NEW));
    device.offer(offerOf(next));
    flash.failing = 1;
    device.fetchAll(next, NEW);
    expect(device.said.at(-1)).toBe("update refused: the flash did not take the manifest");
    expect(device.start(RUNS)).toBe(before);
  });
});
