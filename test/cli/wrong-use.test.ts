import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { main } from "../../tools/cli/main.ts";
import { ringmote as ringmoteIn } from "./child.ts";
import { createOwnProject } from "./own-project.ts";

/** Runs the command line in this process: its exit code and the sentence it wrote. */
async function ringmote(...args: string[]) {
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  const code = await main(args);
  const sentence = error.mock.calls.map(([line]) => String(line)).join("\n");
  error.mockRestore();
  return { code, sentence };
}

test.each([
  [
    ["smi"],
    /^ringmote: There is no command "smi"; did you mean "sim"\? Known are: sim, run, fleet, .*, erase\.$/,
  ],
  [
    ["run", "climte", "--broker", "mqtt://localhost"],
    /^ringmote: There is no firmware "climte"; did you mean "climate"\? Known are: .*climate/,
  ],
  [["run"], 'ringmote: ringmote run needs a <firmware>; "ringmote run --help" shows how it is used.'],
  [
    ["build"],
    'ringmote: ringmote build needs a <firmware>, or --all; "ringmote build --help" shows how it is used.',
  ],
  [
    ["build", "climate"],
    'ringmote: ringmote build needs --board <board>, or --all; "ringmote boards" names the boards there are.',
  ],
  [
    ["build", "--all", "--board", "esp32-espruino"],
    "ringmote: Option '--all' cannot be used with option '--board <board>'. \"ringmote build --help\" shows how it is used.",
  ],
  [
    ["board", "d1-mni-nodemcu"],
    /^ringmote: There is no board "d1-mni-nodemcu"; did you mean "d1-mini-nodemcu"\?/,
  ],
  [
    ["board", "sonoff-basic-nodemcu", "--firmware", "climate"],
    /^ringmote: The firmware climate has no wiring for sonoff-basic-nodemcu; it has one for: /,
  ],
  [
    ["list", "all"],
    /^ringmote: Too many arguments for 'list'.*"ringmote list --help" shows how it is used\.$/,
  ],
  [
    ["sim", "--sped", "5"],
    /^ringmote: There is no option of ringmote sim "--sped"; did you mean "--speed"\? Known are: --sealed, --only, /,
  ],
  ...[
    ["run", "climate"],
    ["fleet", "climate", "--count", "2"],
    ["sim"],
    ["doctor"],
    ["forget"],
    ["settings", "--device", "attic"],
  ].map((command): [string[], string | RegExp] => [
    [...command, "--broker", "mqtt://127.0.0.1:1", "--ca", "authority.pem"],
    /--ca.*mqtts:\/\/.*leave (them|--ca) out/,
  ]),
  [["sim", "--speed", "fast"], "ringmote: --speed fast is not allowed; it is a number from 1 to 600."],
  [
    ["sim", "--port", "65536"],
    "ringmote: --port 65536 is not allowed; it is a whole number from 0 to 65535.",
  ],
  [
    ["flash", "climate", "--board", "esp32-espruino", "--offset", "0x1000"],
    "ringmote: --offset is where the file of --firmware begins, and there is none; leave it out, or name the file.",
  ],
  [
    ["flash", "--firmware", "espruino.bin", "--watch"],
    'ringmote: --watch is about the device that is sent, and none is named; name one ("ringmote list" names what there is).',
  ],
  ...["", " "].map((host): [string[], string] => [
    ["web", "--host", host, "--port", "0"],
    "ringmote: --host names no address; leave it out for 127.0.0.1, or name one of this computer, 0.0.0.0 for all of them.",
  ]),
  [["sim", "--replay", "none.csv"], "ringmote: none.csv cannot be read: there is no such file."],
  [
    ["run", "climate"],
    "ringmote: No broker is given; take --own-broker, give one with --broker mqtt://host, or --storage with a folder that holds settings.",
  ],
  [
    ["run", "./nowhere", "--broker", "mqtt://localhost"],
    "ringmote: The folder ./nowhere holds no device.ts; a firmware is a folder with one.",
  ],
  [
    ["run", "./climate", "--broker", "mqtt://localhost"],
    "ringmote: The folder ./climate holds no device.ts; a firmware is a folder with one. Did you mean the firmware climate?",
  ],
  [
    ["run", "./firmware/climate/device.ts", "--broker", "mqtt://localhost"],
    "ringmote: ./firmware/climate/device.ts is a file; a firmware is the folder of its device.ts: write ./firmware/climate.",
  ],
  [
    ["run", "climate", "--broker", "http://me:secret@localhost"],
    "ringmote: The broker's address does not begin with mqtt:// or mqtts://; it must be like mqtt://host, or mqtts://user:password@host:8883 with TLS.",
  ],
  [
    ["run", "climate", "--broker", "mqtt://localhost:99999"],
    "ringmote: The broker's address has a port above 65535; it must be like mqtt://host, or mqtts://user:password@host:8883 with TLS.",
  ],
  [
    ["run", "climate", "--broker", "mqtts://localhost", "--cert", "c.pem"],
    "ringmote: A certificate and its key belong together; give both --cert and --key.",
  ],
  [
    ["run", "climate", "--broker", "mqtts://localhost", "--ca", "none.pem"],
    "ringmote: The file none.pem of --ca cannot be read; it must be a PEM file.",
  ],
  [
    ["run", "climate", "--broker", "mqtts://localhost", "--ca", "package.json"],
    "ringmote: The file package.json of --ca cannot be read; it must be a PEM file.",
  ],
  [
    ["run", "climate", "--own-broker", "--storage", "package.json"],
    "ringmote: The folder package.json cannot be used as storage: it is there, and is no folder.",
  ],
  [
    ["run", "climate", "--broker", "mqtt://localhost", "--chip", "xyz"],
    "ringmote: --chip xyz is not allowed; it is 6 to 12 hexadecimal digits in lower case.",
  ],
  [
    ["settings", "--target", "node", "--broker", "mqtt://h", "--root", "home/+"],
    "ringmote: The setting root cannot be that: root stands in topics, and must not hold the wildcards + and #.",
  ],
  [["settings", "--target", "node"], /^ringmote: Required option '--broker <url>' not specified\./],
  [
    ["settings", "--target", "arduino", "--broker", "mqtt://h"],
    /Allowed choices are node, espruino, nodemcu, linux\./,
  ],
  [
    ["settings", "--target", "espruino", "--broker", "mqtt://h"],
    "ringmote: A board needs Wi-Fi; give the network with --ssid, or name a device that runs with --device.",
  ],
  [
    ["settings", "--broker", "mqtt://h"],
    "ringmote: A board needs Wi-Fi; give the network with --ssid, or name a device that runs with --device.",
  ],
  [
    ["settings", "--broker", "mqtt://h", "--out", "settings"],
    "ringmote: --out writes what a target reads, and none is given; give it with --target.",
  ],
  [
    ["settings", "--target", "nodemcu", "--ssid", "w", "--broker", "mqtts://h"],
    "ringmote: TLS under NodeMCU lets in brokers of one authority, and none is given; name its file with --ca, or give the broker as mqtt://.",
  ],
  [
    ["settings", "--target", "nodemcu", "--ssid", "w", "--broker", "mqtts://h", "--ca", "/no/such/file"],
    "ringmote: The file /no/such/file of --ca cannot be read; give the certificate of the broker's authority, as PEM.",
  ],
  [
    ["settings", "--target", "nodemcu", "--ssid", "w", "--broker", "mqtts://h", "--cert", "a", "--key", "b"],
    "ringmote: --cert and --key are what this client shows to the broker, with --device; a board shows no certificate. Leave them out.",
  ],
  [
    ["flash", "--firmware", "f.bin", "--with", "tls"],
    /^ringmote: --with is about the device that is sent, and none is named/,
  ],
  [
    ["flash", "climate", "--board", "esp8266-nodemcu", "--with", "tsl"],
    /^ringmote: There is no feature "tsl"; did you mean "tls"\?/,
  ],
] as [string[], string | RegExp][])(
  "ringmote %j is refused with one sentence and exit code 2",
  async (args, expected) => {
    const { code, sentence } = await ringmote(...args);
    expect(code).toBe(2);
    expect(sentence).not.toContain("\n");
    if (typeof expected === "string") expect(sentence).toBe(expected);
    else expect(sentence).toMatch(expected);
  },
);

