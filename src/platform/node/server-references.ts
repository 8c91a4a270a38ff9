// Where a client goes that its broker sends to another one, if its options let it (MQTT 5.0, 4.11).
import type { Client } from "../../mqtt/client.ts";
import { hostOf, portOf } from "../../mqtt/failover.ts";
import { isToFollow, setFollowing } from "../../mqtt/protocol.ts";
import { SERVER_MOVED } from "../../mqtt/version-5/reason.ts";
import { hostFault } from "./host-fault.ts";
import { textOf } from "./text.ts";

export interface Place {
  host: string;
  /** 0: the usual one. */
  port: number;
}

/** So often in a row, without a connection that lasts: brokers may send a client in a circle. */
const MOST_HOPS = 3;
/** A connection that lasts this long ends the row. */
const LASTING_MS = 30_000;
const HIGHEST_PORT = 65535;
/** An address of IPv6, as 4.11 writes it. */
const IN_BRACKETS = /^\[([0-9a-f:.]+)\](?::(\d{1,5}))?$/i;

export class ServerReferences {
  /** In place of the brokers of the options; also once its connection has ended. */
  private other: Place | undefined = undefined;
  private isForGood = false;
  private hops = 0;
  /** Of the connection that stands. */
  private connectedAt: number | undefined = undefined;

  constructor(client: Client) {
    setFollowing(client, true);
  }

  /** Where the next connection goes; undefined: to a broker of the options. */
  place(): Place | undefined {
    return this.other;
  }

  connected(now: number): void {
    this.connectedAt = now;
  }

  /** A connection has ended, or an attempt. */
  lost(client: Client, now: number): void {
    const { connectedAt } = this;
    const { reasonCode, reference } = client.protocol;
    this.connectedAt = undefined;
    if (connectedAt !== undefined && now - connectedAt >= LASTING_MS) this.hops = 0;
    if (isToFollow(client, reasonCode)) {
      this.hops += 1;
      this.other = placeIn(textOf(reference));
      this.isForGood = reasonCode === SERVER_MOVED;
    } else {
      // The row was too long, and its last refusal has made a long pause.
      if (this.hops >= MOST_HOPS) this.hops = 0;
      if (connectedAt === undefined || !this.isForGood) this.other = undefined;
    }
    setFollowing(client, this.hops < MOST_HOPS);
  }
}

/** The first place of a reference that is one. */
function placeIn(reference: string): Place | undefined {
  for (const one of reference.split(" ")) {
    const [, address, given = "0"] = IN_BRACKETS.exec(one) ?? [];
    if (address !== undefined && Number(given) <= HIGHEST_PORT) return { host: address, port: Number(given) };
    if (one !== "" && !one.includes(",") && hostFault(one).length === 0)
      return { host: hostOf(one), port: portOf(one, 0) };
  }
  return undefined;
}
