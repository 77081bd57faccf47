// The page of the API: made from openapi.json, and calls are tried from here. The key is in a variable and nowhere else.
"use strict";

const TOKEN = document.getElementById("token");
let api;

/** An element with attributes and children; text is always text. */
function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in element && typeof value !== "string") element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined));
  return element;
}

/** What stands between backticks is code. */
function prose(text) {
  return text.split("`").map((part, place) => (place % 2 ? el("code", {}, part) : part));
}

/** One paragraph each. */
function paragraphs(text) {
  return text.split("\n\n").map((part) => el("p", {}, prose(part)));
}

function followed(part) {
  return part.$ref ? part.$ref.split("/").slice(1).reduce((at, key) => at[key], api) : part;
}

function resolved(schema) {
  if (schema.$ref) {
    const named = resolved(followed(schema));
    return schema.description ? { ...named, description: schema.description } : named;
  }
  const way = (schema.oneOf || schema.anyOf || []).find((one) => one.type !== "null");
  return way ? { ...resolved(way), description: schema.description || resolved(way).description } : schema;
}

function kindOf(schema) {
  return [schema.type].flat().find((kind) => kind && kind !== "null") || "object";
}

/** An example of what a schema describes. */
function sample(schema) {
  const known = resolved(schema);
  if (known.example !== undefined) return known.example;
  if (known.default !== undefined) return known.default;
  if (known.enum) return known.enum[0];
  switch (kindOf(known)) {
    case "object":
      return Object.fromEntries(Object.entries(known.properties || {}).map(([name, of]) => [name, sample(of)]));
    case "array": return [sample(known.items)];
    case "boolean": return true;
    case "integer": return known.minimum ?? 1;
    default: return word(known);
  }
}

/** Text as its pattern wants it, as far as ours do. */
function word({ format, pattern = "" }) {
  if (format === "date-time") return "2026-11-21T15:00:00Z";
  const choice = pattern.match(/^\^\(?([a-zA-Z-]+)/);
  if (choice) return choice[1];
  return pattern.startsWith("^\\d") ? "184" : "…";
}

/** The fields of a schema with what is said of each, nested as they are. */
function fields(schema, depth = 0) {
  const known = resolved(schema);
  const inner = kindOf(known) === "array" ? resolved(known.items) : known;
  if (depth > 3 || !inner.properties) return null;
  return el("dl", {}, Object.entries(inner.properties).map(([name, of]) => {
    const one = resolved(of);
    const must = (inner.required || []).includes(name) ? "" : " optional";
    const nested = fields(of, depth + 1);
    const pattern = !nested && one.pattern ? el("code", {}, one.pattern) : null;
    return [
      el("dt", {}, name, el("small", {}, ` ${kindOf(one)}${must}`)),
      el("dd", {}, prose(of.description || one.description || ""), pattern ? [" ", pattern] : null, nested),
    ];
  }));
}

function json(value) {
  return JSON.stringify(value, null, 2);
}

function content(of) {
  return of && of.content && of.content["application/json"] && of.content["application/json"].schema;
}

/** One input for a parameter. */
function input(operation, parameter) {
  const id = `${operation.operationId}-${parameter.name}`;
  const example = parameter.example || (parameter.schema && parameter.schema.example);
  const value = parameter.required ? example || (parameter.schema ? word(parameter.schema) : "") : "";
  return el("div", { class: "field" },
    el("label", { for: id }, parameter.name, parameter.required ? "" : " (optional)"),
    el("input", { id, value, spellcheck: "false", autocapitalize: "off" }));
}

/** Where a call goes, with what is typed. */
function request(method, path, parameters, inputs, body) {
  const query = new URLSearchParams();
  const headers = {};
  let place = path;
  parameters.forEach((parameter, at) => {
    const value = inputs[at].querySelector("input").value.trim();
    if (parameter.in === "path") place = place.replace(`{${parameter.name}}`, encodeURIComponent(value));
    else if (value && parameter.in === "query") query.set(parameter.name, value);
    else if (value) headers[parameter.name] = value;
  });
  if (body) headers["Content-Type"] = "application/json";
  const tail = [...query].length ? `?${query}` : "";
  return { url: `${api.servers[0].url}${place}${tail}`, method: method.toUpperCase(), headers, body: body && body.value };
}

async function send(call, output, button) {
  button.disabled = true;
  output.replaceChildren(el("p", { class: "status" }, "…"));
  const headers = { ...call.headers };
  if (TOKEN.value.trim()) headers.Authorization = `Bearer ${TOKEN.value.trim()}`;
  const began = performance.now();
  try {
    const answer = await fetch(call.url, { method: call.method, headers, body: call.body || undefined, credentials: "omit", cache: "no-store" });
    const text = await answer.text();
    const took = `${Math.round(performance.now() - began)} ms`;
    const told = ["idempotent-replayed", "ratelimit", "retry-after"].filter((name) => answer.headers.has(name));
    const notes = [took, ...told.map((name) => `${name}: ${answer.headers.get(name)}`)].join(" · ");
    output.replaceChildren(
      el("p", { class: answer.ok ? "status" : "status bad" }, `${answer.status} `, el("small", {}, notes)),
      el("pre", { tabindex: "0" }, pretty(text)));
  } catch {
    output.replaceChildren(el("p", { class: "status bad" }, "The service could not be reached; is it still running?"));
  }
  button.disabled = false;
}

function pretty(text) {
  try { return json(JSON.parse(text)); } catch { return text; }
}

/** The call as a line for a shell; the key stays out of it. */
function curl({ url, method, headers, body }) {
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const lines = [`curl -X ${method} ${quoted(new URL(url, location.href).href)}`, '-H "Authorization: Bearer $KEY"'];
  for (const [name, value] of Object.entries(headers)) lines.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (body) lines.push(`-d ${quoted(body)}`);
  return lines.join(" \\\n  ");
}

function trial(method, path, operation) {
  const parameters = operation.parameters || [];
  const schema = content(operation.requestBody);
  const inputs = parameters.map((parameter) => input(operation, parameter));
  const body = schema ? el("textarea", { id: `${operation.operationId}-body`, spellcheck: "false", autocapitalize: "off" }, json(sample(schema))) : null;
  const output = el("div", { "aria-live": "polite" });
  const go = el("button", { type: "submit", class: "send" }, "Send");
  const copy = el("button", { type: "button" }, "Copy as curl");
  const call = () => request(method, path, parameters, inputs, body);
  const form = el("form", {}, el("h4", {}, "Try it"), inputs,
    body ? el("div", { class: "field" }, el("label", { for: body.id }, "body"), body) : null,
    el("div", { class: "acts" }, go, copy), output);
  form.addEventListener("submit", (event) => { event.preventDefault(); send(call(), output, go); });
  if (body) {
    body.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(); });
  }
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(curl(call()));
    copy.textContent = "Copied";
    setTimeout(() => { copy.textContent = "Copy as curl"; }, 1500);
  });
  return form;
}

