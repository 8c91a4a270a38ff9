// Datagrams in virtual time: peers by address and port, names, and what a network and a board do to what goes
// through them.
import type { Datagrams, World } from "../../../src/platform/node/world.ts";

/**
 * What the network does from now on. "foreign": what comes, somebody else has sent. "silent": no name is
 * answered.
 */
type DatagramFault = "none" | "lost" | "doubled" | "late" | "foreign" | "unknown" | "silent";

/** One that a device has sent. */
interface Sent {
  bytes: string;
  address: string;
  port: number;
  /** Its own. */
  from: number;
}

export interface DatagramOptions {
  /** By "address:port": what it answers; `undefined` where it does not. */
  peers?: Readonly<Record<string, (bytes: string) => string | undefined>>;
  /** Addresses by name. */
  names?: Readonly<Record<string, string>>;
  /** The board takes them as Espruino on an ESP8266 does. */
  isPoor?: boolean;
}

const [SOON_MS, LATE_MS] = [20, 10_000] as const;
/**
 * Of libs/network/esp8266/network_esp8266.c: what is longer is dropped (:707); what is longer than its room
 * comes in two pieces (:857, :877).
 */
const [POOR_BYTES, POOR_ROOM] = [268, 260] as const;
const STRANGER = { address: "203.0.113.66", port: 6666 };

export class SimulatedDatagrams implements Datagrams {
  fault: DatagramFault = "none";
  readonly sent: Sent[] = [];
  private readonly bound = new Map<number, (bytes: string, address: string, port: number) => void>();

  constructor(
    private readonly timers: Pick<World, "after">,
    private readonly options: DatagramOptions = {},
  ) {}

  bind(port: number, heard: (bytes: string, address: string, port: number) => void) {
    if (this.bound.has(port)) return undefined;
    this.bound.set(port, heard);
    return {
      send: (bytes: string, address: string, to: number) => {
        if (this.bound.get(port) !== heard) return false;
        this.sent.push({ bytes, address, port: to, from: port });
        const answer = this.options.peers?.[`${address}:${to}`]?.(bytes);
        if (answer !== undefined) this.arrive(port, answer, address, to);
        return true;
      },
      close: () => void (this.bound.get(port) === heard && this.bound.delete(port)),
    };
  }

  resolve(name: string, callback: (address: string | undefined) => void): void {
    if (this.fault === "silent") return;
    const address = this.fault === "unknown" ? undefined : this.options.names?.[name];
    this.timers.after(SOON_MS, () => callback(address));
  }

  /** Somebody sends a datagram to a port of the device. */
  arrive(port: number, bytes: string, address: string, from: number): void {
    if (this.fault === "lost") return;
    const sender = this.fault === "foreign" ? STRANGER : { address, port: from };
    for (let i = 0; i < (this.fault === "doubled" ? 2 : 1); i += 1)
      this.timers.after(this.fault === "late" ? LATE_MS : SOON_MS, () => {
        for (const piece of this.piecesOf(bytes)) this.bound.get(port)?.(piece, sender.address, sender.port);
      });
  }

  private piecesOf(bytes: string): string[] {
    if (this.options.isPoor !== true || bytes.length <= POOR_ROOM) return [bytes];
    return bytes.length > POOR_BYTES ? [] : [bytes.slice(0, POOR_ROOM), bytes.slice(POOR_ROOM)];
  }
}
