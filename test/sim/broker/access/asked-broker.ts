// A broker that asks an HTTP service of the test's, and clients of MQTT.js and of ringmote that want in.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { connectAsync, type IClientOptions, type MqttClient } from "mqtt";
import { onTestFinished } from "vitest";
import type { AuthenticatorBounds } from "../../../../tools/sim/broker/access/http-authenticator.ts";
import { startBroker } from "../../../../tools/sim/broker/embedded-broker.ts";
import type { Limits } from "../../../../tools/sim/broker/limits.ts";

/** What the service is asked about a client. */
interface Asked {
  clientid: string;
  username: string;
  password: string;
}

/** The body of its answer; a function takes over all of it. */
export type Answer =
  | Record<string, unknown>
  | ((asked: Asked, response: ServerResponse, request: IncomingMessage) => void);

export interface AskedBroker {
  port: number;
  asked: Asked[];
  told: string[];
  /** Changes what the service answers. */
  answer: (answer: Answer | ((asked: Asked) => Record<string, unknown>)) => void;
  connect: (options?: IClientOptions) => Promise<MqttClient>;
}

interface Options {
  bounds?: Partial<AuthenticatorBounds>;
  limits?: Partial<Limits>;
}

export const allow = (acl?: unknown, more: Record<string, unknown> = {}) => ({
  result: "allow",
  ...(acl !== undefined && { acl }),
  ...more,
});

export const row = (
  permission: string,
  action: string,
  topic: string,
  more: Record<string, unknown> = {},
) => ({
  permission,
  action,
  topic,
  ...more,
});

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

export async function askedBroker(first: Answer, options: Options = {}): Promise<AskedBroker> {
  let answer: unknown = first;
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += chunk));
    request.on("end", () => {
      const question = JSON.parse(text) as Asked;
      asked.push(question);
      if (typeof answer !== "function") json(response, answer);
      else {
        const reply: unknown = answer(question, response, request);
        if (reply !== undefined) json(response, reply);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/auth`);
  const broker = await brokerAsking(url, options);
  return {
    ...broker,
    asked,
    answer: (next) => (answer = next),
  };
}

export async function brokerAsking(url: URL, { bounds, limits }: Options = {}) {
  const told: string[] = [];
  const asked = { url, ...(bounds && { bounds }) };
  const broker = await startBroker(0, limits, (sentence) => told.push(sentence), asked);
  onTestFinished(broker.close);
  async function connect(options: IClientOptions = {}): Promise<MqttClient> {
    const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, { reconnectPeriod: 0, ...options });
    onTestFinished(() => client.endAsync(true));
    return client;
  }
  return { port: broker.port, told, connect };
}

/** The URL of a service that takes a connection by hand. */
export async function rawService(take: (socket: Socket) => void): Promise<URL> {
  const server = createTcpServer((socket) => {
    socket.on("error", () => {});
    onTestFinished(() => void socket.destroy());
    take(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/auth`);
}

/** "in", or the code with which it was refused, and the words beside it. */
export async function outcome(
  connect: AskedBroker["connect"],
  options: IClientOptions = {},
): Promise<string | [number, string | undefined]> {
  try {
    await connect(options);
    return "in";
  } catch (error) {
    const { code, message } = error as { code: number; message: string };
    return [code, message.replace(/^Connection refused: /, "")];
  }
}
