import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { floorRoutes } from "../../floor/routes.ts";
import { readBody, sendAnswer } from "../../http.ts";
import { installRoutes } from "../../install/routes.ts";
import { createTestContext } from "../../install/test-context.ts";
import type { TestContext } from "../../install/test-context.ts";
import { adminRoutes } from "../routes.ts";

/** The admin's part of the sandbox alone, on a free port, with the real clock: browsers and libraries read theirs. */
export async function startAdminServer(appUrl: string): Promise<TestContext & { origin: string }> {
  const sandbox = createTestContext([...installRoutes, ...adminRoutes, ...floorRoutes], { APP_URL: appUrl });
  sandbox.ctx.now = Date.now;
  const server = createServer((request, response) => {
    void readBody(request)
      .then((body) => sandbox.call(request.method!, request.url!, { body, headers: request.headers as Record<string, string> }))
      .then((answer) => sendAnswer(response, answer))
      .catch((error: Error) => sendAnswer(response, { status: 500, body: { error: error.message } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  sandbox.ctx.port = (server.address() as AddressInfo).port;
  return {
    ...sandbox,
    origin: sandbox.ctx.adminOrigin,
    remove() {
      server.closeAllConnections();
      server.close();
      sandbox.remove();
    },
  };
}
