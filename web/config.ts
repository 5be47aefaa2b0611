/** Where the API and the issuer are: the `config.json` beside the page. */
export interface Config {
  /** The API's address, with its stage if it has one. */
  api: string;
  /** The OpenID Connect issuer whose tokens the API accepts. */
  issuer: string;
  /** This page's client id at the issuer. It is a public client, without a secret. */
  clientId: string;
  /** Where the API's documentation is, if it is served anywhere. */
  docs?: string;
}

export async function readConfig(): Promise<Config> {
  const response = await fetch("config.json", { cache: "no-cache" });
  if (!response.ok) throw new Error("There is no config.json beside this page.");
  const found: unknown = await response.json();
  if (!isConfig(found)) throw new Error("The config.json beside this page must name api, issuer and clientId.");
  return found;
}

function isConfig(found: unknown): found is Config {
  const { api, issuer, clientId } = Object(found);
  return [api, issuer, clientId].every((text) => typeof text === "string");
}