function described(operation) {
  const schema = content(operation.requestBody);
  const said = (operation.parameters || []).filter((parameter) => parameter.description);
  const [status, fine] = Object.entries(operation.responses).find(([code]) => code.startsWith("2"));
  const refusals = Object.entries(operation.responses).filter(([code]) => !code.startsWith("2"));
  const answer = content(fine);
  const titled = (title, list) => (list ? [el("h4", {}, title), list] : []);
  const parameters = said.length
    ? el("dl", {}, said.map(({ name, description }) => [el("dt", {}, name), el("dd", {}, prose(description))])) : null;
  return el("div", {}, titled("Parameters", parameters), titled("Body", schema ? fields(schema) : null),
    answer ? [
      el("details", {}, el("summary", {}, `Answer ${status}`), el("pre", { tabindex: "0" }, json(sample(answer)))),
      el("details", {}, el("summary", {}, "Fields of the answer"), fields(answer)),
    ] : null,
    el("details", {}, el("summary", {}, `Refused with ${refusals.map(([code]) => code).join(" · ")}`),
      el("dl", {}, refusals.map(([code, of]) => [el("dt", {}, code), el("dd", {}, prose(followed(of).description))]))));
}

function call(method, path, operation) {
  return el("section", { class: "call", id: operation.operationId, "aria-label": operation.operationId },
    el("h3", {}, el("span", { class: `method ${method}` }, method), path),
    [operation.summary, operation.description].filter(Boolean).map(paragraphs),
    described(operation), trial(method, path, operation));
}

function show() {
  const calls = Object.entries(api.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method, path, operation })));
  const tags = [...new Set(calls.map(({ operation }) => operation.tags[0]))];
  const of = (tag) => calls.filter(({ operation }) => operation.tags[0] === tag);
  document.getElementById("list").append(...tags.flatMap((tag) => [
    el("h5", {}, tag),
    ...of(tag).map(({ operation }) => el("a", { href: `#${operation.operationId}` }, (operation.summary || operation.operationId).split(/[.:]/)[0])),
  ]));
  document.getElementById("about").replaceChildren(
    ...paragraphs(api.info.description), el("p", {}, el("a", { href: "openapi.json" }, "openapi.json")));
  document.getElementById("calls").append(...tags.flatMap((tag) => [
    el("h2", {}, tag), ...of(tag).map(({ method, path, operation }) => call(method, path, operation)),
  ]), el("h2", { id: "problems" }, "Problems"), ...paragraphs(api.components.schemas.Problem.properties.type.description));
  document.getElementById("list").append(el("a", { href: "#problems" }, "Problems"));
  const place = document.getElementById(location.hash.slice(1));
  if (place) place.scrollIntoView();
}

/** A link may bring a key; it leaves the address at once. */
function takeKey() {
  const given = new URLSearchParams(location.hash.slice(1)).get("key");
  if (!given) return;
  TOKEN.value = given;
  history.replaceState(null, "", location.pathname);
}

document.getElementById("key").addEventListener("submit", (event) => event.preventDefault());
document.getElementById("show").addEventListener("click", (event) => {
  const shown = TOKEN.type === "text";
  TOKEN.type = shown ? "password" : "text";
  event.target.textContent = shown ? "Show" : "Hide";
  event.target.setAttribute("aria-pressed", String(!shown));
});
const narrow = matchMedia("(max-width: 62rem)");
const fold = () => { document.getElementById("menu").open = !narrow.matches; };
narrow.addEventListener("change", fold);
fold();
takeKey();
fetch("openapi.json", { credentials: "omit" })
  .then((answer) => answer.json())
  .then((found) => { api = found; show(); })
  .catch(() => { document.getElementById("about").textContent = "The description could not be read; is the service still running?"; });
