// A set-up on each engine that is here, as built for the boards: the same answers as in Node, byte for byte.
import { expect, test } from "vitest";
import { utf8 } from "../../src/bytes/utf8.ts";
import { BY_PASSWORD, OPEN } from "../../src/ports/access-point.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { captiveAnswer } from "../../src/setup/captive-dns.ts";
import { networkFound } from "../../src/setup/set-up.ts";
import { absentEngines, builtEverywhere } from "../../tools/laboratory/programs/engines.ts";
import { ADDRESS, MOST_HEAD, Phones, setUpOf, TOKEN } from "./phones.ts";

const BEFORE = settingsRecord({
  ssid: "net",
  password: "pass-word",
  host: "old",
  user: "me",
  secret: "s3cret",
});
const NETWORKS = [
  ["far", -80, BY_PASSWORD],
  ["Café <☕>", -40, OPEN],
  ["net", -66, BY_PASSWORD],
] as const;

const head = (line: string, host = ADDRESS) => `${line} HTTP/1.1\r\nHost: ${host}\r\n`;
const post = (fields: Readonly<Record<string, string>>) => {
  const body = new URLSearchParams({ token: TOKEN, ...fields }).toString();
  return `${head("POST /")}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
};

/** A board that is set up has no place. */
const WITHOUT = { "src/features.ts": { PLACE_SETTING: false } };

/** Each on a socket of its own, in two halves. */
const REQUESTS = [
  `${head("GET /")}\r\n`,
  `${head("HEAD /")}\r\n`,
  `${head("GET /generate_204", "connectivitycheck.gstatic.com")}\r\n`,
  `${head("GET /x")}\r\n`,
  `${head("PUT /")}\r\n`,
  post({ token: "0" }),
  post({}),
  `${head("GET /")}A: ${"b".repeat(300)}\r\n\r\n`,
  post({ host: "mqtt://x", ssid: "net", user: "me" }),
  `${head("GET /")}\r\n`,
  post({ host: "new:1884", ssid: "far", password: "12345678", user: "Zoë", secret: "100 %" }),
  `${head("GET /")}\r\n`,
];
/** Between two of them: the third waits for the one before, which guessed. */
const PAUSE_MS = 600;

const QUERY = "\x12\x34\x01\0\0\x01\0\0\0\0\0\0\x07example\x03com\0\0\x01\0\x01";
const PORTAL = "\xc0\xa8\x04\x01";

const halves = (text: string): [string, string] => [
  text.slice(0, text.length >> 1),
  text.slice(text.length >> 1),
];

const literal = (bytes: string) =>
  `"${[...bytes].map((byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`).join("")}"`;

function inNode(): string[] {
  const setUp = setUpOf({ before: BEFORE, report: "it failed" });
  for (const [name, dBm, admission] of NETWORKS) networkFound(setUp, utf8(name), dBm, admission);
  const phones = new Phones(setUp);
  const answers = REQUESTS.flatMap((request) => {
    phones.now += PAUSE_MS;
    const { socket, line } = phones.open() ?? expect.fail("refused");
    for (const half of halves(request)) phones.send(socket, half);
    phones.take(socket);
    return line.pieces;
  });
  return [...answers, captiveAnswer(QUERY.slice(1), PORTAL), captiveAnswer(QUERY, PORTAL), setUp.record];
}

const PROGRAM = `import { captiveAnswer } from "../../../src/setup/captive-dns.ts";
import { createHttpServer, socketDrained, socketOpened, socketReceived } from "../../../src/http/http-server.ts";
import { createSetUp, networkFound } from "../../../src/setup/set-up.ts";

let isOpen = true;
function writeSocket(socket: number, bytes: string): void {
  emit(bytes);
}
function endSocket(socket: number): void {
  isOpen = false;
}
const setUp = createSetUp("ringmote-a1b2c3", "${ADDRESS}", given(${literal(BEFORE)}), false, given("${TOKEN}"), "it failed", undefined, false, false);
${NETWORKS.map(([name, dBm, admission]) => `networkFound(setUp, given(${literal(utf8(name))}), given(${dBm}), "${admission}");`).join("\n")}
const server = createHttpServer({ writeSocket, endSocket }, setUp, given(${MOST_HEAD}));
let now = given(1000);
function ask(first: string, second: string): void {
  now = now + ${PAUSE_MS};
  isOpen = true;
  const socket = socketOpened(server, now);
  socketReceived(server, socket, first, now);
  socketReceived(server, socket, second, now);
  while (isOpen) socketDrained(server, socket, now);
}
${REQUESTS.map((request) => `ask(${halves(request).map(literal).join(", ")});`).join("\n")}
emit(captiveAnswer(given(${literal(QUERY.slice(1))}), "${"\\xc0\\xa8\\x04\\x01"}"));
emit(captiveAnswer(given(${literal(QUERY)}), "${"\\xc0\\xa8\\x04\\x01"}"));
emit(setUp.record);
`;

test(`a set-up answers the same on each engine${absentEngines.length === 0 ? "" : ` (not here: ${absentEngines.join(", ")})`}`, async () => {
  const expected = inNode().map((line) => Buffer.from(line, "latin1").toString("hex"));
  for (const [engine, answers] of Object.entries(await builtEverywhere(PROGRAM, WITHOUT)))
    expect({ engine, answers }).toEqual({ engine, answers: expected });
});
