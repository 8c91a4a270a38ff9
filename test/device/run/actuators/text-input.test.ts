// A text input: its commands and its states, what is kept, what is wrong, and its entity in Home Assistant.
import { describe, expect, test } from "vitest";
import { declarationFaults } from "../../../../src/checks/declaration-faults.ts";
import { sentencesOf } from "../../../../src/checks/fault.ts";
import { type TextInputOptions, textInput } from "../../../../src/device/declare/actuators/text-input.ts";
import { homeAssistant } from "../../../../src/device/declare/home-assistant.ts";
import { when } from "../../../../src/device/declare/rules/when.ts";
import { NOT_UNDERSTOOD } from "../../../../src/device/run/actuators/behaviour.ts";
import { PERSISTED_STATES_RECORD } from "../../../../src/device/run/persisted-states.ts";
import { createRegistry } from "../../../home-assistant/registry.ts";
import { messagesOf } from "../../../home-assistant/states.ts";
import { startActing } from "../../acting-device.ts";
import { ALLOWED, ILL_FORMED, REFUSED, TAKEN } from "./texts.ts";

/** A text as it goes over the network. */
const bytes = (text: string) => Buffer.from(text).toString("latin1");
const text = (payload: string) => Buffer.from(payload, "latin1").toString();

test("a text input accepts texts by characters and publishes each", () => {
  const run = startActing({ actuators: [textInput("note", { minLength: 1, maxLength: 4, initial: "ß" })] });
  for (const text of TAKEN) run.command("note", bytes(text));
  run.command("note", bytes("None"));
  expect(run.saidOf("note").map(text)).toEqual(["ß", ...TAKEN, "None"]);
});

test.each([...REFUSED.map(bytes), ...ILL_FORMED])(
  "a text input refuses %j, keeps its text and names the reason",
  (payload) => {
    const run = startActing({
      actuators: [textInput("note", { minLength: 1, maxLength: 4, initial: "ok" })],
    });
    run.said();
    run.command("note", payload);
    const [own, all, ...more] = run.said();
    expect(own).toMatch(/^note\/problem=not understood: /);
    expect(own?.endsWith(`; ${ALLOWED}`)).toBe(true);
    expect(all).toBe(own?.replace("note/problem=", "problem=note: "));
    expect(more).toEqual([]);
    run.command("note", "yes");
    expect(run.said()).toEqual(["note=yes", "note/problem=none", "problem=none"]);
  },
);

test("a text may be empty unless its options forbid it", () => {
  const run = startActing({ actuators: [textInput("note")] });
  run.command("note", "x".repeat(64));
  run.command("note", "");
  expect(run.saidOf("note")).toEqual(["", "x".repeat(64), ""]);
});

test("a text has at most 255 bytes", () => {
  const { behaviour, ...declaration } = textInput("note", { maxLength: 255 });
  const understood = (payload: string) => behaviour.understand({ declaration } as never, bytes(payload));
  expect(["x".repeat(255), "日".repeat(85)].map(understood)).toEqual([0, 0]);
  expect(["x".repeat(256), "日".repeat(86)].map(understood)).toEqual([NOT_UNDERSTOOD, NOT_UNDERSTOOD]);
});

describe("a text kept over restarts", () => {
  const kept = () => ({
    actuators: [textInput("note", { maxLength: 5, atStart: "last", initial: "first" })],
  });

  test("a kept text survives a restart, whatever its characters", () => {
    const run = startActing(kept());
    expect(run.saidOf("note")).toEqual(["first"]);
    run.command("note", "a=b");
    run.command("note", "c=d");
    run.pass(20_000);
    expect(run.storage.get(PERSISTED_STATES_RECORD)).toBe("\nnote=0\nnote/text=c=d\n");
    expect(startActing(kept(), { storage: run.storage }).saidOf("note")).toEqual(["c=d"]);
  });

  test.each(["\nnote=0\nnote/text=toolong\n", "\nnote=0\n", "\nnote/text=cut"])(
    "a kept text ignores the invalid record %j",
    (record) => {
      const storage = new Map([[PERSISTED_STATES_RECORD, record]]);
      expect(startActing(kept(), { storage }).saidOf("note")).toEqual(["first"]);
    },
  );

  test("a kept text may be empty", () => {
    const storage = new Map([[PERSISTED_STATES_RECORD, "\nnote=0\nnote/text=\n"]]);
    expect(startActing(kept(), { storage }).saidOf("note")).toEqual([""]);
  });
});

