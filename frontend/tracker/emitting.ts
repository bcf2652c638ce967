// An event as it is sent: in the shape of Segment's clients, and into the queue.
import { mayWait } from "./consent";
import { firstTouch, page, surroundings, type Page } from "./context";
import { ids } from "./identity";
import { add, type Event } from "./queue";
import { uuid } from "./safely";
import { sendSoon } from "./sending";
import { session } from "./sessions";

/** Its message id, "" when nothing of it is kept; `must` is a refusal's own word. */
export function emit(type: string, own: Event, at: Page = page(), must = false): string {
  if (!must && !mayWait()) return "";
  const visit = session();
  const { anonymousId, userId } = ids();
  const messageId = uuid();
  add(
    {
      type,
      messageId,
      anonymousId,
      userId: userId || undefined,
      timestamp: new Date().toISOString(),
      ...own,
      context: {
        ...surroundings(at),
        sessionId: visit.id,
        sessionStart: visit.isNew || undefined,
        first_touch: visit.isNew || type === "identify" ? firstTouch(at) : undefined,
      },
    },
    messageId,
  );
  sendSoon();
  return messageId;
}
