import { hydrateRoot } from "react-dom/client";
import { TestDocument } from "./app.tsx";
import type { DocumentProps } from "./app.tsx";

const props = JSON.parse(document.getElementById("props")!.textContent) as DocumentProps;
hydrateRoot(document, <TestDocument {...props} />);
