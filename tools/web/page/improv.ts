// Wi-Fi by Improv over serial (version 1), for boards whose firmware speaks it: packets, and asking for what
// there is.
import type { BytePort } from "../../flash/byte-port.ts";
import { FlashError } from "../../flash/flash-error.ts";

const MARK = "IMPROV\x01";
const CURRENT_STATE = 1;
const ERROR_STATE = 2;
const RPC = 3;
const RESULT = 4;
const SET_WIFI = 1;
const REQUEST_STATE = 2;
const INFO = 3;

const PROVISIONED = 4;
const ERRORS: Readonly<Record<number, string>> = {
  1: "it did not understand the packet",
  2: "it does not know the command",
  3: "it could not connect: look at the network's name and password, and that it is a 2.4 GHz network",
};

export interface ImprovPacket {
  type: number;
  data: string;
}

/** A command as it goes over the line. `texts` are UTF-8. */
export function improvCommand(command: number, texts: readonly string[] = []): string {
  const data = texts.map((text) => String.fromCharCode(text.length) + text).join("");
  return improvPacket(RPC, String.fromCharCode(command, data.length) + data);
}

export function improvPacket(type: number, data: string): string {
  const body = `${MARK}${String.fromCharCode(type, data.length)}${data}`;
  return `${body}${String.fromCharCode(checksum(body))}\n`;
}

function checksum(bytes: string): number {
  let sum = 0;
  for (const byte of bytes) sum += byte.charCodeAt(0);
  return sum & 0xff;
}

/** Finds packets between other lines. Damaged packets are skipped. */
export function improvReader(tell: (packet: ImprovPacket) => void): (bytes: string) => void {
  let rest = "";
  return (bytes) => {
    rest += bytes;
    for (;;) {
      const at = rest.indexOf(MARK);
      // The beginning of a mark may stand at the end.
      if (at < 0) {
        rest = rest.slice(-MARK.length);
        return;
      }
      rest = rest.slice(at);
      const head = MARK.length + 2;
      if (rest.length < head) return;
      const end = head + rest.charCodeAt(head - 1);
      if (rest.length <= end) return;
      const isWhole = checksum(rest.slice(0, end)) === rest.charCodeAt(end);
      if (isWhole) tell({ type: rest.charCodeAt(head - 2), data: rest.slice(head, end) });
      rest = rest.slice(isWhole ? end + 1 : 1);
    }
  };
}

/** The board's description of itself: firmware, version, chip, name. */
function resultTexts(data: string): string[] {
  const texts: string[] = [];
  let at = 2;
  while (at < data.length) {
    const length = data.charCodeAt(at);
    texts.push(data.slice(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return texts;
}

/**
 * Asks for about a second and a half. Resolves with the board's description, or with nothing when it does not
 * speak Improv.
 */
export async function findImprov(port: BytePort): Promise<string[] | undefined> {
  const states = exchange(port, improvCommand(REQUEST_STATE), ({ type }) => type === CURRENT_STATE, 750, 2);
  if ((await states) === undefined) return undefined;
  const isInfo = ({ type, data }: ImprovPacket) => type === RESULT && data.charCodeAt(0) === INFO;
  const info = await exchange(port, improvCommand(INFO), isInfo, 1000, 1);
  return info === undefined ? [] : resultTexts(info.data);
}

/** Gives the board a network. Rejects with a FlashError when it cannot connect or does not answer. */
export async function setImprovWifi(port: BytePort, ssid: string, password: string): Promise<void> {
  const isEnd = ({ type, data }: ImprovPacket) =>
    (type === ERROR_STATE && data.charCodeAt(0) !== 0) ||
    (type === CURRENT_STATE && data.charCodeAt(0) === PROVISIONED);
  const packet = await exchange(port, improvCommand(SET_WIFI, [ssid, password]), isEnd, 30_000, 1);
  if (packet === undefined)
    throw new FlashError("no answer", "The board did not say how it went. Restart it, and try again.");
  if (packet.type === ERROR_STATE) {
    const why = ERRORS[packet.data.charCodeAt(0)] ?? "it does not say why";
    throw new FlashError("refused", `The board did not take the network: ${why}.`);
  }
}

async function exchange(
  port: BytePort,
  command: string,
  isAnswer: (packet: ImprovPacket) => boolean,
  patience: number,
  tries: number,
): Promise<ImprovPacket | undefined> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const answer = new Promise<ImprovPacket | undefined>((resolve) => {
      port.listen(improvReader((packet) => isAnswer(packet) && resolve(packet)));
      setTimeout(resolve, patience, undefined);
    });
    await port.write(command);
    const packet = await answer;
    if (packet !== undefined) return packet;
  }
  return undefined;
}
