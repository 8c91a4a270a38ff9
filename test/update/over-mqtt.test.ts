// Updates of a simulated device over MQTT, from the offer to the confirmed image, with its parts in a folder.
import { afterEach, expect, test } from "vitest";
import { HASHES } from "../../src/platform/node/hash.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { hmacSigner, type SignedUpdate, sliceFor } from "../../tools/update/signed-update.ts";
import { atGate } from "../everything.ts";
import {
  type Behaviour,
  imageOf,
  KEY,
  ROOT,
  startUpdated,
  type UpdatedDevice,
  type UpdatedOptions,
  updateTo,
} from "./updated-device.ts";

const MINUTE = 60_000;
/** The device has all of it within so many bytes of its first connection. */
const MOST_BYTES = 4000;
const NEXT = updateTo(imageOf("1.1.0"));

let devices: UpdatedDevice[] = [];

afterEach(() => {
  for (const device of devices) device.end();
  devices = [];
});

function start(options?: UpdatedOptions): UpdatedDevice {
  const device = startUpdated(options);
  devices.push(device);
  return device;
}

test("an offered image is fetched, tried, and confirmed after a minute", () => {
  const device = start();
  expect([device.told("version"), device.told("counter"), device.told("state")]).toEqual([
    "1.0.0",
    "0",
    "idle",
  ]);
  device.offer(NEXT);
  device.pass(20_000);
  expect([device.told("version"), device.told("state")]).toEqual(["1.1.0", "on trial"]);
  device.pass(MINUTE);
  expect([device.told("version"), device.told("counter"), device.told("state")]).toEqual([
    "1.1.0",
    "2",
    "idle",
  ]);
  expect(device.told("says")).toBe("update: the image is confirmed");
  expect(device.started).toEqual(["1.0.0", "1.1.0"]);
  expect(device.broker.breaches).toEqual([]);
});

test("a device that is fetching measures, obeys and reports its progress", () => {
  const device = start();
  const told = new Set<string>();
  device.offer(updateTo(imageOf("1.1.0", "runs", 60_000)));
  device.broker.publish(`${ROOT}/lamp/set`, "on", { qos: 1 });
  for (let seconds = 0; seconds < 30 && device.told("state") !== "on trial"; seconds++) {
    device.pass(200);
    if (device.told("percent") !== "") told.add(device.told("percent"));
  }
  expect(told.size).toBeGreaterThan(10);
  expect(device.broker.kept(`${ROOT}/lamp`)).toBe("on");
});

test("only slices that differ from the running image are sent", () => {
  const device = start();
  const wanted = new Set<string>();
  device.offer(NEXT, (update, want) => {
    wanted.add(want.split(" ")[1] ?? "");
    return sliceFor(update, want);
  });
  device.pass(20_000);
  expect([...wanted]).toEqual(["-", NEXT.parts[1]?.name]);
});

test("a retained offer waits for a server and can be withdrawn", () => {
  const device = start();
  device.offer(NEXT, () => undefined);
  device.pass(3 * MINUTE);
  expect(device.told("state")).toBe("fetching");
  const asked = device.broker.firsts(`${ROOT}/update/want`).length;
  device.withdraw();
  device.pass(3 * MINUTE);
  expect([device.told("state"), device.told("says")]).toEqual(["idle", "update: it is not offered any more"]);
  expect(device.broker.firsts(`${ROOT}/update/want`)).toHaveLength(asked);
});

test.each(["old", "half", "new"] as const)(
  "an update survives power lost at each write, leaving the %s",
  (leaves) => {
    let write = -1;
    let isCut = true;
    while (isCut) {
      write += 1;
      const device = start();
      device.cutPowerAt({ write, leaves });
      device.offer(NEXT);
      device.pass(3 * MINUTE);
      isCut = device.isCut();
      expect([device.told("version"), device.told("state")], `at write ${write}`).toEqual(["1.1.0", "idle"]);
      expect(device.broker.breaches, `at write ${write}`).toEqual([]);
      for (const { name, content } of NEXT.parts)
        expect(device.whole.contentOf(name), `at write ${write}`).toBe(content);
    }
    // Slices, the manifest, the switch, a start, and the confirmation.
    expect(write).toBeGreaterThan(6);
  },
);

test("an update continues after a link cut at any byte", () => {
  const apart = atGate(211, 1);
  let cuts = 0;
  for (const direction of ["toDevice", "toPeer"] as const) {
    for (let afterBytes = 100; afterBytes < MOST_BYTES; afterBytes += apart) {
      const device = start({
        plan: (connection) => (connection === 0 ? { break: { direction, afterBytes, how: "cut" } } : {}),
      });
      device.offer(NEXT);
      device.pass(3 * MINUTE);
      expect([device.told("version"), device.told("state")], `${direction} ${afterBytes}`).toEqual([
        "1.1.0",
        "idle",
      ]);
      // Its start, the cut, and the start of the new image.
      if (device.broker.connects.length > 2) cuts += 1;
    }
  }
  expect(cuts).toBeGreaterThan(16);
});

