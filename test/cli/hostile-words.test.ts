// Bad input at commands that ask a broker: each is refused in one sentence before anything is asked.
import { expect, test, vi } from "vitest";
import { main } from "../../tools/cli/main.ts";

const AT = ["--broker", "mqtt://localhost"];
const LONG = "x".repeat(70_000);
const USER =
  /^ringmote: User and password of the broker have no control characters, and at most 65535 bytes each\.$/;
const DEVICE =
  /^ringmote: No device has the name "[^"]{0,61}"; --device is the identity of one, such as climate-a1b2c3, or its root\.$/;
const NAME = /^ringmote: No device has the name "[^"]{0,61}"; name one device, or several as/;
const PREFIX =
  /^ringmote: --prefix "[^"]{0,61}" is not allowed; it is a topic without a wildcard, such as homeassistant\.$/;
const FILES =
  /^ringmote: --ca, --cert and --key are for a broker with TLS; name it with --broker mqtts:\/\/host, or leave them out\.$/;

type Refusal = readonly [readonly string[], RegExp];

const REFUSED: Refusal[] = [
  ...["u%00", "u:p%0a", LONG, `u:${LONG}`].flatMap((user) =>
    [["doctor"], ["sim"], ["forget"], ["settings", "--device", "a"]].map(
      (words): Refusal => [[...words, "--broker", `mqtt://${user}@localhost`], USER],
    ),
  ),
  ...["", "a/+", "a\nb", LONG, "a//b", "$SYS/a", "homeassistant/a"].map(
    (device): Refusal => [["settings", "--device", device, ...AT], DEVICE],
  ),
  ...["a\nb", LONG].map((name): Refusal => [["forget", name, "--yes", ...AT], NAME]),
  ...["", "a/#", "a\tb", LONG].map((prefix): Refusal => [["forget", "--prefix", prefix, ...AT], PREFIX]),
  ...[["doctor"], ["sim", "--minutes", "0.01"]].map((words): Refusal => [[...words, "--ca", "a.pem"], FILES]),
  [["doctor", "--port", ""], /^ringmote: --port names no port; leave it out, or name one\.$/],
  [
    ["doctor", "--broker", "mqtt://"],
    /^ringmote: The broker's address names no host; it must be like mqtt:\/\/host, or mqtts:\/\/user:password@host:8883 with TLS\.$/,
  ],
  [
    ["settings", "--target", "node", ...AT, "--out", ""],
    /^ringmote: --out names no file; leave it out, or name one\.$/,
  ],
];

test.each(REFUSED.map(([args, words]) => [JSON.stringify(args).slice(0, 60), args, words] as const))(
  "the argument %s is refused with one sentence",
  async (_shown, args, words) => {
    vi.spyOn(console, "log").mockImplementation(() => {});
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    const code = await main([...args]);
    const sentence = error.mock.calls.map(([line]) => String(line)).join("\n");
    vi.restoreAllMocks();
    expect(sentence).toMatch(words);
    expect(sentence).not.toMatch(/[\n\t]/);
    expect(code).toBe(2);
  },
);

test.each([
  [
    ["monitor", "--port", ""],
    '--port names no port; leave it out, or name one ("ringmote ports" tells them).',
  ],
  [
    ["settings", "--target", "node", ...AT, "--out", "/nowhere/there/settings"],
    "The settings cannot be written into /nowhere/there/settings: there is no such folder.",
  ],
] as const)("the command %j fails with one sentence", async (args, words) => {
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  const code = await main([...args]);
  const sentence = error.mock.calls.map(([line]) => String(line)).join("\n");
  vi.restoreAllMocks();
  expect([code, sentence]).toEqual([1, `ringmote: ${words}`]);
});
