// The form of a set-up: what becomes settings, and who cannot have any of it.
import fc from "fast-check";
import { expect, test } from "vitest";
import { utf8 } from "../../src/bytes/utf8.ts";
import { escaped } from "../../src/http/escaped.ts";
import { BY_PASSWORD, OPEN } from "../../src/ports/access-point.ts";
import { setting } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { formField } from "../../src/setup/form-field.ts";
import { networkFound } from "../../src/setup/set-up.ts";
import { ADDRESS, Phones, setUpOf, TOKEN } from "./phones.ts";

const FILLED = {
  ssid: "home",
  other: "",
  password: "pass-word",
  host: "192.168.1.20",
  user: "",
  secret: "",
  id: "",
  token: TOKEN,
};

test("a filled form becomes a settings record", async () => {
  const setUp = setUpOf();
  const phones = new Phones(setUp);
  const { head, text } = await phones.post({
    ...FILLED,
    host: "broker.lan:1884",
    user: "Zoë & co",
    secret: "50% +=;",
    id: "lamp",
  });
  expect(head.statusCode).toBe(200);
  expect(text).toContain("The settings are being tried");
  const settings = { ssid: "home", password: "pass-word", host: "broker.lan", port: 1884 };
  const wanted = settingsRecord({ ...settings, user: "Zoë & co", secret: "50% +=;", id: "lamp" });
  const lines = (record: string) => record.split("\n").sort();
  expect(lines(setUp.record)).toEqual(lines(wanted));
  expect(setUp.record.endsWith("\nend\n")).toBe(true);
});

test("after an accepted form each phone sees the trial", async () => {
  const phones = new Phones(setUpOf());
  await phones.post(FILLED);
  expect((await phones.ask("/")).text).toContain("The settings are being tried");
  expect((await phones.post(FILLED)).head.headers.location).toBe("/");
});

test.each([
  ["no network", { ssid: "" }, "ssid is missing: choose a network"],
  ["no broker", { host: "" }, "host is missing: it is the broker's name or address"],
  [
    "a broker as a URL of another kind",
    { host: "http://broker" },
    "host is the broker's name or address, as 192.168.1.20 or 192.168.1.20:1884",
  ],
  ["a port that is none", { host: "broker:x" }, "port is a whole number from 1 to 65535"],
  ["a short password", { password: "1234567" }, "password has 8 to 64 bytes"],
  ["a long name of a network", { other: "a".repeat(33) }, "ssid has 1 to 32 bytes"],
  ["a wildcard in the name", { id: "lamp/#" }, "id has letters, digits, _ and - only"],
  ["a name of other letters", { id: "küche 1" }, "id has letters, digits, _ and - only"],
  ["a password of nobody", { secret: "s3cret" }, "user is missing: a password was typed"],
  ["a line in a value", { host: "broker\ntls=1" }, "host is one line, without NUL"],
  ["a line in a secret", { user: "me", secret: "a\r\nroot=x" }, "secret is one line, without NUL"],
])("a form with %s is refused with a sentence", async (_, fields, fault) => {
  const setUp = setUpOf();
  const phones = new Phones(setUp);
  const { head } = await phones.post({ ...FILLED, ...fields });
  expect([head.statusCode, head.headers.location]).toEqual([303, "/"]);
  expect(setUp.record).toBe("");
  expect((await phones.ask("/")).text).toContain(
    `role="alert">${escaped(fault)}<br>Type the passwords again.</p>`,
  );
});

test("a protected network needs a password unless one is stored", async () => {
  const ask = async (before: string | undefined, fields: Partial<typeof FILLED>) => {
    const setUp = setUpOf({ before });
    networkFound(setUp, "home", -40, BY_PASSWORD);
    networkFound(setUp, "guests", -50, OPEN);
    const phones = new Phones(setUp);
    await phones.post({ ...FILLED, password: "", ...fields });
    const [, fault = ""] = /role="alert">(.*?)</.exec((await phones.ask("/")).text) ?? [];
    return [fault, setUp.record !== ""];
  };
  expect(await ask(undefined, {})).toEqual(["home asks for a password", false]);
  expect(await ask(undefined, { ssid: "", other: "home" })).toEqual(["home asks for a password", false]);
  expect(await ask(undefined, { ssid: "guests" })).toEqual(["", true]);
  expect(await ask(undefined, { other: "cellar" })).toEqual(["", true]);
  const settings = { host: "192.168.1.20", password: "pass-word" };
  expect(await ask(settingsRecord({ ...settings, ssid: "home" }), {})).toEqual(["", true]);
  expect(await ask(settingsRecord({ ...settings, ssid: "old" }), {})).toEqual([
    "home asks for a password",
    false,
  ]);
});

