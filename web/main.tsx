/** Starts the page. */
import { render } from "preact";
import { connect } from "./api.ts";
import { App } from "./app.tsx";
import { serverClock } from "./clock.ts";
import { readConfig } from "./config.ts";
import { openSession } from "./session.ts";

async function start() {
  const config = await readConfig();
  const session = await openSession(config);
  const api = connect(config, session);
  render(<App {...{ config, session, api }} clock={serverClock(api.client)} />, document.body);
}

start().catch((error) => {
  console.error(error);
  render(<p role="alert">This page could not start. Reload it, or tell whoever runs it.</p>, document.body);
});
