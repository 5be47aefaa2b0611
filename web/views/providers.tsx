import { useState } from "preact/hooks";
import { listProviders, type Provider } from "../../client/index.ts";
import { to } from "../address.ts";
import { useLoaded, useSignedIn } from "../hooks.ts";
import { FailureNotice } from "../parts/failure-notice.tsx";
import { Page } from "../parts/page.tsx";
import { placeName } from "../time.ts";

const PAGE_SIZE = 100;

/** A client's first view: providers to book with. */
export function Providers() {
  const { client } = useSignedIn();
  const [wanted, setWanted] = useState("");
  const [pageCount, setPageCount] = useState(1);
  const { value, ...loading } = useLoaded(async () => {
    const providers: Provider[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < pageCount && (page === 0 || cursor); page++) {
      const query = { limit: PAGE_SIZE, ...(cursor && { cursor }) };
      const { data } = await listProviders({ client, query, throwOnError: true });
      providers.push(...data.providers);
      cursor = data.nextCursor;
    }
    return { providers, hasMore: cursor !== undefined };
  }, [pageCount]);
  const found = value?.providers.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <Page title="Find a provider">
      <label>
        Name
        <input type="search" value={wanted} onInput={({ currentTarget }) => setWanted(currentTarget.value)} />
      </label>
      <FailureNotice {...loading} />
      <ul class="plain">
        {found?.map(({ userId, name, timeZone }) => (
          <li key={userId}>
            <a class="card" href={to.provider(userId)}>
              <strong>{name}</strong>
              {timeZone && <small>{placeName(timeZone)}</small>}
            </a>
          </li>
        ))}
      </ul>
      {found?.length === 0 && <p>No provider with that name{value?.hasMore ? " so far" : ""}.</p>}
      {value?.hasMore && (
        <button type="button" onClick={() => setPageCount(pageCount + 1)}>
          Show more
        </button>
      )}
    </Page>
  );
}
