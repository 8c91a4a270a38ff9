// The turns of a program's client in Node: its stream, its network and its timer give the core's client their
// events, and each time the client does all that is due.
import { type Client, setTime } from "../mqtt/client.ts";
import { asksForClean } from "../mqtt/connect-packet.ts";
import { connect, networkChanged, pollConnection } from "../mqtt/connection.ts";
import { GREETING, isConnected } from "../mqtt/connection-state.ts";
import { heard } from "../mqtt/keep-alive.ts";
import { linkClosed, linkDrained, linkOpened, linkReceived } from "../mqtt/link-events.ts";
import { linkProgressed } from "../mqtt/link-progress.ts";
import { GreetingHold } from "./greeting-hold.ts";
import type { ClientLife } from "./life.ts";
import { endsPacket, LongPacket } from "./subscriptions/long-packet.ts";
import type { ClientWorld } from "./transport/client-world.ts";
import type { StreamEvents } from "./transport/stream.ts";
import { Sleeper, simulatedClock, type WakeClock } from "./transport/wake-clock.ts";

/** The port's clock wraps after this. */
const LATEST_MOMENT = 0x7fffffff;

/** The client whose turns they are. */
export interface TurnsOwner {
  /** A turn begins. */
  look(): void;
  /** Are all kept messages acknowledged? */
  isSettled(): boolean;
  /** The stream was closed from the other side, or did not open. */
  brokerCloses(): void;
  /** The client is stopping, and settled or out of time. */
  disconnect(): void;
}

export class ClientTurns extends Sleeper implements StreamEvents {
  private readonly world: ClientWorld;
  private readonly client: Client;
  private readonly life: ClientLife;
  private readonly owner: TurnsOwner;
  /** There from its first use on. */
  private longPacket: LongPacket | undefined = undefined;
  /** Messages held from the CONNECT of a kept session until the program knows of the connection. */
  private hold: GreetingHold | undefined = undefined;
  private leaveNetwork = nothing;
  /** The moment at which the link was last empty: requests made before it have left, and wait for answers. */
  private drainedAt = 0;

  constructor(world: ClientWorld, client: Client, life: ClientLife, owner: TurnsOwner) {
    super();
    this.world = world;
    this.client = client;
    this.life = life;
    this.owner = owner;
  }

  begin(): void {
    this.leaveNetwork = this.world.watchNetwork((up) => this.networkIs(up));
    connect(this.client, this.instant());
    if (this.world.networkIsUp()) this.world.after(0, () => this.networkIs(true));
    this.wake();
  }

  /** The program calls its client, which first learns the time. */
  noteTime(): void {
    setTime(this.client, this.instant());
  }

  opened(): void {
    if (this.life.hasEnded()) return;
    this.drainedAt = this.instant();
    linkOpened(this.client, this.drainedAt);
    this.wake();
  }

  received(bytes: string): void {
    const piece = this.behindGreeting(bytes);
    if (piece !== "") this.take(piece);
  }

  private take(bytes: string): void {
    if (this.longPacket === undefined && endsPacket(this.client, bytes)) this.decode(bytes);
    else {
      // The client hears nothing of a packet before all of it has come, and a broker that still sends it
      // answers no ping.
      heard(this.client, this.instant());
      this.longPacket ??= new LongPacket();
      this.longPacket.take(this.client, bytes, this);
    }
  }

  /** The incoming bytes that go to the client now. */
  decode(bytes: string): void {
    if (this.life.hasEnded()) return;
    linkReceived(this.client, bytes, this.instant());
    this.wake();
  }

  drained(): void {
    if (this.life.hasEnded()) return;
    const now = this.instant();
    // Requests made since the link was last empty have left just now: their waits restart. They restart 1 ms
    // before the new `drainedAt`, so that the next call takes them for earlier ones, and restarts none twice.
    linkProgressed(this.client, now, this.drainedAt, (now - 1) & LATEST_MOMENT);
    this.drainedAt = now;
    linkDrained(this.client, now);
    this.wake();
  }

  progressed(): void {
    if (this.life.hasEnded()) return;
    const now = this.instant();
    // The same requests may be partly on the link still: their waits restart at each progress.
    linkProgressed(this.client, now, this.drainedAt, now);
  }

  closed(reason: string): void {
    // The broker's last words may be in it.
    this.release();
    if (this.life.hasEnded()) return;
    this.noteTime();
    this.owner.brokerCloses();
    linkClosed(this.client, reason, this.instant());
    this.wake();
  }

  /** The connection has ended: the rest of a packet will not come. */
  forgetPacket(): void {
    this.longPacket?.forget();
    this.hold = undefined;
  }

  /**
   * The program learns of a connection in turns of its own and, where somebody waits for it, by promises.
   * Messages that the broker has sent meanwhile come after all of these.
   */
  releaseBehindNotices(byPromises: boolean): void {
    if (this.hold === undefined) return;
    const soon = () => void this.world.after(0, () => this.release());
    if (byPromises) void Promise.resolve().then(soon);
    else soon();
  }

  private release(): void {
    if (this.hold === undefined || !isConnected(this.client)) return;
    const bytes = this.hold.take();
    this.hold = undefined;
    if (bytes !== "") this.take(bytes);
  }

  private behindGreeting(bytes: string): string {
    const { connection, greeting } = this.client;
    if (connection.state === GREETING && !asksForClean(greeting)) this.hold ??= new GreetingHold(this.client);
    return this.hold === undefined ? bytes : this.hold.pass(bytes);
  }

  /** Does all that is due. A handler may end the client meanwhile. */
  override wake(): void {
    const { life, owner } = this;
    if (life.hasEnded()) return;
    owner.look();
    const ms = pollConnection(this.client, this.instant());
    if (life.hasEnded()) return;
    const left = life.untilEnd();
    if (left <= 0 || (life.isStopping() && owner.isSettled())) owner.disconnect();
    else this.wakeIn(Math.max(1, Math.min(ms, left)));
  }

  protected override clock(): WakeClock {
    return this.world.wakeClock ?? simulatedClock(this.world);
  }

  instant(): number {
    return this.world.now() & LATEST_MOMENT;
  }

  end(): void {
    this.wakeNoMore();
    this.leaveNetwork();
  }

  private networkIs(up: boolean): void {
    if (this.life.hasEnded()) return;
    networkChanged(this.client, up, this.instant());
    this.wake();
  }
}

function nothing(): void {}
