// The agents' tool: a card for each conversation, which a question makes. What others write is shown as text, whatever is in it.
import { fill, h, openPage } from "ringmote/page.ts";

interface Said {
  number: number;
  text: string;
  isOwn?: boolean;
  /** Not acknowledged by the broker yet. */
  waits?: boolean;
}

/** As access.ts signs, with what a browser has. */
async function signed(
  token: string,
  message: { from: string; conversation: string; number: number; text: string },
) {
  const [role, , ends, seal = ""] = token.split(" ");
  const bytes = (text: string) => new TextEncoder().encode(text);
  const key = await crypto.subtle.importKey("raw", bytes(seal), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  const parts = JSON.stringify([message.from, message.conversation, message.number, message.text]);
  const proof = btoa(
    String.fromCharCode(...new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes(parts)))),
  );
  return JSON.stringify({
    ...{ ...message, role, ends },
    proof: proof.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, ""),
  });
}

void openPage({
  title: "Chat",
  client: (name) => ({
    ...{ mqtt: 5, session: "persistent", status: `presence/${name}`, reconnect: { longest: 2000 } },
  }),
  show({ main, name, client, token }) {
    const present = new Map<string, string>();
    const cards = new Map<string, { hears: (said: Said) => void; draw: () => void }>();

    function newCard(conversation: string) {
      const said: Said[] = [];
      const [presence, list] = [h("small"), h("ul", { class: "said", tabindex: 0 })];
      const field = h("input", { "aria-label": `Answer to ${conversation}`, autocomplete: "off" });
      const button = h("button", {}, "Send");
      const draw = () => {
        const isAnswered = said.at(-1)?.isOwn === true;
        presence.textContent = present.get(conversation) ?? "";
        field.disabled = button.disabled = isAnswered;
        field.placeholder = isAnswered ? "Waits for a question" : "Your answer";
        fill(
          list,
          said.map(({ text, isOwn, waits }) =>
            h("li", { class: `${isOwn ? "own" : ""} ${waits ? "waits" : ""}` }, text),
          ),
        );
        list.scrollTop = list.scrollHeight;
      };
      async function answer(event: Event) {
        event.preventDefault();
        const [question, text] = [said.at(-1), field.value.trim()];
        if (question === undefined || question.isOwn || text === "") return;
        const own = { number: question.number, text, isOwn: true, waits: true };
        said.push(own);
        field.value = "";
        draw();
        await client.send(
          "globalmessage",
          await signed(token(), { from: name, conversation, number: own.number, text }),
        );
        own.waits = false;
        draw();
      }
      main.append(
        h(
          "section",
          { class: "card" },
          h("h2", {}, conversation, presence),
          list,
          h("form", { onsubmit: answer }, field, button),
        ),
      );
      const hears = (question: Said) => {
        // The broker may give one again.
        if (said.some(({ number }) => number >= question.number)) return;
        said.push(question);
        draw();
      };
      return { hears, draw };
    }

    const hint = h("p", { class: "wide" }, "Questions of your users come here.");
    main.append(hint);
    client.subscribe("presence/+", ({ topic, payload }) => {
      const who = topic.slice("presence/".length);
      present.set(who, payload);
      cards.get(who)?.draw();
    });
    client.subscribe(`agent/${name}`, ({ payload }) => {
      const { conversation, number, text } = JSON.parse(payload);
      hint.hidden = true;
      const card = cards.get(conversation) ?? newCard(conversation);
      cards.set(conversation, card);
      card.hears({ number, text });
    });
  },
});
