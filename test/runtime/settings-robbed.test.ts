// Writers of a device's settings do not come by its secrets: these go to no other broker or network than the
// one that they were given for.
import { describe, expect, test } from "vitest";
import { AUTHORITY, setting } from "../../src/runtime/settings.ts";
import type { Settings } from "../../src/runtime/settings-record.ts";
import { startRemoteDevice } from "./remote-device.ts";

const KNOWN = { user: "me", secret: "s3cret" };

function connected(settings: Partial<Settings> = {}) {
  const run = startRemoteDevice({ settings: { ...KNOWN, ...settings } });
  run.pass(5000);
  const told = (lines: string, host: "old" | "new" = "old") => {
    run.change(lines, false, host);
    run.pass(10_000);
  };
  return {
    run,
    told,
    /** What the last CONNECT at a broker had. */
    shown(host: "old" | "new") {
      const { username, password } = run.brokers[host].connects.at(-1) ?? {};
      return [username, password?.toString()];
    },
    stored: (key: string) => setting(run.storage.get("settings") ?? "", key),
    refusal: () => run.said().find((line) => line.includes("refused")),
  };
}

describe("user and secret stay with their broker", () => {
  test.each([
    ["host=new", "new", [undefined, undefined]],
    ["host=new\nport=1884", "new", [undefined, undefined]],
    ["port=1884", "old", [undefined, undefined]],
    ["tls=1", "old", [undefined, undefined]],
    ["tls=1\nport=1883", "old", [undefined, undefined]],
    ["host=old,new", "old", [undefined, undefined]],
    // Half of them is not both.
    ["host=new\nuser=you", "new", ["you", ""]],
    ["host=new\nuser=me", "new", ["me", ""]],
    ["host=new\nsecret=other", "new", [undefined, undefined]],
  ] as const)("the settings %j send the host %s no stored secret", (lines, host, shown) => {
    const device = connected();
    device.told(lines);
    expect([device.shown(host), device.run.starts()]).toEqual([shown, 2]);
    expect(device.run.storage.get("settings")).not.toContain("s3cret");
  });

  test("credentials in the message are used, in any order of lines", () => {
    for (const lines of ["host=new\nuser=you\nsecret=other", "secret=other\nuser=you\nhost=new"]) {
      const device = connected();
      device.told(lines);
      expect(device.shown("new")).toEqual(["you", "other"]);
    }
  });

  test.each([
    "host=old\nkeepalive=30",
    "port=1883\nkeepalive=30",
    "tls=0\nkeepalive=30",
    "id=kitchen",
    "root=attic",
  ])("the settings %j keep the same broker and its credentials", (lines) => {
    const device = connected();
    device.told(lines);
    expect([device.shown("old"), device.run.starts()]).toEqual([["me", "s3cret"], 2]);
  });

  test("credentials removed by one message are not restored by the next", () => {
    const device = connected();
    device.told("host=new");
    device.told("host=old", "new");
    expect([device.shown("old"), device.run.starts()]).toEqual([[undefined, undefined], 3]);
  });

  test("during a trial a stranger receives no old credentials", () => {
    const device = connected();
    device.run.change("host=new");
    for (let i = 0; i < 100 && device.run.brokers.new.connects.length === 0; i += 1) device.run.pass(100);
    device.run.pass(500);
    device.run.change("keepalive=30", false, "new");
    device.run.pass(500);
    expect(device.run.said("new")).toContain("problem: settings were refused: others are being tried");
    device.run.pass(10_000);
    expect([device.stored("host"), device.stored("keepalive"), device.run.starts()]).toEqual(["new", "", 2]);
  });

  test("during a trial right and wrong guesses of a secret look alike", () => {
    const device = connected();
    device.run.change("host=new");
    for (let i = 0; i < 100 && device.run.brokers.new.connects.length === 0; i += 1) device.run.pass(100);
    device.run.pass(500);
    device.run.said("new");
    const answers = ["s3cret", "guess", "", "other"].map((secret) => {
      device.run.change(`secret=${secret}`, false, "new");
      device.run.pass(100);
      return device.run.said("new").filter((line) => line.startsWith("problem"));
    });
    const refusal = ["problem: settings were refused: others are being tried"];
    expect(answers).toEqual([refusal, refusal, refusal, refusal]);
  });

  test("reverted settings restore the credentials", () => {
    const device = connected();
    device.run.change("host=nowhere");
    device.run.pass(110_000);
    expect([device.shown("old"), device.run.brokers.old.connects.length]).toEqual([["me", "s3cret"], 2]);
  });

  test("a record with duplicate credentials loses both copies", () => {
    const device = connected();
    const record = device.run.storage.get("settings") ?? "";
    device.run.storage.set("settings", record.replace("end\n", "secret=s3cret again\nend\n"));
    device.told("host=new");
    expect(device.run.storage.get("settings")).not.toContain("s3cret");
  });
});