test("the page's fields limit the length of their input", async () => {
  const { text } = await new Phones(setUpOf()).ask("/");
  const most = [...text.matchAll(/<input[^>]* name="(\w+)"[^>]* maxlength="(\d+)"/g)];
  expect(Object.fromEntries(most.map(([, name, length]) => [name, Number(length)]))).toEqual({
    other: 32,
    password: 64,
    host: 100,
    user: 100,
    secret: 200,
    id: 64,
  });
});

test("the page shows how long it stays open", async () => {
  expect((await new Phones(setUpOf()).ask("/")).text).toContain(
    "<p>Open for ten minutes; then switch the device off and on.</p>",
  );
  const held = new Phones(setUpOf({ before: settingsRecord({ host: "old" }) }));
  expect((await held.ask("/")).text).toContain("<p>Open for ten minutes.</p>");
});

test.each([
  ["mqtt://broker.lan:1884", "broker.lan", "1884"],
  ["  192.168.1.20 ", "192.168.1.20", ""],
])("the broker %j is accepted as people paste it", async (typed, host, port) => {
  const setUp = setUpOf();
  await new Phones(setUp).post({ ...FILLED, host: typed });
  expect([setting(setUp.record, "host"), setting(setUp.record, "port")]).toEqual([host, port]);
});

test("an omitted broker is searched, and the page shows none", async () => {
  const setUp = setUpOf({ findsBroker: true });
  await new Phones(setUp).post({ ...FILLED, host: "" });
  expect(setting(setUp.record, "host")).toBe("_mqtt._tcp.local");
  const { text } = await new Phones(setUpOf({ before: setUp.record, findsBroker: true })).ask("/");
  expect(text).toContain('name="host" autocapitalize="none" autocorrect="off" value=""');
});

test("a named network stays named", async () => {
  const setUp = setUpOf();
  const phones = new Phones(setUp);
  await phones.post({ ...FILLED, other: "cellar", host: "a b" });
  const { text } = await phones.ask("/");
  expect(text).toContain('name="other" autocapitalize="none" autocorrect="off" value="cellar"');
  expect(text).toContain('<option value="" selected>');
});

test("a refused form returns with its values but without secrets", async () => {
  const phones = new Phones(setUpOf());
  await phones.post({ ...FILLED, other: `"><b>`, host: "a b", user: "me&", secret: "s3cret", id: "lamp" });
  const { text } = await phones.ask("/");
  expect(text).toContain(`name="host" autocapitalize="none" autocorrect="off" value="a b"`);
  expect(text).toContain(`value="me&amp;"`);
  expect(text).toContain(`value="lamp"`);
  expect(text).not.toMatch(/s3cret|pass-word/);
});

const HELD = { ssid: "home", password: "pass-word", host: "old", port: 1884, user: "me", secret: "s3cret" };

test("a device with settings shows them without secrets", async () => {
  const { text } = await new Phones(setUpOf({ before: settingsRecord(HELD), report: "it failed" })).ask("/");
  expect(text).toContain(`value="old:1884"`);
  expect(text).toContain(`value="me"`);
  expect(text).toContain("it failed");
  expect(text).not.toMatch(/s3cret|pass-word/);
});

test("empty secrets stay with their broker and network only", async () => {
  const kept = { ...FILLED, password: "", host: "old:1884", user: "me" };
  for (const [fields, password, secret] of [
    [{}, "pass-word", "s3cret"],
    [{ user: "" }, "pass-word", ""],
    [{ host: "evil:1884", user: "" }, "pass-word", ""],
    [{ ssid: "evil", user: "" }, "", ""],
    [{ host: "evil:1884", secret: "other" }, "pass-word", "other"],
  ] as const) {
    const setUp = setUpOf({ before: settingsRecord(HELD) });
    await new Phones(setUp).post({ ...kept, ...fields });
    expect([setting(setUp.record, "password"), setting(setUp.record, "secret")]).toEqual([password, secret]);
  }
  for (const fields of [{ host: "evil:1884" }, { host: "old:1885" }, { ssid: "evil" }]) {
    const setUp = setUpOf({ before: settingsRecord(HELD) });
    const phones = new Phones(setUp);
    await phones.post({ ...kept, ...fields });
    expect((await phones.ask("/")).text).toContain(
      "another broker or network: type the user's password again",
    );
    expect(setUp.record).toBe("");
  }
});

