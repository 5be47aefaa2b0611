/** What goes wrong with the server: its processes end at any moment, and it is started again on the same data. */
import { databaseOf, type RunningServer, startServer } from "../../test/server.ts";
import { whenReleased } from "./released.ts";

/** Which processes get which signal. */
const faults = {
  "kill -9 of the database": ({ database }) => process.kill(database, "SIGKILL"),
  "kill -9 of the server": ({ server }) => process.kill(server, "SIGKILL"),
  "kill -9 of both": ({ server, database }) => process.kill(server, "SIGKILL") && process.kill(database, "SIGKILL"),
  "SIGTERM of the database": ({ database }) => process.kill(database, "SIGTERM"),
  "SIGTERM of the server": ({ server }) => process.kill(server, "SIGTERM"),
} satisfies Record<string, (pids: { server: number; database: number }) => unknown>;

export type Fault = keyof typeof faults;
export const faultNames = Object.keys(faults) as Fault[];

export interface Subject {
  /** Where the server is; while it is down, once it is up again. Rejects when it has been stopped. */
  url(): Promise<string>;
  /** Lets the fault happen, and resolves when the server answers again. */
  suffer(fault: Fault): Promise<void>;
  /** Ends it in order. */
  stop(): Promise<void>;
}

/** Starts the server on the data of a folder. */
export async function startSubject(folder: string): Promise<Subject> {
  let running: Promise<RunningServer>;
  const become = (next: Promise<RunningServer>) => {
    running = next;
    next.catch(() => {});
    return next;
  };
  /** Starts it, and if it ends while nobody meant it to, there is none any more. */
  const begin = async () => {
    const server = await whenReleased(() => startServer("--port", "0", "--data", folder));
    const mine = running;
    server.exited.then(() => {
      if (running === mine)
        become(Promise.reject(new Error(`The server ended by itself: ${server.output().slice(-2000)}`)));
    });
    return server;
  };
  await become(begin());
  return {
    url: async () => (await running).url,
    suffer: async (fault) => {
      const server = await running;
      const pids = { server: server.process.pid as number, database: databaseOf(server) };
      // From here on calls wait for the next one.
      const next = become(server.exited.then(begin));
      faults[fault](pids);
      await next;
    },
    stop: async () => {
      const server = await running.catch(() => undefined);
      become(Promise.reject(new Error("The server was stopped.")));
      await server?.stop();
    },
  };
}
