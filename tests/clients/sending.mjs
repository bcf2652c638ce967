/* Run with node: `sending.mjs CLIENT BASE KEY SCENARIO`.

The same calls as sending.py by the clients from npm, and the same report: what the client told
its caller went wrong, as JSON [[status, how many messages], …]. */

import RudderAnalytics from "@rudderstack/rudder-sdk-node";
import { Analytics } from "@segment/analytics-node";

const timestamp = new Date(Date.UTC(2026, 10, 20, 12));
const MANY = 250;
const PATIENCE = 60_000;
const errors = [];

function segment(base, key) {
  const client = new Analytics({ writeKey: key, host: base, maxRetries: 6, flushInterval: 300 });
  client.on("error", ({ reason }) => {
    const said = /^\[(\d+)\]/.exec(reason.message);
    errors.push([said && Number(said[1]), 1]);
  });
  const send = (kind, message) => client[kind](message);
  return { send, finish: () => client.closeAndFlush({ timeout: PATIENCE }) };
}

function rudder(base, key, options) {
  const client = new RudderAnalytics(key, {
    dataPlaneUrl: base,
    retryCount: 6,
    flushInterval: 300,
    logLevel: "none",
    errorHandler: () => {},
    ...options,
  });
  const sent = [];
  const send = (kind, message) =>
    sent.push(
      new Promise((settled) => {
        client[kind](message, (problem) => {
          if (problem) errors.push([problem.response?.status ?? null, 1]);
          settled();
        });
      }),
    );
  return { send, finish: () => Promise.all(sent) };
}

function kinds(send) {
  const context = { ip: "1.2.3.4", page: { url: "https://shop.example/?utm_source=x" } };
  const who = { userId: "u1", timestamp };
  send("identify", { ...who, traits: { email: "ann@example.org", name: "Ann ☕" }, context });
  send("track", { ...who, event: "Coffee Tasted", properties: { total: 75000.5, none: null } });
  send("page", {
    ...who,
    category: "shop",
    name: "Home",
    properties: { url: "https://shop.example" },
  });
  send("screen", { ...who, category: "app", name: "Start", properties: { n: 1 } });
  send("group", { ...who, groupId: "g1", traits: { name: "PT Kopi" } });
  send("alias", { ...who, previousId: "a1" });
}

function many(send) {
  for (let number = 0; number < MANY; number += 1) {
    send("track", { userId: `u${number}`, event: "Counted", properties: { number } });
  }
}

function large(send) {
  const properties = { text: "x".repeat(2_000_000) };
  send("track", { userId: "u1", event: "Large", properties });
}

const CLIENTS = {
  "segment-node": (base, key) => segment(base, key),
  "rudder-node": (base, key) => rudder(base, key, {}),
  "rudder-node-plain": (base, key) => rudder(base, key, { gzip: false }),
};
const SCENARIOS = { kinds, many, large };

const [name, base, key, scenario] = process.argv.slice(2);
const client = CLIENTS[name](base, key);
SCENARIOS[scenario](client.send);
await client.finish();
process.stdout.write(JSON.stringify(errors));
process.exit(0);
