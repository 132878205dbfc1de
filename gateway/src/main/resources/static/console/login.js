// Who uses the console: by authorization code with PKCE at the issuer that the settings name, or anybody where they name none.
import { store } from "./html.js";

const TOKEN = "orderflow.token";
const IDENTITY = "orderflow.identity";
const ATTEMPT = "orderflow.login";
const ROLES = ["customer", "stock", "operator"];

/** Whose session it is: {name, roles}; null before that is known. */
export const user = store(null);

let settings;
let token = null;

/** Whether the issuer has given the token to this page, and not to one before it. */
let isFresh = false;

/** The way to the issuer, which is gone once, however many requests were refused. */
let leaving = null;

export const tracesAddress = (id) => settings.traces?.replace("{id}", id) ?? null;
export const isOpen = () => !settings.issuer;
export const authorization = () => (token ? { Authorization: `Bearer ${token}` } : {});
export const may = (...roles) => user.get()?.roles.some((role) => role === "operator" || roles.includes(role)) ?? false;

/** Returns when it is known who is there; otherwise the browser is on its way to the issuer. */
export async function begin() {
  settings = await (await fetch("/console/settings.json", { cache: "no-store" })).json();
  if (isOpen()) {
    user.set({ name: null, roles: ROLES });
    return;
  }
  const answer = new URLSearchParams(location.search);
  if (answer.has("state")) {
    await finish(answer);
  } else {
    use(sessionStorage.getItem(TOKEN));
  }
  if (!user.get()) await signIn();
}

/** Asks the issuer for a token; it asks for a password only where it does not know the browser yet. */
export function signIn() {
  leaving ??= leave().catch((error) => {
    leaving = null;
    throw error;
  });
  return leaving;
}

async function leave() {
  const attempt = { state: random(), verifier: random(), at: location.hash };
  sessionStorage.setItem(ATTEMPT, JSON.stringify(attempt));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(attempt.verifier));
  const { authorization_endpoint } = await provider();
  location.assign(
    `${authorization_endpoint}?${new URLSearchParams({
      response_type: "code",
      client_id: settings.client_id,
      redirect_uri: redirectAddress(),
      scope: settings.roles ? "openid" : ["openid", ...ROLES].join(" "),
      state: attempt.state,
      code_challenge: base64url(new Uint8Array(digest)),
      code_challenge_method: "S256",
    })}`,
  );
  await new Promise(() => {});
}

/** Here, and at the issuer, who would otherwise give the next token without asking for a password. */
export async function signOut() {
  const identity = sessionStorage.getItem(IDENTITY);
  forget();
  user.set(null);
  const { end_session_endpoint } = await provider();
  if (end_session_endpoint && identity) {
    location.assign(`${end_session_endpoint}?${new URLSearchParams({ id_token_hint: identity, client_id: settings.client_id, post_logout_redirect_uri: redirectAddress() })}`);
  }
}

function forget() {
  sessionStorage.removeItem(TOKEN);
  sessionStorage.removeItem(IDENTITY);
  token = null;
}

/**
 * Called where a token was refused: another one is asked for, and the page comes back to where it was. Not where the token has just
 * been given: the next one would be refused as well.
 */
export async function renewed() {
  if (isOpen() || isFresh) return false;
  forget();
  await signIn();
}

async function finish(answer) {
  const attempt = JSON.parse(sessionStorage.getItem(ATTEMPT) ?? "{}");
  sessionStorage.removeItem(ATTEMPT);
  history.replaceState(null, "", "/" + (attempt.at ?? ""));
  if (answer.get("state") !== attempt.state || !answer.has("code")) {
    throw new Error(answer.get("error_description") ?? answer.get("error") ?? "This sign-in was not begun here");
  }
  const { token_endpoint } = await provider();
  const response = await fetch(token_endpoint, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: settings.client_id,
      code: answer.get("code"),
      redirect_uri: redirectAddress(),
      code_verifier: attempt.verifier,
    }),
  });
  const { access_token, id_token, error_description, error } = await response.json();
  if (!access_token) throw new Error(error_description ?? error ?? "The issuer gave no token");
  sessionStorage.setItem(TOKEN, access_token);
  sessionStorage.setItem(IDENTITY, id_token ?? "");
  use(access_token);
  isFresh = true;
  setTimeout(() => (isFresh = false), 10000);
}

/** What a token says of its holder decides what is shown; what may be done, the services decide. */
function use(text) {
  if (!text) return;
  const claims = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(fromBase64url(text.split(".")[1])), (c) => c.charCodeAt(0))));
  if (claims.exp * 1000 < Date.now()) return;
  token = text;
  const named = settings.roles ? settings.roles.split(".").reduce((value, name) => value?.[name], claims) : claims.scope ?? claims.scp;
  const list = Array.isArray(named) ? named : String(named ?? "").split(" ");
  user.set({ name: claims.preferred_username ?? claims.name ?? claims.sub, roles: ROLES.filter((role) => list.includes(role)) });
}

async function provider() {
  const address = settings.issuer.replace(/\/$/, "") + "/.well-known/openid-configuration";
  try {
    return await (await fetch(address)).json();
  } catch {
    throw new Error(`Nobody can sign in now: ${settings.issuer} cannot be reached`);
  }
}

const redirectAddress = () => location.origin + "/";
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const fromBase64url = (text) => text.replaceAll("-", "+").replaceAll("_", "/");