describe("with a list of brokers", () => {
  test.each(["host=new,old", "host=new"])("the list %j names only known brokers", (lines) => {
    const device = connected({ host: "old,new" });
    device.told(lines);
    expect([device.shown("new"), device.run.starts()]).toEqual([["me", "s3cret"], 2]);
  });

  test("the next broker of the list receives the credentials", () => {
    const device = connected({ host: "nowhere,new" });
    device.run.pass(60_000);
    expect(device.shown("new")).toEqual(["me", "s3cret"]);
  });

  test.each(["host=old,new,third", "host=old,ne", "host=old,new:1884", "host=new\nport=1884"])(
    "the list %j names an unknown broker",
    (lines) => {
      const device = connected({ host: "old,new" });
      device.told(lines);
      expect([device.stored("user"), device.stored("secret"), device.run.starts()]).toEqual(["", "", 2]);
    },
  );
});

describe("a message cannot turn TLS off", () => {
  test.each(["tls=0", "tls=", "host=new\nport=1883\ntls=0", "tls=0\nuser=you\nsecret=other"])(
    "the settings %j do not turn TLS off",
    (lines) => {
      const device = connected({ tls: true });
      const before = device.run.storage.get("settings");
      device.run.said();
      device.told(lines);
      expect(device.refusal()).toBe("problem: settings were refused: TLS is not turned off by message");
      expect([device.run.storage.get("settings"), device.run.starts()]).toEqual([before, 1]);
    },
  );
});

// In another network its owner answers as the broker, at the same name.
describe("user and secret in another network", () => {
  const IN_THE_NET = { ssid: "net", password: "wifi-pass" };

  /** After `lines`: what the broker there is shown, and what the device keeps for later. */
  function shownAfter(lines: string, settings: Partial<Settings>, authority?: string) {
    const device = connected({ ...IN_THE_NET, ...settings });
    if (authority !== undefined) device.run.storage.set(AUTHORITY, authority);
    device.told(lines);
    expect(device.run.starts()).toBe(2);
    return [device.shown("old"), device.stored("user"), device.stored("secret")];
  }

  test.each([
    ["ssid=other", {}, undefined],
    ["ssid=", {}, undefined],
    // Anybody can set one up under the same name.
    ["password=", {}, undefined],
    ["password=another1", {}, undefined],
    ["password=another1", { tls: true }, undefined],
    // The authority is there for the time when TLS is on.
    ["ssid=other", {}, "PEM"],
    ["ssid=other", { tls: true }, undefined],
    ["ssid=other\ntls=1", {}, undefined],
  ] as const)("user and secret are dropped by %j with %j and authority %j", (lines, settings, authority) => {
    expect(shownAfter(lines, settings, authority)).toEqual([[undefined, undefined], "", ""]);
  });

  test.each(["ssid=other", "password=another1"])(
    "credentials stay with %j at a broker with a stored authority",
    (lines) => {
      expect(shownAfter(lines, { tls: true }, "PEM")).toEqual([["me", "s3cret"], "me", "s3cret"]);
    },
  );

  test("user and secret stay when the message contains them", () => {
    expect(shownAfter("ssid=other\nuser=me\nsecret=other", {})).toEqual([["me", "other"], "me", "other"]);
  });
});

describe("the network's password stays with its network", () => {
  test.each([
    ["ssid=other", ""],
    ["ssid=other\npassword=another1", "another1"],
    ["ssid=net\nkeepalive=30", "wifi-pass"],
    ["password=another1", "another1"],
    ["host=new", "wifi-pass"],
  ])("the settings %j leave the network password %j", (lines, password) => {
    const device = connected({ ssid: "net", password: "wifi-pass" });
    device.told(lines);
    expect([device.stored("password"), device.run.starts()]).toEqual([password, 2]);
  });
});
