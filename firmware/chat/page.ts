// The agents' tool: a card for each conversation, which a question makes. What others write is shown as text, whatever is in it.
import { fill, h, openPage } from "ringmote/page.ts";

void openPage({
  title: "Chat",
  client: (name) => ({
    mqtt: 5,
    session: "persistent",
    status: `presence/${name}`,
    reconnect: { longest: 2000 },
  }),
  show({ main, name, client, sign }) {
    const present = new Map<string, string>();
    const cards = new Map<string, ReturnType<typeof newCard>>();

    function newCard(conversation: string) {
      // "own waits" while the broker has not acknowledged an answer, then "own"; a question is of no kind.
      const said: { number: number; text: string; kind: string }[] = [];
      const [presence, list] = [h("small"), h("ul", { class: "said", tabindex: 0 })];
      const field = h("input", { "aria-label": `Answer to ${conversation}`, autocomplete: "off" });
      const button = h("button", {}, "Send");
      function draw(): void {
        const isAnswered = said.at(-1)?.kind !== "";
        presence.textContent = present.get(conversation) ?? "";
        field.disabled = button.disabled = isAnswered;
        field.placeholder = isAnswered ? "Waits for a question" : "Your answer";
        const lines = said.map(({ text, kind }) => h("li", { class: kind }, text));
        fill(list, lines);
        list.scrollTop = list.scrollHeight;
      }
      async function answer(event: Event): Promise<void> {
        event.preventDefault();
        const [question, text] = [said.at(-1), field.value.trim()];
        if (question?.kind !== "" || text === "") return;
        const own = { number: question.number, text, kind: "own waits" };
        said.push(own);
        field.value = "";
        draw();
        await client.send("globalmessage", sign({ conversation, number: own.number, text }));
        own.kind = "own";
        draw();
      }
      function hears(number: number, text: string): void {
        // The broker may give one again.
        if (said.every((earlier) => earlier.number < number)) said.push({ number, text, kind: "" });
        draw();
      }
      const form = h("form", { onsubmit: answer }, field, button);
      main.append(h("section", { class: "card" }, h("h2", {}, conversation, presence), list, form));
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
      card.hears(number, text);
    });
  },
});