test("a form without the page's token is refused, and delays the next", async () => {
  const setUp = setUpOf();
  const phones = new Phones(setUp);
  for (const token of ["", "0", TOKEN.slice(1), `${TOKEN}0`, "%"]) {
    expect((await phones.post({ ...FILLED, token })).head.headers.location).toBe("/");
    expect((await phones.ask("/")).text).toContain("The page was an old one");
    phones.now += 999;
    expect((await phones.post(FILLED)).head.statusCode).toBe(429);
    phones.now += 1;
  }
  expect(setUp.record).toBe("");
  expect((await phones.post(FILLED)).head.statusCode).toBe(200);
});

test("only a form sent as browsers do is accepted", async () => {
  const phones = new Phones(setUpOf());
  const sent = (type: string) => phones.post(FILLED, { headers: { "content-type": type } });
  for (const type of ["text/plain", "application/json", "multipart/form-data; boundary=x"])
    expect((await sent(type)).head.statusCode).toBe(415);
  expect((await sent("Application/X-WWW-Form-URLEncoded; charset=utf-8")).head.statusCode).toBe(200);
});

test("a page under another host name receives no token", async () => {
  const setUp = setUpOf();
  const phones = new Phones(setUp);
  for (const host of ["evil.example", `${ADDRESS}.evil.example`, `${ADDRESS}:81`]) {
    const { head, text } = await phones.ask("/", { headers: { host } });
    expect([head.statusCode, head.headers.location, text]).toEqual([302, `http://${ADDRESS}/`, ""]);
    expect((await phones.post(FILLED, { headers: { host } })).head.statusCode).toBe(302);
  }
  expect(setUp.record).toBe("");
});

/** Requests by which phones and computers look for the internet, of public documents and sources. */
const PROBES = [
  ["Android", "connectivitycheck.gstatic.com", "/generate_204"],
  ["Android's second", "www.google.com", "/gen_204"],
  ["iOS and macOS", "captive.apple.com", "/hotspot-detect.html"],
  ["Windows", "www.msftconnecttest.com", "/connecttest.txt"],
  ["Windows's redirect", "www.msftconnecttest.com", "/redirect"],
  ["Windows before 10", "www.msftncsi.com", "/ncsi.txt"],
  ["Firefox", "detectportal.firefox.com", "/canonical.html"],
  ["Firefox's second", "detectportal.firefox.com", "/success.txt"],
  ["NetworkManager", "nmcheck.gnome.org", "/check_network_status.txt"],
] as const;

test.each(PROBES)("the probe of %s redirects to the page", async (_, host, path) => {
  const { head, text } = await new Phones(setUpOf()).ask(path, {
    headers: { host, connection: "keep-alive" },
  });
  expect([head.statusCode, head.headers.location, text]).toEqual([302, `http://${ADDRESS}/`, ""]);
});

test.each([
  [
    "of iOS in HTTP/1.0",
    "GET /hotspot-detect.html HTTP/1.0\r\nHost: captive.apple.com\r\nUser-Agent: CaptiveNetworkSupport-325.10.1 wispr\r\n\r\n",
  ],
  [
    "by a proxy",
    "GET http://connectivitycheck.gstatic.com/generate_204 HTTP/1.1\r\nHost: connectivitycheck.gstatic.com\r\n\r\n",
  ],
  ["without a host", "GET / HTTP/1.0\r\n\r\n"],
])("a probe %s redirects to the page uncached", (_, request) => {
  const answer = new Phones(setUpOf()).answer(request);
  expect(answer).toContain("HTTP/1.1 302 Found\r\n");
  expect(answer).toContain(`Location: http://${ADDRESS}/\r\n`);
  expect(answer).toContain("Cache-Control: no-store\r\n");
});

test("any text survives a form as its bytes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string(), (text, other) => {
      const body = new URLSearchParams({ a: other, text, z: other }).toString();
      expect(formField(body, "text")).toBe(utf8(text));
    }),
  );
});

test.each(["%", "%4", "%4g", "a%zz", "%-1"])("the escape %s is refused", (text) => {
  expect(formField(`a=1&b=${text}&c=2`, "b")).toBeUndefined();
  expect(formField(`a=1&b=${text}&c=2`, "c")).toBe("2");
});

test("a field is found by its whole name", () => {
  expect(formField("other=1", "her")).toBe("");
  expect(formField("a=b=c", "a")).toBe("b=c");
  expect(formField("a", "a")).toBe("");
  expect(formField("x=1&toke", "token")).toBe("");
});
