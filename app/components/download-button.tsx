/** Downloads a file of ours. A plain link inside the admin's frame would carry no sign-in; fetch does, through App Bridge. */
import { Button, type ButtonProps } from "@shopify/polaris";
import { useState } from "react";
import { toast } from "./app-bridge.ts";

export function DownloadButton({
  url,
  fileName,
  children,
  ...look
}: { url: string; fileName: string; children: string } & Pick<ButtonProps, "variant" | "size">) {
  const [isLoading, setLoading] = useState(false);
  const download = async () => {
    setLoading(true);
    try {
      await saveFile(url, fileName);
    } catch {
      toast("The file could not be made. Try again.", true);
    } finally {
      setLoading(false);
    }
  };
  return (
    <Button {...look} loading={isLoading} onClick={() => void download()}>
      {children}
    </Button>
  );
}

/** @throws when the server refuses. */
export async function saveFile(url: string, fileName: string): Promise<void> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`download answered ${response.status}`);
  const address = URL.createObjectURL(await response.blob());
  const link = Object.assign(document.createElement("a"), { href: address, download: fileName });
  link.click();
  URL.revokeObjectURL(address);
}
