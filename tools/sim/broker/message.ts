// An application message as the broker model hands it on. Topic and payload are byte strings.

export type Qos = 0 | 1 | 2;

export interface Message {
  topic: string;
  payload: string;
  qos: Qos;
  retain: boolean;
}

/** The lower of the QoS that was published and the QoS that was granted (MQTT 3.1.1, 3.8.4-6). */
export function lowerQos(published: Qos, granted: Qos): Qos {
  return published < granted ? published : granted;
}
