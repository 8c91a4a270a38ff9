// The broker's core: its sessions, messages and wills, and the functions that its connections need.
import type { IConnectPacket, IPublishPacket, Packet } from "mqtt-packet";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { PeerEnd, PeerEvents } from "../worlds/link.ts";
import { createPublishRates, type PublishRates } from "./access/publish-rate.ts";
import type { Authenticator } from "./access/verdict.ts";
import type { Exchange } from "./authentication.ts";
import type { BrokerOptions, BrokerState } from "./broker.ts";
import { Connection } from "./connection.ts";
import type { ConnectionHost } from "./connection-host.ts";
import { Dispatcher } from "./dispatcher.ts";
import { type Limits, NO_LIMITS } from "./limits.ts";
import { brokerMessage, type Message, type Qos } from "./message.ts";
import type { ReceivedMessage } from "./message-log.ts";
import type { Welcome } from "./protocol.ts";
import { createQuota } from "./quota.ts";
import type { Misdeed } from "./sender.ts";
import { Sessions } from "./sessions.ts";
import type { ReportShortage } from "./shortages.ts";
import { Turns } from "./turns.ts";
import { Wills } from "./wills.ts";

export class BrokerCore implements ConnectionHost {
  readonly timers: Timers;
  readonly turns: Turns;
  readonly limits: Limits;
  readonly keepAliveSlackMs: number;
  readonly records: boolean;
  readonly rates: PublishRates;
  readonly authenticator: Authenticator | undefined;
  readonly short: ReportShortage;
  readonly dispatcher: Dispatcher;
  readonly sessions: Sessions;
  readonly open = new Set<Connection>();
  isStopped = false;
  private readonly wills: Wills;
  private readonly state: BrokerState;
  private connections = 0;
  private untakenBytes = 0;

  constructor(options: BrokerOptions, state: BrokerState) {
    const { timers, overlapping = "once", sharing = "in turn", queues = [], short = () => {} } = options;
    this.state = state;
    this.timers = timers;
    this.limits = { ...NO_LIMITS, ...options.limits };
    this.turns = new Turns(timers, this.limits);
    this.keepAliveSlackMs = options.keepAliveSlackMs ?? 1000;
    this.records = options.records ?? true;
    this.rates = createPublishRates(timers);
    this.authenticator = options.authenticator;
    this.short = short;
    const filters = createQuota(this.limits.rooms.filters);
    this.dispatcher = new Dispatcher(timers, this.limits, overlapping, sharing, queues, filters, short);
    this.sessions = new Sessions({
      timers,
      limits: this.limits,
      quota: createQuota(this.limits.rooms.messages, (clientId) => this.sessions.clear(clientId)),
      permissions: filters,
      short,
      records: this.records,
      payloadsDiffer: options.payloadsDiffer ?? false,
      breached: this.breached,
      over: (session) => {
        this.dispatcher.drop(session);
        this.wills.sessionOver(session.clientId);
      },
    });
    const willQuota = createQuota(this.limits.rooms.wills, (clientId) => {
      short("wills", clientId);
      this.sessions.giveUp(clientId);
    });
    this.wills = new Wills(timers, willQuota, this.publishWill);
  }

  /** Accepts a new connection. */
  readonly connect = (end: PeerEnd): PeerEvents => {
    const connection = new Connection(this, end, this.connections);
    this.connections += 1;
    this.turns.endSoon();
    this.open.add(connection);
    if (this.isStopped) connection.hangUp();
    return connection.events;
  };

  /** The connection of a client, or the newest one. */
  connectionOf(clientId: string | undefined): Connection | undefined {
    return [...this.open].findLast(
      (connection) => clientId === undefined || connection.clientId === clientId,
    );
  }

  readonly admit: ConnectionHost["admit"] = (connect, connection, will, permissions) => {
    if (this.records) this.state.connects.push(connect);
    const code = this.state.behaviour.admits(connect);
    if (code !== connection.protocol.accepted) return code;
    if (!this.wills.fits(will)) {
      this.short("longWill", connect.clientId);
      return connection.protocol.noRoomForWill;
    }
    const admitted = this.sessions.admit(connect, connection, permissions);
    if (typeof admitted === "number") return admitted;
    this.wills.sessionGoesOn(connection.clientId);
    this.wills.keep(will, connection);
    return admitted;
  };

  ended(connection: Connection, isOrderly: boolean): void {
    this.open.delete(connection);
    if (isOrderly) this.state.disconnects += 1;
    const { session } = connection;
    const lasts = session?.lasts ?? 0;
    if (session?.connection === connection) this.dispatcher.left(session);
    this.sessions.left(connection);
    this.wills.left(connection, lasts);
  }

  arrived(packet: IPublishPacket, connection: Connection): void {
    if (this.records) this.state.arrivals.push(this.entry(packet, connection));
  }

  takeOver(packet: IPublishPacket, connection: Connection): void {
    if (this.records) this.state.received.push(this.entry(packet, connection));
    this.dispatcher.publish(brokerMessage(packet, this.timers.now()), connection.session);
  }

  grant(filter: string, qos: Qos, { clientId }: Connection): number {
    const code = this.state.behaviour.grants(filter, qos, clientId);
    // A message queue delivers at QoS 1, whatever QoS is requested.
    return code <= 2 && this.dispatcher.isQueue(filter) ? 1 : code;
  }

  readonly holds = (bytes: number): void => {
    this.untakenBytes += bytes;
    if (this.untakenBytes <= this.limits.untakenBytes) return;
    // The client with the most waiting bytes is disconnected.
    const [most] = [...this.open].sort((a, b) => b.held() - a.held());
    most.hangUp("quota");
  };

  gaveUp(): void {
    this.state.timeouts += 1;
  }

  readonly breached = (sentence: string): void => void this.state.breaches.push(sentence);

  misdeed(packet: Packet, { clientId, number }: Connection): Misdeed | undefined {
    return this.state.behaviour.misbehaves(packet, { clientId, connection: number });
  }

  ends(packet: Packet): boolean {
    return this.state.behaviour.ends(packet);
  }

  welcomes(connect: IConnectPacket): Welcome {
    return this.state.behaviour.welcomes(connect);
  }

  readonly authenticates = (method: string): Exchange | undefined =>
    this.state.behaviour.authenticates(method);

  private readonly publishWill = (will: Message, connection: Connection): void => {
    const { clientId, number, session } = connection;
    connection.charge(will.topic.length + will.payload.length);
    if (this.records)
      this.state.wills.push({
        ...will,
        at: this.timers.now(),
        clientId,
        connection: number,
        dup: false,
        id: undefined,
      });
    this.dispatcher.publish(will, session);
  };

  private entry(packet: IPublishPacket, { clientId, number }: Connection): ReceivedMessage {
    const { dup, messageId: id } = packet;
    const at = this.timers.now();
    return { ...brokerMessage(packet, at), at, clientId, connection: number, dup, id };
  }
}
