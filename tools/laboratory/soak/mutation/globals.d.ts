// Functions of the tortured client (tortured-client.ts) that its driver calls in an image, as globals.

declare let tortureBegin: (this: void, flags: string) => void;
declare let tortureOpen: (this: void, _: string) => void;
declare let tortureLose: (this: void, _: string) => void;
declare let tortureTake: (this: void, bytes: string) => void;
declare let tortureTell: (this: void, payload: string) => void;
declare let tortureKeep: (this: void, payload: string) => void;
declare let tortureDrain: (this: void, _: string) => void;
declare let tortureWait: (this: void, text: string) => void;
declare let tortureProve: (this: void, _: string) => void;
declare let tortureSettle: (this: void, flags: string) => void;
declare let tortureReport: (this: void) => string;
declare let tortureBroken: (this: void) => string;
