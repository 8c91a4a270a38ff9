// Doors of a device that stand open to its network: those that Espruino has
// besides ringmote's own connection.
import { connect } from "node:net";
import type { Finding } from "./doctor-checks.ts";

type Answer = "open" | "shut" | "silent" | "unknown name";

interface DoorPorts {
  telnet: number;
  update: number;
}

const DOOR_PORTS: DoorPorts = { telnet: 23, update: 88 };
const ANSWER_MS = 3000;

/** Knocks, and says nothing: who is let in at the console would hold it. */
export async function doorFindings(
  address: string,
  { telnet, update } = DOOR_PORTS,
  answerMs = ANSWER_MS,
): Promise<Finding[]> {
  const [console, updates] = await Promise.all([
    knock(address, telnet, answerMs),
    knock(address, update, answerMs),
  ]);
  const check = `device ${address}`;
  if (console === "unknown name")
    return [
      { check, ok: false, said: "its name is not known", cure: "give the device's address in numbers" },
    ];
  if (console === "silent" && updates === "silent")
    return [
      { check, ok: false, said: "it does not answer", cure: "look at the address, and whether it is on" },
    ];
  return [
    consoleFinding(`${check}, port ${telnet}`, console),
    updateFinding(`${check}, port ${update}`, updates),
  ];
}

function consoleFinding(check: string, answer: Answer): Finding {
  if (answer !== "open") return { check, ok: true, said: "shut" };
  return {
    check,
    ok: false,
    said: "a console stands open there, without a password: whoever is in this network reads the settings and replaces the program",
    cure: 'flash its image once more with this version ("ringmote flash"), which shuts it',
  };
}

function updateFinding(check: string, answer: Answer): Finding {
  if (answer !== "open") return { check, ok: true, said: "shut" };
  return {
    check,
    ok: false,
    said: "Espruino's own update server stands open there, which no program can shut: whoever is in this network replaces the firmware",
    cure: "build Espruino with NO_FOTA=1, or give the device a network of its own",
  };
}

function knock(host: string, port: number, answerMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer: Answer): void => {
      clearTimeout(limit);
      socket.destroy();
      resolve(answer);
    };
    const limit = setTimeout(() => end("silent"), answerMs);
    socket.on("connect", () => end("open"));
    socket.on("error", ({ code }: NodeJS.ErrnoException) => {
      if (code === "ECONNREFUSED") end("shut");
      else end(code === "ENOTFOUND" || code === "EAI_AGAIN" ? "unknown name" : "silent");
    });
  });
}
