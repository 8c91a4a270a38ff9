// Changes of settings by message, worked out on each engine that is here, the real interpreters among them.
import { expect, test } from "vitest";
import { changedSettings } from "../../src/runtime/settings-change.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { builtEverywhere } from "../../tools/laboratory/programs/engines.ts";

const RECORD = settingsRecord({
  ssid: "net",
  password: "pass-word",
  host: "old",
  user: "me",
  secret: "s3cret",
});

/** A device that moves: with its sentences the interpreter for 1,600 JsVars has no room for the changes. */
const WITHOUT = { "src/features.ts": { PLACE_SETTING: false } };

/** Among them those whose first letters stand at the end of the record, or of a line in it. */
const CHANGES = [
  "port=1884",
  "keepalive=30",
  "host=new",
  "secret=s",
  "ssid=other",
  "user=you\nport=1884",
  "nothing",
];

test("a change has the same outcome on each engine as in Node", async () => {
  const lines = CHANGES.map(
    (change) =>
      `told(changedSettings(given(${JSON.stringify(RECORD)}), given(${JSON.stringify(change)}), false));`,
  );
  const answers = await builtEverywhere(
    `
import { changedSettings, type ChangedSettings } from "../../../src/runtime/settings-change.ts";
function told({ record, fault }: ChangedSettings): void { emit(fault === "" ? record : fault); }
${lines.join("\n")}
`,
    WITHOUT,
  );
  const expected = CHANGES.map((change) => {
    const { record, fault } = changedSettings(RECORD, change, false);
    return Buffer.from(fault === "" ? record : fault, "latin1").toString("hex");
  });
  for (const [engine, own] of Object.entries(answers))
    expect({ engine, own }).toEqual({ engine, own: expected });
});
