import type { ProofRequest } from "../contract/proof.ts";
import { flag, ref, text } from "./json-schema.ts";
import type { Route } from "./route.ts";
import { RefusedCall } from "../refused-call.ts";

/** Runs of `npm run prove`, observed live. */
export const proofRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/api/proof",
    summary: "the last proof, and what all of them have come to since the start, handler by handler",
    answer: ref("ProofView"),
    run: ({ proofs }) => proofs.view(),
  },
  {
    method: "POST",
    path: "/api/proof",
    summary: "begins a proof: of all handlers, of one, or of the cases whose names hold a text",
    request: ref("ProofRequest"),
    answer: ref("ProofRun"),
    run: ({ proofs }, { body }) => proofs.begin(body as ProofRequest), // validated by the schema
  },
  {
    method: "GET",
    path: "/api/proof/story",
    summary: "one case: what is done in it, both runs and both worlds; played now where no proof has told it",
    query: {
      case: { ...text, minLength: 1, description: "its name" },
      seed: { type: "integer", minimum: 0, default: 1 },
      again: { ...flag, default: false, description: "played now in any case" },
    },
    answer: ref("ProofStory"),
    async run({ proofs }, { query }) {
      const { case: name = "", seed, again } = query as { case?: string; seed: number; again: boolean };
      if (name === "") throw new RefusedCall(400, "the query must have the parameter case, the case's name");
      const story = await proofs.story(name, { seed, isPlayed: again });
      if (story !== undefined) return story;
      throw new RefusedCall(404, `there is no case ${JSON.stringify(name)}: GET /api/proof has examples of each cell`);
    },
  },
  {
    method: "GET",
    path: "/api/proof/{id}",
    summary: "how far a proof has come",
    answer: ref("ProofRun"),
    run: ({ proofs }, { path }) => proofs.run(path["id"] ?? "") ?? missing(path["id"]),
  },
  {
    method: "DELETE",
    path: "/api/proof/{id}",
    summary: "ends a proof that is under way",
    run: ({ proofs }, { path }) => (proofs.end(path["id"] ?? "") ? undefined : missing(path["id"])),
  },
];

function missing(id = ""): never {
  throw new RefusedCall(404, `there is no proof ${JSON.stringify(id)}: GET /api/proof tells of the last one`);
}
