// The topic scheme, in one place. `root` is the device's own, for example "home/living-room-3fa2c1".
//
//   <root>/status          "online", "sleeping" or "offline", retained; the will is "offline"
//   <root>/problem         what is wrong, in words, or "none", retained
//   <root>/log             what the device says, from a level up
//   <root>/settings        its settings without the secrets, retained
//   <root>/settings/set    changes of them
//   <root>/update          the version that runs, and how an update goes, retained
//   <root>/update/set      an update is offered, retained
//   <root>/update/want     what the device lacks of it
//   <root>/update/slice    bytes of it
//   <root>/update/latest   the version that a program holds for it, retained
//   <root>/update/install  asks that program to bring it
//   <root>/stay-awake      whether a device that sleeps stays awake, retained
//   <root>/stay-awake/set  "on" and "off"
//   <root>/safe-mode/set   "off" ends the safe mode of a device that is in it
//   <root>/sealed          the lowest counter of a sealed command that the device takes, retained
//   sealer/<root>/<actuator>/set  commands that a program seals for a sealed actuator; also of brightness and color
//   sealer/<parent>/status  whether that program is there, retained; the parent is the root without its last level
//   <root>/next-report     when a device that sleeps reports next, retained
//   <root>/<sensor>        the newest reading, or `NO_READING`, retained
//   <root>/<sensor>/get    asks for a reading now
//   <root>/<sensor>/history  its readings with their times, several in a message
//   <root>/<actuator>      its state, retained
//   <root>/<actuator>/set  commands to it
//   <root>/<actuator>/problem  why a command was refused, and "none" with the next good one
//   <root>/<light>/brightness, <root>/<light>/brightness/set  the same of a light's brightness
//   <root>/<light>/color, <root>/<light>/color/set            the same of a light's colour

/** The start of a device's topics, when the settings do not say. */
export const ROOT = "home/";

/** The value of a sensor without a reading for its timeout. */
export const NO_READING = "None";

export function statusTopic(root: string): string {
  return root + "/status";
}

export function problemTopic(root: string): string {
  return root + "/problem";
}

/** The value of a sensor, or the state of an actuator. */
export function valueTopic(root: string, name: string): string {
  return root + "/" + name;
}

export function commandTopic(root: string, name: string): string {
  return root + "/" + name + "/set";
}

/** The readings of a sensor with their times. */
export function historyTopic(root: string, name: string): string {
  return root + "/" + name + "/history";
}

/** The topic of requests for a sensor's reading. */
export function requestTopic(root: string, name: string): string {
  return root + "/" + name + "/get";
}

export function logTopic(root: string): string {
  return root + "/log";
}

/** The settings, or with `commandTopic` of the same name the changes of them. */
export const SETTINGS_NAME = "settings";

/** The version that runs, or with `commandTopic` of the same name the offers of others. */
export const UPDATE_NAME = "update";

/** What the device lacks of an update. */
export function wantTopic(root: string): string {
  return root + "/update/want";
}

/** Bytes of it. */
export function sliceTopic(root: string): string {
  return root + "/update/slice";
}

/** The version that a program holds for the device. */
export function latestTopic(root: string): string {
  return root + "/update/latest";
}

/** Asks that program to bring it to the device. */
export function installTopic(root: string): string {
  return root + "/update/install";
}

/** Whether a device that sleeps stays awake, or with `commandTopic` of the same name the commands for that. */
export const STAY_AWAKE_NAME = "stay-awake";

/** With `commandTopic` the command that ends safe mode. */
export const SAFE_MODE_NAME = "safe-mode";

/** The lowest counter of a sealed command that the device takes. */
export const SEALED_NAME = "sealed";

/** Before the topic of a sealed actuator's commands: those that a program is to seal for it. */
export const SEALER = "sealer/";

/** When a device that sleeps reports next. */
export const NEXT_REPORT_NAME = "next-report";

/** The brightness of a light, or with `commandTopic` of the same name the commands to it. */
export function brightnessName(name: string): string {
  return name + "/brightness";
}

/** The colour of a light, or with `commandTopic` of the same name the commands to it. */
export function colourName(name: string): string {
  return name + "/color";
}
