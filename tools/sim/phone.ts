// A phone in the house: it sees the temperature and switches the heater when the room is too cold or too warm for it.
import { connectAsync } from "mqtt";

/** Where the phone looks and what it says. */
export interface PhoneTopics {
  temperature: string;
  heater: string;
  heaterCommand: string;
}

/** In °C: below the first the heater goes on, above the second off. */
export interface Comfort {
  coldBelow: number;
  warmAbove: number;
}

export interface Phone {
  end: () => Promise<void>;
}

const ON = "on";
const OFF = "off";

/** Connects to a broker; from then on it wants the room `comfort`able. */
export async function startPhone(url: string, topics: PhoneTopics, comfort: Comfort): Promise<Phone> {
  const client = await connectAsync(url, { clientId: "phone" });
  let heater: string | undefined;
  let wish: string | undefined;

  /** Asks once for each change of mind: who switches by hand meanwhile is left alone. */
  function want(state: string): void {
    if (wish === state) return;
    wish = state;
    if (heater !== state) client.publish(topics.heaterCommand, state, { qos: 1 });
  }

  client.on("message", (topic, payload) => {
    const text = payload.toString();
    if (topic === topics.heater) {
      heater = text;
      return;
    }
    const celsius = text === "" ? Number.NaN : Number(text);
    if (celsius < comfort.coldBelow) want(ON);
    else if (celsius > comfort.warmAbove) want(OFF);
  });
  await client.subscribeAsync([topics.temperature, topics.heater], { qos: 1 });
  return { end: () => client.endAsync() };
}
