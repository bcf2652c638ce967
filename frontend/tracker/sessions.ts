// One visit: until half an hour passed without anything. The server decides the one that counts.
import * as storage from "./storage";

const PAUSE = 30 * 60_000;

export interface Session {
  id: number;
  isNew: boolean;
}

const known = (): number[] => storage.read("session").split(" ").map(Number);

/** Its id, 0 before the first event. */
export const sessionId = (): number => known()[0] || 0;

/** The session of an event that happens now, which makes it last. */
export function session(): Session {
  const now = Date.now();
  const [started = 0, last = 0] = known();
  const isNew = !started || now - last > PAUSE || now < started;
  const id = isNew ? now : started;
  storage.write("session", `${id} ${now}`);
  return { id, isNew };
}
