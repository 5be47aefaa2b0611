/**
 * The development issuer as an OpenID Connect provider: the authorization code flow with PKCE, for the page and any other
 * app on this machine. Its access tokens are the same as those of `npm run token`, whose issuer is not a URL. The issuer of
 * its ID tokens is its own URL, as OpenID Connect Discovery 1.0 requires.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { publicKeys, sign, signToken, TOKEN_SECONDS } from "../../build/development-issuer.ts";
import { chooser, chooserPolicy, message } from "./chooser.ts";
import { authorizationCodes } from "./codes.ts";
import { isOnThisMachine } from "./loopback.ts";
import { people } from "./people.ts";

/** The only client id, shared by all apps. They are public clients, without a secret. */
export const CLIENT_ID = "reservation-api-page";

interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

const json = (status: number, value: object): Reply => ({
  status,
  headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
  body: JSON.stringify(value),
});
const html = (status: number, body: string): Reply => ({
  status,
  headers: {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": chooserPolicy,
  },
  body,
});
function redirect(to: string, parameters: Record<string, string | null>): Reply {
  const url = new URL(to);
  for (const [name, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(name, value);
  return { status: 302, headers: { Location: url.href, "Cache-Control": "no-store" } };
}

/** Answers the requests below the URL `issuer`. Returns false for others. */
export function openIdProvider(issuer: string) {
  const codes = authorizationCodes();

  const discovery = () =>
    json(200, {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      end_session_endpoint: `${issuer}/logout`,
      jwks_uri: `${issuer}/keys`,
      scopes_supported: ["openid"],
      response_types_supported: ["code"],
      grant_types_supported: ["authorization_code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      token_endpoint_auth_methods_supported: ["none"],
      code_challenge_methods_supported: ["S256"],
    });

  function authorize(query: URLSearchParams): Reply {
    const redirectUri = query.get("redirect_uri");
    if (query.get("client_id") !== CLIENT_ID) return html(400, message(`The client_id must be ${CLIENT_ID}.`));
    if (!isOnThisMachine(redirectUri))
      return html(400, message("The redirect_uri must be an http address on this machine, without a fragment."));
    const state = query.get("state");
    const fault = authorizationFault(query);
    if (fault) return redirect(redirectUri, { ...fault, state });
    const person = people.find(({ userId }) => userId === query.get("person"));
    if (!person) return html(200, chooser(query.toString()));
    const challenge = query.get("code_challenge") ?? "";
    const code = codes.issue({ userId: person.userId, redirectUri, challenge, nonce: query.get("nonce") });
    return redirect(redirectUri, { code, state });
  }

  async function token(form: URLSearchParams): Promise<Reply> {
    if (form.get("grant_type") !== "authorization_code") return json(400, { error: "unsupported_grant_type" });
    if (form.get("client_id") !== CLIENT_ID) return json(401, { error: "invalid_client" });
    const grant = codes.use({
      code: form.get("code"),
      redirectUri: form.get("redirect_uri"),
      verifier: form.get("code_verifier"),
    });
    const person = people.find(({ userId }) => userId === grant?.userId);
    if (!grant || !person) return json(400, { error: "invalid_grant" });
    const issuedAt = Math.floor(Date.now() / 1000);
    const idToken = { iss: issuer, aud: CLIENT_ID, sub: person.userId, name: person.name, iat: issuedAt };
    return json(200, {
      access_token: await signToken(person.role, person.userId, issuedAt),
      token_type: "Bearer",
      expires_in: TOKEN_SECONDS,
      id_token: await sign({ ...idToken, exp: issuedAt + TOKEN_SECONDS, ...(grant.nonce && { nonce: grant.nonce }) }),
    });
  }

  /** OpenID Connect RP-Initiated Logout 1.0. There is no session to end: it only redirects back. */
  function logout(query: URLSearchParams): Reply {
    const to = query.get("post_logout_redirect_uri");
    if (!to) return html(200, message("You are signed out."));
    if (!isOnThisMachine(to)) return html(400, message("The post_logout_redirect_uri must be on this machine."));
    return redirect(to, { state: query.get("state") });
  }

  async function replyTo(request: IncomingMessage, path: string, query: URLSearchParams): Promise<Reply> {
    switch (`${request.method} ${path}`) {
      case "GET /.well-known/openid-configuration":
        return discovery();
      case "GET /keys":
        return json(200, await publicKeys());
      case "GET /authorize":
        return authorize(query);
      case "POST /token":
        return token(new URLSearchParams(await text(request)));
      case "GET /logout":
        return logout(query);
      default:
        return html(404, message("The development issuer has no such page."));
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse, path: string, query: URLSearchParams) {
    const reply = await replyTo(request, path, query).catch((error) => json(500, { error: String(error) }));
    const { origin } = request.headers;
    // Apps of other origins may fetch the documents and the token, but only from this machine.
    if (isOnThisMachine(origin)) response.setHeader("Access-Control-Allow-Origin", origin);
    response.setHeader("Vary", "Origin").writeHead(reply.status, reply.headers).end(reply.body);
  }

  const root = new URL(issuer).pathname;
  return (request: IncomingMessage, response: ServerResponse) => {
    if (!request.url?.startsWith(`${root}/`)) return false;
    const { pathname, searchParams } = new URL(request.url, issuer);
    void answer(request, response, pathname.slice(root.length), searchParams);
    return true;
  };
}

/** The error that the app gets for a faulty request for a code (RFC 6749, section 4.1.2.1), if there is one. */
function authorizationFault(query: URLSearchParams) {
  if (query.get("response_type") !== "code") return { error: "unsupported_response_type" };
  if (!query.get("scope")?.split(" ").includes("openid")) return { error: "invalid_scope" };
  if (query.get("code_challenge_method") !== "S256" || !/^[\w-]{43}$/.test(query.get("code_challenge") ?? ""))
    return { error: "invalid_request", error_description: "PKCE with S256 is required." };
  return query.get("prompt") === "none" ? { error: "login_required" } : undefined;
}
