// Enhanced authentication (MQTT 5.0, 4.12): a CONNECT with a method is answered after an exchange of AUTHs.
// On an open connection the client may reauthenticate.
import type { IAuthPacket, IConnectPacket, Packet } from "mqtt-packet";
import type { Welcome } from "./protocol.ts";

/** The broker continues, accepts, or refuses with a reason code. Data have one character per byte. */
type Verdict = { goOn: string } | { accept: string } | { refuse: number };

/** One exchange of a method: the broker's answer to each message of the client. */
export type Exchange = (data: string) => Verdict;

interface AuthenticationHost {
  /** Starts an exchange of this method; undefined for an unsupported method. */
  begin: (method: string) => Exchange | undefined;
  send: (packet: Packet) => void;
  /** Called when a reauthentication is refused. */
  end: (code: number) => void;
}

const SUCCESS = 0;
const CONTINUE = 0x18;
const AGAIN = 0x19;
const BAD_METHOD = 0x8c;

export class Authentication {
  private readonly host: AuthenticationHost;
  private method = "";
  private hasConnected = false;
  /** Handles the client's next message; undefined while none is expected. */
  private next: ((data: string) => void) | undefined = undefined;

  constructor(host: AuthenticationHost) {
    this.host = host;
  }

  /** Handles a CONNECT: one without a method is accepted at once. */
  greet(
    { properties = {} }: IConnectPacket,
    accepted: (welcome: Welcome) => void,
    refused: (code: number) => void,
  ): void {
    const { authenticationMethod: method, authenticationData } = properties;
    const exchange = method === undefined ? undefined : this.host.begin(method);
    if (method === undefined) accepted({});
    else if (exchange === undefined) refused(BAD_METHOD);
    else {
      this.method = method;
      const accept = (data: string) => {
        this.hasConnected = true;
        accepted({ method, data });
      };
      this.run(exchange, bytesOf(authenticationData), accept, refused);
    }
  }

  /** Handles an AUTH; false for one that the client may not send now. */
  take({ reasonCode, properties = {} }: IAuthPacket): boolean {
    if (this.method === "" || properties.authenticationMethod !== this.method) return false;
    const data = bytesOf(properties.authenticationData);
    const { next } = this;
    if (reasonCode === CONTINUE && next !== undefined) next(data);
    else if (reasonCode === AGAIN && next === undefined && this.hasConnected) this.again(data);
    else return false;
    return true;
  }

  private again(data: string): void {
    const exchange = this.host.begin(this.method);
    if (exchange === undefined) this.host.end(BAD_METHOD);
    else this.run(exchange, data, (proof) => this.send(SUCCESS, proof), this.host.end);
  }

  private run(
    exchange: Exchange,
    data: string,
    accepted: (data: string) => void,
    refused: (code: number) => void,
  ): void {
    const verdict = exchange(data);
    this.next = "goOn" in verdict ? (more) => this.run(exchange, more, accepted, refused) : undefined;
    if ("goOn" in verdict) this.send(CONTINUE, verdict.goOn);
    else if ("accept" in verdict) accepted(verdict.accept);
    else refused(verdict.refuse);
  }

  private send(reasonCode: number, data: string): void {
    const properties = propertiesWith(this.method, data);
    this.host.send({ cmd: "auth", reasonCode, properties } as Packet);
  }
}

/** As mqtt-packet has them. */
export function propertiesWith(authenticationMethod: string, data: string) {
  return {
    authenticationMethod,
    ...(data !== "" && { authenticationData: Buffer.from(data, "latin1") }),
  };
}

function bytesOf(data: Buffer | undefined): string {
  return data?.toString("latin1") ?? "";
}