test.each<[TextInputOptions, string]>([
  [{ maxLength: 256 }, "has maxLength of 256; it is a whole number from 1 to 255."],
  [{ maxLength: 0 }, "has maxLength of 0; it is a whole number from 1 to 255."],
  [
    { minLength: 4, maxLength: 4 },
    "has minLength of 4; it is a whole number from 0, and below maxLength, which is 4.",
  ],
  [
    { minLength: 0.5 },
    "has minLength of 0.5; it is a whole number from 0, and below maxLength, which is 64.",
  ],
  [{ pattern: "[" }, 'has the pattern "[", which is no regular expression.'],
  [{ minLength: 1 }, 'starts with ""; a text of it has 1 to 64 characters.'],
  [{ maxLength: 2, atStart: "日本語" }, 'starts with "日本語"; a text of it has 0 to 2 characters.'],
  [
    { maxLength: 255, initial: "日".repeat(86) },
    `starts with "${"日".repeat(60)}…"; a text has at most 255 bytes of UTF-8.`,
  ],
  [
    { initial: "\ud83d" },
    'starts with "\\ud83d"; it holds half of a character (a surrogate without its other half).',
  ],
  [{ initial: "a\tb" }, 'starts with "a\\tb"; a text has no control characters.'],
  [{ pattern: "[a-z]+$", atStart: "A" }, 'starts with "", which its pattern does not let people write.'],
])("a text input with %j is refused with its fault", (options, sentence) => {
  const faults = sentencesOf(declarationFaults({ name: "x", actuators: [textInput("note", options)] }));
  expect(faults[0]).toBe(`The text "note" ${sentence}`);
});

test("a text input checks its options, and no rule sets one", () => {
  const odd = { mode: "secret", size: 5, minLength: "1" } as never;
  const faults = sentencesOf(declarationFaults({ name: "x", actuators: [textInput("note", odd)] }));
  expect(faults).toEqual([
    'The option mode is "secret"; it is "text" or "password".',
    expect.stringContaining("There is no option"),
    'The option minLength is "1"; it is a number.',
  ]);
  const rules = [when("note").is("a").set("note", "b")] as never;
  const [first] = sentencesOf(declarationFaults({ name: "x", actuators: [textInput("note")], rules }));
  expect(first).toMatch(/names the state "a" of "note"; it is a text, which no rule sets or waits for\.$/);
});

test("Home Assistant shows the text and sets it", () => {
  const note = textInput("note", { maxLength: 8, mode: "password", pattern: "[a-zü]*$", category: "config" });
  const run = startActing({ discovery: homeAssistant(), actuators: [note] });
  const registry = createRegistry();
  const listen = () => {
    const { received } = run.broker;
    for (const { topic, payload } of received)
      if (topic.startsWith("homeassistant/"))
        registry.discover(topic.replace("homeassistant/", ""), text(payload));
    for (const { topic, payload } of received) registry.hear(topic, text(payload), run.clock.now());
  };
  listen();
  const [id = ""] = registry.uniqueIds().filter((id) => id.endsWith("-note"));
  const { platform, config } = registry.entity(id);
  expect(config).toMatchObject({ min: 0, max: 8, mode: "password", pattern: "[a-zü]*$", qos: 1 });
  const [sent] = messagesOf(platform, config, { text: "grün" });
  run.broker.deliver(sent?.topic ?? "", bytes(sent?.payload ?? ""));
  run.pass(200);
  listen();
  expect([registry.stateOf(id, run.clock.now()), registry.complaints]).toEqual(["grün", []]);
});
