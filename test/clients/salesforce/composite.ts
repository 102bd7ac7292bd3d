/** An answer to POST /composite in which each part is answered with that body. */
export async function answerParts(request: Request, body: unknown, httpStatusCode = 200): Promise<Response> {
  const asked = JSON.parse(await request.clone().text()) as { compositeRequest: { referenceId: string }[] };
  const compositeResponse = asked.compositeRequest.map(({ referenceId }) => ({
    body,
    httpHeaders: {},
    httpStatusCode,
    referenceId,
  }));
  return Response.json({ compositeResponse });
}
