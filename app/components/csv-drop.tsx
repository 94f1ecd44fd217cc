/** Takes a CSV file, dropped or chosen, to the server and goes on to what was read; or says why it cannot be read. */
import { useNavigate } from "@remix-run/react";
import { Banner, BlockStack, Box, DropZone, InlineStack, Spinner, Text } from "@shopify/polaris";
import { useState } from "react";
import type { ActionResult, FormProblem } from "#app/lib/action-result.ts";

interface Limits {
  maxBytes: number;
  /** What is said of a larger file, before any of it is sent. */
  tooLarge: FormProblem;
}

const ONE_ONLY: FormProblem = { field: null, reason: "That was more than one file", remedy: "Drop one file at a time." };
const CUT_OFF: FormProblem = {
  field: null,
  reason: "The file did not arrive",
  remedy: "Check your connection and choose the file again. Nothing was imported.",
};

export function CsvDrop({ maxBytes, tooLarge }: Limits) {
  const navigate = useNavigate();
  const [reading, setReading] = useState<string | null>(null);
  const [problem, setProblem] = useState<FormProblem | null>(null);
  const take = async (files: File[]) => {
    const [file] = files;
    if (!file || reading !== null) return;
    if (files.length > 1) return setProblem(ONE_ONLY);
    if (file.size > maxBytes) return setProblem(tooLarge);
    setProblem(null);
    setReading(file.name);
    const result = await upload(file);
    if (result.ok && result.data) navigate(`/app/imports/${result.data.id}`);
    else {
      setReading(null);
      setProblem(result.ok ? CUT_OFF : result.problem);
    }
  };
  return (
    <BlockStack gap="300">
      {problem && (
        <div role="alert">
          <Banner tone="critical" title={problem.reason} onDismiss={() => setProblem(null)}>
            {problem.remedy}
          </Banner>
        </div>
      )}
      {reading === null ? (
        <DropZone
          label="CSV file"
          labelHidden
          allowMultiple={false}
          variableHeight
          dropOnPage
          overlayText="Drop the file to read it"
          onDrop={(files) => void take(files)}
        >
          <Box paddingBlock="800">
            <DropZone.FileUpload actionTitle="Choose a CSV file" actionHint="or drop it here. Up to 10,000 orders and 10 MB." />
          </Box>
        </DropZone>
      ) : (
        <Box paddingBlock="1200" borderWidth="025" borderRadius="200" borderColor="border" background="bg-surface-secondary">
          <div role="status">
            <InlineStack align="center" blockAlign="center" gap="200">
              <Spinner size="small" />
              <Text as="span">Reading {reading}…</Text>
            </InlineStack>
          </div>
        </Box>
      )}
    </BlockStack>
  );
}

/** By fetch: App Bridge adds the sign-in to it, and to nothing else. */
async function upload(file: File): Promise<ActionResult<{ id: string }>> {
  try {
    const answer = await fetch(`/app/imports/upload?name=${encodeURIComponent(file.name)}`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: file,
    });
    return (await answer.json()) as ActionResult<{ id: string }>;
  } catch {
    return { ok: false, problem: CUT_OFF };
  }
}
