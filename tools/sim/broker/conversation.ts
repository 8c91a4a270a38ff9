// The packets of a client on one connection, in order: first CONNECT, then the packets that a client may
// send, and none after DISCONNECT. The keep-alive is enforced throughout.
import type { IAuthPacket, IConnectPacket, IDisconnectPacket, Packet } from "mqtt-packet";
import { laterExpiry } from "./access/expiry.ts";
import { EVERYTHING } from "./access/permissions.ts";
import type { Credentials, Grant, Refusal } from "./access/verdict.ts";
import { Authentication } from "./authentication.ts";
import { takeConnect as admitClient } from "./connect.ts";
import type { Connection } from "./connection.ts";
import type { ConnectionHost } from "./connection-host.ts";
import type { Exchange } from "./exchange.ts";
import { limitGreeting, type Watch, watchKeepAlive } from "./keep-alive.ts";
import { MQTT_5 } from "./mqtt-5.ts";
import { protocolLevel } from "./packet-text.ts";
import type { Unreadable, Welcome } from "./protocol.ts";
import type { Requests } from "./requests.ts";
import type { Sender } from "./sender.ts";
import type { Session } from "./session.ts";

/** The parts of a connection that take its packets. */
interface Listeners {
  sender: Sender;
  requests: Requests;
  exchange: Exchange;
}

const WITH_WILL = 4;

export class Conversation {
  private readonly host: ConnectionHost;
  private readonly connection: Connection;
  private readonly listeners: Listeners;
  private readonly stopGreeting: () => void;
  private watch: Watch | undefined = undefined;
  private readonly authentication: Authentication;
  private hasConnect = false;
  /** CONNECT was received, and an authentication exchange precedes its answer. */
  private isAuthenticating = false;
  private hasDisconnected = false;
  /** The decision about the client is pending; its packets wait for the decision. */
  private isDecisionPending = false;
  private goOn = () => {};
  private cancelDecision = () => {};
  private stopExpiry = () => {};

  constructor(host: ConnectionHost, connection: Connection, listeners: Listeners) {
    this.host = host;
    this.connection = connection;
    this.listeners = listeners;
    this.authentication = new Authentication({
      begin: host.authenticates,
      send: (packet) => listeners.sender.send(packet),
      end: (reasonCode) => this.end({ cmd: "disconnect", reasonCode }),
    });
    this.stopGreeting = limitGreeting(host.timers, host.limits, () => {
      if (connection.session === undefined) connection.hangUp();
    });
  }

  /** Handles one whole packet. */
  take(bytes: string): void {
    const { connection } = this;
    if (!this.hasConnect && protocolLevel(bytes) === 5) connection.protocol = MQTT_5;
    if (connection.protocol.propertyBytes(bytes) > this.host.limits.propertyBytes) {
      connection.refuse("tooManyProperties");
      return;
    }
    const packet = connection.protocol.read(bytes);
    const silence = this.watch?.heard();
    if (silence !== undefined) connection.note("silent", `${silence} ms`);
    if (packet.cmd === "unreadable") this.takeUnreadable(packet);
    else if (!this.hasConnect && packet.cmd !== "connect")
      connection.refuse("connectMissing", packet.cmd.toUpperCase());
    else if (packet.cmd === "connect") this.takeConnect(packet);
    else if (this.isAuthenticating) this.takeWhileAuthenticating(packet);
    else if (connection.session !== undefined) this.takeGreeted(packet, connection.session);
  }

  /** Must the client's packets wait? Then `goOn` is called when they may continue. */
  mustWait(goOn: () => void): boolean {
    if (this.isDecisionPending) this.goOn = goOn;
    return this.isDecisionPending;
  }

  /** The client is authenticating, and may send no other packet. */
  private takeWhileAuthenticating(packet: Packet): void {
    if (packet.cmd === "auth") this.takeAuth(packet);
    else if (packet.cmd === "disconnect") this.connection.hangUp();
    else this.connection.refuse("beforeAccepted", packet.cmd.toUpperCase());
  }

  /** Bytes arrived after the last packet. */
  leftOver(): void {
    if (this.hasDisconnected) this.connection.note("afterDisconnect");
  }

  stop(): void {
    this.cancelDecision();
    this.stopGreeting();
    this.stopExpiry();
    this.watch?.stop();
  }

  private takeUnreadable({ why, words }: Unreadable): void {
    if (why === "badLevel") this.turnAway(this.connection.protocol.badLevel);
    else this.connection.refuse(why, words);
  }

