// The agents' page of the chat in Chromium, at a broker of this process: what somebody at it sees and does.
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { chatUser } from "../../firmware/chat/people.ts";
import chat, { as } from "../../firmware/chat/scenario.ts";
import { type RunningPage, startPage } from "../../tools/cli/sim/run-page.ts";
import { startChromium } from "../../tools/laboratory/page/chromium.ts";
import type { Place, Page as SystemPage } from "../../tools/sim/scenario/scenario.ts";
import { startClosingProxy } from "../brokers/closing-proxy.ts";
import { CHROMIUM, needs } from "../needs.ts";

const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};
const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
const HOSTILE = `<img src=x onerror="document.title='taken'"><script>document.title='taken'</script> & ${"long".repeat(60)}`;

describe("the agents' page", needs(CHROMIUM), () => {
  let browser: Browser;
  let run: RunningPage;

  beforeAll(async () => {
    browser = await startChromium();
    // Nobody asks but the tests.
    const { visitor: _, ...takePart } = (chat.page as SystemPage).takePart;
    run = await startPage("chat", { ...chat, page: { ...(chat.page as SystemPage), takePart } }, 1);
  });

  afterAll(async () => {
    await browser.close();
    await run.end();
  });

  /** A user of the agent at the page, and what it was answered. */
  function user(name: string) {
    const ending = new AbortController();
    onTestFinished(() => ending.abort());
    const answers: string[] = [];
    const person = as("user", { name, signal: ending.signal } as Place);
    const { say } = chatUser(run.broker, person, (_number, text) => answers.push(text));
    return { say, answers };
  }

  async function open(address: string, options: BrowserContextOptions, name = "ann"): Promise<Page> {
    const context = await browser.newContext({ reducedMotion: "reduce", ...options });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(address);
    await page.getByRole("button", { name }).click();
    await page.getByText(`${name}, connected`).waitFor();
    return page;
  }

  async function answer(page: Page, who: string, text: string): Promise<void> {
    await page.getByLabel(`Answer to ${who}`).fill(text);
    await page.locator("section", { hasText: who }).getByRole("button", { name: "Send" }).click();
  }

  test.each([
    ["a phone", PHONE],
    ["a desktop", DESKTOP],
  ])("an agent answers users on %s, and hostile text stays text", async (kind, options) => {
    // Both are ann's, by the hash of their names.
    const [firstUser, secondUser] = kind === "a phone" ? ["user-1", "user-3"] : ["user-5", "user-7"];
    const page = await open(run.url, options);
    const [first, second] = [user(firstUser as string), user(secondUser as string)];
    first.say("Where is my order?");
    second.say(HOSTILE);
    await page.getByText("Where is my order?").waitFor();
    await page.getByText("onerror=").waitFor();
    expect([await page.title(), await page.locator("main img, main script").count()]).toEqual(["Chat", 0]);
    const widths = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]");
    expect(widths).toEqual([options.viewport?.width, options.viewport?.width]);
    await answer(page, firstUser as string, "On <b>its</b> way.");
    await answer(page, secondUser as string, "No.");
    await expect.poll(() => [first.answers, second.answers]).toEqual([["On <b>its</b> way."], ["No."]]);
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${kind}.png` });
  });

  test("an answer that is given without a link goes out once the link is back", async () => {
    const proxy = await startClosingProxy(
      Number(new URL(run.url).port),
      "reset",
      () => Number.POSITIVE_INFINITY,
    );
    onTestFinished(proxy.end);
    const page = await open(`http://127.0.0.1:${proxy.port}/`, DESKTOP);
    const asker = user("user-10");
    asker.say("Are you there?");
    await page.getByText("Are you there?").waitFor();
    proxy.shut();
    await page.getByText("ann, connecting").waitFor();
    await answer(page, "user-10", "Yes.");
    asker.say("Still?");
    expect(await page.locator("li.waits").textContent()).toBe("Yes.");
    proxy.open();
    await page.getByText("Still?").waitFor();
    await expect.poll(() => asker.answers).toEqual(["Yes."]);
    await answer(page, "user-10", "Yes!");
    await expect.poll(() => asker.answers).toEqual(["Yes.", "Yes!"]);
    expect(await page.locator("li").allTextContents()).toEqual(["Are you there?", "Yes.", "Still?", "Yes!"]);
  });

  test("a page whose token ends comes back with a new one, and answers on", async () => {
    run.endTokens(["ben"], 3000);
    const page = await open(run.url, PHONE, "ben");
    const renewed = page.waitForResponse((response) => response.url().includes("secret"));
    const asker = user("user-2");
    asker.say("One?");
    await page.getByText("One?").waitFor();
    await renewed;
    await page.getByText("ben, connected").waitFor();
    await answer(page, "user-2", "Two.");
    await expect.poll(() => asker.answers).toEqual(["Two."]);
  });

  test("of two pages with one name the newer one has it, until the other takes it back", async () => {
    const first = await open(run.url, DESKTOP);
    const second = await open(run.url, PHONE);
    await first.getByText("ann has signed in elsewhere").waitFor();
    expect(await second.locator("#status").textContent()).toBe("ann, connected");
    await first.getByRole("button", { name: "Go on here" }).click();
    await first.getByText("ann, connected").waitFor();
    await second.getByText("ann has signed in elsewhere").waitFor();
  });

  test("a page of another origin is given no password and no WebSocket", async () => {
    const secret = new URL("secret?name=ann", run.url);
    const foreign = { origin: "http://evil.example", "sec-fetch-site": "cross-site" };
    expect((await fetch(secret, { headers: foreign })).status).toBe(403);
    expect((await fetch(new URL("secret?name=eve", run.url))).status).toBe(404);
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto("data:text/html,<title>elsewhere</title>");
    const tried = `new Promise((ended) => {
      const socket = new WebSocket("${run.url.replace("http", "ws")}mqtt", "mqtt");
      socket.onopen = () => ended("open");
      socket.onclose = () => ended("closed");
    })`;
    expect(await page.evaluate(tried)).toBe("closed");
  });
});
