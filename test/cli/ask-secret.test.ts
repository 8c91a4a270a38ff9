// A password that is asked for on a terminal: socat is the terminal, and types.
import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { needs, SOCAT } from "../needs.ts";

const PROGRAM = fileURLToPath(new URL("../../tools/cli/ringmote.js", import.meta.url));
const ENDED = "[ended]";
const ASKED = /Password of the Wi-Fi home \(not shown\): /;

/** What the terminal shows until the command has ended, when this is typed at its question. */
async function shown(typed: string): Promise<string> {
  const command = `${process.execPath} ${PROGRAM} settings --port /dev/no-such-port --ssid home --broker mqtt\\://host`;
  // socat drops what a terminal still shows when its last program ends: the shell stays until all of it has come.
  const child = spawn("socat", ["-", `SYSTEM:${command}; echo ${ENDED}; read line,pty,setsid,ctty,stderr`]);
  onTestFinished(() => void child.kill("SIGKILL"));
  let text = "";
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.stdout.on("data", (bytes) => {
    const wasAsked = ASKED.test(text);
    text += bytes;
    if (!wasAsked && ASKED.test(text)) child.stdin.write(typed);
    if (text.includes(ENDED)) child.kill("SIGKILL");
  });
  await ended;
  return text;
}

test("a typed password is hidden and checked", needs(SOCAT), async () => {
  const text = await shown("seven77\r");
  expect(text).toMatch(/password has 8 to 64 bytes/);
  expect(text).not.toContain("seven77");
});

test("an empty line means no password, and the command continues", needs(SOCAT), async () => {
  expect(await shown("\r")).toMatch(/There is no port \/dev\/no-such-port/);
});

test("Ctrl-D at the password prompt ends the command unchanged", needs(SOCAT), async () => {
  expect(await shown("\x04")).toMatch(/No password was given, and nothing was done/);
});

const AT_NO_PORT = ["settings", "--port", "/dev/no-such-port", "--ssid", "home"];

/** What the command says when this stands on the left of it in a shell. */
function piped(left: string, broker = "mqtt://host"): string {
  const words = [process.execPath, PROGRAM, ...AT_NO_PORT, "--broker", broker].map((word) => `'${word}'`);
  const options = { encoding: "utf8", timeout: 30_000 } as const;
  const { stderr, signal } = spawnSync("sh", ["-c", `${left} | ${words.join(" ")}`], options);
  expect(signal).toBeNull();
  return stderr;
}

test("passwords are read from a pipe, one per line", () => {
  expect(piped("printf seven77")).toMatch(/password has 8 to 64 bytes/);
  expect(piped("printf 'eight888\\r\\n\\000'", "mqtt://me@host")).toMatch(/setting secret cannot be that/);
  expect(piped("printf 'eight888\\nother\\nmore'", "mqtt://me@host")).toMatch(/There is no port/);
});

test("an empty pipe means no password; an open one is not awaited", () => {
  expect(piped("true")).toMatch(/There is no port/);
  // Longer than this test waits for the command.
  expect(piped("{ echo seven77; sleep 40 2> /dev/null & }")).toMatch(/password has 8 to 64 bytes/);
});
