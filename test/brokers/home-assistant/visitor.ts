// Somebody who asks Home Assistant over HTTP.

type Json = Readonly<Record<string, unknown>>;

export interface Visitor {
  /** Makes this somebody its owner. Rejects where it does not listen yet. */
  becomeOwner: () => Promise<void>;
  /** Gets what is at a path, or posts `body` there. Rejects with the words of a refusal. */
  ask: (path: string, body?: Json) => Promise<Json>;
  /** The same, where the answer is text. */
  text: (path: string, body?: Json) => Promise<string>;
}

const ANSWER_MS = 60_000;

export function createVisitor(address: string): Visitor {
  const client = `${address}/`;
  let authorization = "";

  async function text(path: string, body?: Json): Promise<string> {
    const asked = body && { method: "POST", body: JSON.stringify(body) };
    return words(path, { ...asked, headers: { authorization, "content-type": "application/json" } });
  }

  async function words(path: string, init: RequestInit): Promise<string> {
    const answer = await fetch(address + path, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });
    const said = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${said}`);
    return said;
  }

  const ask: Visitor["ask"] = async (path, body) => JSON.parse(await text(path, body));

  return {
    async becomeOwner() {
      const owner = {
        name: "Owner",
        username: "owner",
        password: "owner",
        language: "en",
        client_id: client,
      };
      const { auth_code: code } = await ask("/api/onboarding/users", owner);
      const wanted = { grant_type: "authorization_code", code: String(code), client_id: client };
      const token = await words("/auth/token", { method: "POST", body: new URLSearchParams(wanted) });
      authorization = `Bearer ${JSON.parse(token).access_token}`;
    },
    ask,
    text,
  };
}