const WRONG_KEY = hmacSigner("hmac-sha256", HASHES.sha256, "\x08".repeat(32));
const REFUSED: readonly (readonly [string, SignedUpdate, string])[] = [
  ["signed by another key", updateTo(imageOf("1.1.0"), {}, WRONG_KEY), "its tag is not by this device's key"],
  ["for another device", updateTo(imageOf("1.1.0"), { device: "attic-1" }), "it is for the device attic-1"],
  [
    "for another board",
    updateTo({ ...imageOf("1.1.0"), board: "d1-mini" }),
    "it is for d1-mini under node, and this is simulated under node",
  ],
  [
    "too large",
    updateTo({
      ...imageOf("1.1.0"),
      parts: Array.from({ length: 20 }, (_, i) => ({
        name: `rm-${String(i).padStart(12, "0")}`,
        content: `${i}`.repeat(1_000_000).slice(0, 1_000_000),
      })),
    }),
    "free",
  ],
];

test.each(REFUSED)("an image %s is refused with a sentence", (_, update, words) => {
  const device = start();
  device.offer(update);
  device.pass(20_000);
  expect(device.told("says")).toMatch(/^update refused: /);
  expect(device.told("says")).toContain(words);
  expect([device.started, device.told("state")]).toEqual([["1.0.0"], "idle"]);
});

test("an older image is refused, and a replayed offer ignored", () => {
  const device = start();
  device.offer(updateTo(imageOf("1.1.0"), { counter: 5 }));
  device.pass(2 * MINUTE);
  device.offer(updateTo(imageOf("1.0.9"), { counter: 4 }));
  device.pass(20_000);
  expect(device.told("says")).toBe(
    "update refused: its counter 4 is not above 5: an older image is never taken",
  );
  device.offer(updateTo(imageOf("1.1.0"), { counter: 5 }));
  device.pass(2 * MINUTE);
  expect(device.started).toEqual(["1.0.0", "1.1.0"]);
});

test("forged, repeated and truncated slices change no started image", () => {
  const device = start();
  const harm = [
    (slice: string) => slice.slice(0, -1),
    (slice: string) => `${slice.slice(0, -1)}#`,
    (slice: string) => `${slice}#`,
    (slice: string) => slice.replace("\n", ""),
    (slice: string) => slice.replace(/ \d+\n/, " 7\n"),
  ];
  for (const forge of harm) {
    device.offer(NEXT, (update, want) => {
      const slice = sliceFor(update, want);
      return slice === undefined ? undefined : forge(slice);
    });
    device.pass(MINUTE);
    expect([device.runs(), device.told("version")]).toEqual(["1.0.0", "1.0.0"]);
    device.withdraw();
    device.pass(1000);
  }
  device.offer(NEXT);
  device.pass(2 * MINUTE);
  expect(device.told("version")).toBe("1.1.0");
});

test.each(["id=porch-other\n", "root=home/porch-other\n"])("%j in a message is refused", (lines) => {
  const device = start({ declaration: { settings: "remote" } });
  device.broker.publish(`${ROOT}/settings/set`, lines);
  device.pass(10_000);
  expect(device.broker.kept(`${ROOT}/problem`)).toContain(
    "settings were refused: id and root stay, as what is signed for the device names it",
  );
});

test("a device without a key refuses every update", () => {
  const device = start({ key: "" });
  device.offer(NEXT);
  device.pass(20_000);
  expect(device.told("says")).toBe("update refused: this device has no key for updates");
});

test("the key is in no message of the device", () => {
  const device = start();
  device.offer(NEXT);
  device.pass(2 * MINUTE);
  const said = [...device.console, ...device.broker.received.map(({ payload }) => payload)].join("\n");
  for (const form of [KEY, Buffer.from(KEY, "latin1").toString("hex")]) expect(said).not.toContain(form);
});

test("settings are refused while an update is on trial, and then changed", () => {
  const device = start({ declaration: { settings: "remote" } });
  device.offer(updateTo(imageOf("1.1.0")));
  for (let i = 0; i < 60 && device.told("state") !== "on trial"; i += 1) device.pass(1000);
  const change = () => device.broker.publish(`${ROOT}/settings/set`, "keepalive=30", {});
  change();
  device.pass(2000);
  expect(device.broker.kept(`${ROOT}/problem`)).toContain("an update is on trial");
  device.pass(2 * MINUTE);
  change();
  device.pass(2 * MINUTE);
  expect(device.storage.get(SETTINGS)).toContain("30");
  expect(device.told("version")).toBe("1.1.0");
  expect(device.broker.kept(`${ROOT}/problem`)).not.toContain("settings");
});

test("an image that refuses the settings is reverted at once", () => {
  const device = start();
  device.offer(updateTo(imageOf("1.1.0", "takes no settings")));
  device.pass(MINUTE);
  expect(device.started).toEqual(["1.0.0", "1.1.0", "1.0.0"]);
  expect([device.told("version"), device.told("state")]).toEqual(["1.0.0", "idle"]);
});

test.each<Behaviour>(["throws", "stays away"])(
  "an image that %s is reverted after three starts",
  (behaviour) => {
    const device = start();
    device.offer(updateTo(imageOf("1.1.0", behaviour)));
    device.pass(40 * MINUTE);
    expect(device.started).toEqual(["1.0.0", "1.1.0", "1.1.0", "1.1.0", "1.0.0"]);
    expect([device.told("version"), device.told("state"), device.told("counter")]).toEqual([
      "1.0.0",
      "idle",
      "2",
    ]);
    // What was taken back is not tried again.
    device.cutPower();
    device.pass(2 * MINUTE);
    expect(device.started.at(-1)).toBe("1.0.0");
    device.offer(updateTo(imageOf("1.2.0"), { counter: 3 }));
    device.pass(2 * MINUTE);
    expect(device.told("version")).toBe("1.2.0");
  },
);