  private turnAway(code: number, welcome?: Welcome): void {
    this.isAuthenticating = false;
    this.end(this.connection.protocol.connack(code, false, welcome));
  }

  private takeConnect(packet: IConnectPacket): void {
    const { connection } = this;
    if (this.hasConnect) {
      connection.refuse("connectAgain");
      return;
    }
    this.hasConnect = true;
    this.isAuthenticating = true;
    this.authentication.greet(
      packet,
      (welcome) => this.requestDecision(packet, welcome),
      (code) => this.turnAway(code),
    );
  }

  private requestDecision(packet: IConnectPacket, welcome: Welcome): void {
    const { authenticator } = this.host;
    if (authenticator === undefined) {
      this.admit(packet, welcome, { permissions: EVERYTHING });
      return;
    }
    this.isDecisionPending = true;
    this.cancelDecision = authenticator(credentialsOf(packet), (verdict) => {
      this.isDecisionPending = false;
      this.cancelDecision = () => {};
      if ("allow" in verdict) this.admit(packet, welcome, verdict.allow);
      else this.refuse(packet, verdict);
      this.goOn();
    });
    // The decision may have been immediate.
    if (!this.isDecisionPending) this.cancelDecision = () => {};
  }

  private refuse(packet: IConnectPacket, { refuse, reason, fault }: Refusal): void {
    const { protocol } = this.connection;
    this.host.short(fault === undefined ? "refused" : "undecided", packet.clientId, fault);
    const code = protocol[refuse];
    const isTold =
      protocol.write(protocol.connack(code, false, { reason })).length <=
      protocol.termsOf(packet).packetBytes;
    this.turnAway(code, isTold ? { reason } : {});
  }

  private takeAuth(packet: IAuthPacket): void {
    if (!this.authentication.take(packet)) this.connection.refuse("strangeAuth");
  }

  private admit(packet: IConnectPacket, welcome: Welcome, grant: Grant): void {
    this.isAuthenticating = false;
    admitClient(
      {
        now: this.host.timers.now,
        limits: this.host.limits,
        welcome: { ...this.host.welcomes(packet), ...welcome },
        grant,
        short: this.host.short,
        admit: this.host.admit,
        admitted: (keepAlive) => {
          this.connection.publishes(grant.publishes);
          this.watchOver(keepAlive, grant);
        },
        joined: (session) => this.host.dispatcher.joined(session),
        turnAway: (code) => this.turnAway(code),
      },
      packet,
      this.connection,
    );
  }

  private watchOver(keepAlive: number, { endsInMs }: Grant): void {
    const { host, connection } = this;
    if (endsInMs !== undefined)
      this.stopExpiry = laterExpiry(host.timers, endsInMs, () => connection.hangUp("expired"));
    this.watch = watchKeepAlive(host.timers, keepAlive, host.keepAliveSlackMs, () => {
      host.gaveUp();
      const disconnect = connection.protocol.disconnect("silent");
      this.end(disconnect);
    });
  }

  private end(disconnect: Packet | undefined): void {
    const { sender } = this.listeners;
    if (disconnect !== undefined) sender.send(disconnect);
    sender.close();
  }

  private takeGreeted(packet: Packet, session: Session): void {
    const { sender, requests, exchange } = this.listeners;
    if (this.host.ends(packet)) {
      this.connection.hangUp();
      return;
    }
    if (exchange.take(packet, session)) return;
    if (packet.cmd === "subscribe" || packet.cmd === "unsubscribe") requests.take(packet, session);
    else if (packet.cmd === "auth") this.takeAuth(packet);
    else if (packet.cmd === "pingreq") sender.send({ cmd: "pingresp" });
    else if (packet.cmd === "disconnect") this.takeDisconnect(packet, session);
    else this.connection.refuse("serversPacket", packet.cmd.toUpperCase());
  }

  private takeDisconnect({ reasonCode, properties }: IDisconnectPacket, session: Session): void {
    const { connection } = this;
    const lasts = properties?.sessionExpiryInterval;
    if (lasts !== undefined && lasts > 0 && session.lasts === 0) {
      connection.refuse("longerSession", `${lasts} s`);
      return;
    }
    if (lasts !== undefined) session.lasts = Math.min(lasts, this.host.limits.awaySeconds);
    this.hasDisconnected = true;
    if (reasonCode !== WITH_WILL) connection.will = undefined;
    connection.disconnected();
  }
}

function credentialsOf({ clientId, username, password }: IConnectPacket): Credentials {
  return { clientId, username, password: password as Buffer | undefined };
}