test("no refusal shows a password of an address", async () => {
  vi.stubEnv("RINGMOTE_BROKER_PASSWORD", "secret");
  onTestFinished(() => void vi.unstubAllEnvs());
  for (const url of [
    "mqtt:/a:secret h",
    "mqtt:a:secret@h",
    "mqtt://u:secret h",
    "mqtt://u:secret h@b",
    "mqtt://u:12#secret@h",
    "mqtt://u:12?secret@h",
    "mqtt://u:1/secret@h",
    "mqtt://u:secret@h#x",
    "mqtt://u:%zzsecret@h",
    "mqtt://:secret@h",
    "mqtt://h",
    "secret",
    "\u001b[2Jsecret",
    "mqtt://u:secret@",
    "u:secret@host",
    "mqtts://u:secret@h:99999",
    "mqtt://u:secret@h/path",
  ]) {
    const { code, sentence } = await ringmote("run", "climate", "--broker", url);
    expect(code, url).toBe(2);
    expect(sentence).not.toContain("secret");
  }
  const lines = [["mqtt://u:secret@h"], ["run", "mqtt://u:secret@h"], ["doctor", "mqtt://u:secret@h"]];
  for (const line of [
    ...lines,
    ["doctor", "--brokr=mqtt://u:secret@h"],
    ["sim", "--speed", "mqtt://u:secret@h"],
  ])
    expect((await ringmote(...line)).sentence, line.join(" ")).not.toContain("secret");
});

test("help and version exit with 0", async () => {
  const write = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  expect([(await ringmote("--help")).code, (await ringmote("--version")).code]).toEqual([0, 0]);
  write.mockRestore();
});

test("an empty command line prints the help with exit code 2", async () => {
  const write = vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  const { code } = await ringmote();
  expect(String(write.mock.calls[0]?.[0])).toMatch(/^Usage: ringmote/);
  write.mockRestore();
  expect(code).toBe(2);
});

test("a misspelt own folder gets the right spelling", async () => {
  const { folder, remove } = createOwnProject();
  onTestFinished(remove);
  mkdirSync(join(folder, "cold-frame"));
  writeFileSync(join(folder, "cold-frame", "device.ts"), "export default {};");
  const run = ringmoteIn(["build", "cold-frame", "--board", "esp32-espruino"], {}, folder);
  expect(await run.ended).toBe(2);
  expect(run.errors()).toBe(
    'ringmote: "cold-frame" is a folder here, and no firmware of ringmote; write ./cold-frame.\n',
  );
});
