/** Any address inside the app that is no page: says so in the frame of the others, with the way back. */
import type { LoaderFunctionArgs } from "@remix-run/node";
import { PageError } from "#app/components/page-error.tsx";
import { authenticateAdmin } from "#app/shopify.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await authenticateAdmin(request);
  throw new Response(null, { status: 404 });
}

export default function NotHere() {
  return null;
}

export function ErrorBoundary() {
  return <PageError isPage />;
}
