/**
 * A page of a system, in the browser: a person signs in by a name, and a client of the broker connects in
 * that name over WebSocket.
 *
 * @module ringmote/page.ts
 */
import { type ConnectOptions, connect } from "../../../../src/client/page/client.ts";
import { sign } from "../../../../src/client/tokens/tokens.ts";
import { fill, h } from "../../page/dom.ts";

export { fill, h } from "../../page/dom.ts";

type Client = ReturnType<typeof connect>;

export interface SignedIn {
  /** Where the page shows what it has. */
  main: HTMLElement;
  name: string;
  client: Client;
  /**
   * Signs a message by the password of now, where that is a token: `readSigned` of `ringmote/tokens` reads
   * it.
   */
  sign: (message: unknown) => string;
}

export interface PageOptions {
  title: string;
  /** Options of the client, beside its identifier, user and password. */
  client: (name: string) => Omit<ConnectOptions, "id">;
  /** Called once, when somebody has signed in. Subscribe here: what the broker has kept comes first. */
  show: (page: SignedIn) => void;
}

const TAKEN_OVER = 0x8e;

/** Shows who may sign in, and then the page. */
export async function openPage({ title, client, show }: PageOptions): Promise<void> {
  document.title = title;
  const main = document.querySelector("main") as HTMLElement;
  const status = document.querySelector("#status") as HTMLElement;
  fill(document.querySelector("h1") as HTMLElement, title);
  const names: string[] = await (await fetch("names")).json();

  function signIn(name: string): void {
    let token = "";
    let isTakenOver = false;
    const say = (words: string, state: string) => {
      fill(status, words);
      status.dataset.state = state;
    };
    const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/mqtt`;
    const own = client(name);
    const connection: Client = connect(address, {
      ...own,
      id: name,
      user: name,
      async secret() {
        // Not to be had while the network is away: then the attempt fails, and the next one asks again.
        const answer = await fetch(`secret?name=${encodeURIComponent(name)}`);
        if (!answer.ok) throw new Error(await answer.text());
        token = await answer.text();
        return token;
      },
      stateChanged(state) {
        if (isTakenOver) return;
        if (state === "connected") say(`${name}, connected`, "good");
        else say(`${name}, connecting…`, "waiting");
      },
      lost: (error) => {
        own.lost?.(error);
        if (error.reasonCode !== TAKEN_OVER) return;
        // Two with one name would throw each other out for ever.
        isTakenOver = true;
        connection.kill();
        say(`${name} has signed in elsewhere`, "bad");
        fill(main, h("p", { class: "card" }, h("button", { onclick: () => signIn(name) }, "Go on here")));
      },
    });
    fill(main);
    show({ main, name, client: connection, sign: (message) => sign(token, message) });
  }

  fill(
    main,
    h(
      "section",
      { class: "card sign-in" },
      h("h2", {}, "Who are you?"),
      names.map((name) => h("button", { onclick: () => signIn(name) }, name)),
    ),
  );
}
